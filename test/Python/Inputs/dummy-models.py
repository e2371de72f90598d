"""hier.dummy_inputs at the limits of models, and with parameters that few models have.

Prints a line for each thing that holds; one that does not ends the process."""
import importlib.util
import os
import warnings

warnings.simplefilter("ignore")
os.environ["TRANSFORMERS_VERBOSITY"] = "error"

import dummy_optimum  # noqa: E402  (it stands beside this file)
import torch  # noqa: E402
import transformers  # noqa: E402
from models import architectures  # noqa: E402

import hier  # noqa: E402
import hier._dummy.optimum  # noqa: E402

ENDS = {  # how many of 64 positions a text may have: all, or those behind that of the padding
    "bert": 64, "gpt2": 64, "bart": 64, "opt": 64, "whisper": 64, "speech_to_text": 64, "roberta": 62, "camembert": 62,
    "xlm-roberta": 62, "xmod": 62, "data2vec-text": 62, "longformer": 62, "mpnet": 62, "ibert": 62, "luke": 62,
    "lilt": 63, "markuplm": 63, "prophetnet": 62}
ODD = {"xmod": {"languages": ["en_XX"], "default_language": "en_XX"}, "lilt": {"hidden_size": 48}}  # values they need
GROWING = ("speech_to_text",)  # that compute their positions, and so have more of them when they need more
CLASSES = {  # classes that need what few others do, and values of their configurations
    "BertForMultipleChoice": {},
    "LongformerForMultipleChoice": {},
    "BartForSequenceClassification": {},
    "LxmertModel": {"visual_feat_dim": 8, "l_layers": 1, "x_layers": 1, "r_layers": 1},
    "Pix2StructForConditionalGeneration": {"vision_config": {"patch_embed_hidden_size": 12, "seq_len": 32}},
    "BlipForQuestionAnswering": {"text_config": {"encoder_hidden_size": 32}},
    "LlavaForConditionalGeneration": {"image_token_index": 60},
    "IdeficsModel": {"vision_config": {"embed_dim": 32, "patch_size": 32}},
    "VideoMAEForPreTraining": {"num_frames": 4, "decoder_hidden_size": 32, "decoder_num_hidden_layers": 1,
                               "decoder_num_attention_heads": 2},
    "SpeechT5Model": {},
    "SpeechT5ForSpeechToText": {},
    "SpeechT5ForTextToSpeech": {},
    "TimeSeriesTransformerModel": {"prediction_length": 4},
    "DecisionTransformerModel": {"n_positions": 128},
    "EncodecModel": {},
    "BarkModel": {},
    "PerceiverModel": {},
    "LlavaNextForConditionalGeneration": {},
    "Qwen2VLForConditionalGeneration": {
        "image_token_id": 60, "video_token_id": 61, "rope_scaling": {"type": "mrope", "mrope_section": [2, 3, 3]},
        "vision_start_token_id": 62, "vision_config": {"embed_dim": 32, "depth": 1, "num_heads": 2}},
    "XmodForMultipleChoice": {"languages": ["en_XX"]},
    "SplinterForPreTraining": {},
    "GPT2ForSequenceClassification": {},
}


def config_of(cls: type, values: dict = {}):
    config = cls.config_class
    return config(**architectures._small_values(config().to_dict(), values))


def model_of(name: str, values: dict = {}):
    cls = getattr(transformers, name)
    return cls(config_of(cls, values)).eval()


def shapes(inputs: dict) -> str:
    return " ".join(f"{name}{list(value.shape)}" for name, value in inputs.items())


def run(model, inputs: dict) -> None:
    with torch.no_grad():
        model(**inputs)


def positions() -> None:
    for name, end in ENDS.items():
        config = config_of(transformers.MODEL_MAPPING[transformers.CONFIG_MAPPING[name]], ODD.get(name, {}))
        model = transformers.AutoModel.from_config(config).eval()
        for given in (model, config):
            inputs = hier.dummy_inputs(given, batch=1, length=1000)
            text = inputs["decoder_input_ids" if "decoder_input_ids" in inputs else "input_ids"]
            assert text.shape == (1, end), f"{name}: {shapes(inputs)}"
            run(model, inputs)
        longer = {key: torch.cat([value, value[:, -1:]], dim=1) for key, value in inputs.items()
                  if value.shape[1:2] == (end,)}
        longer |= {key: torch.ones_like(value) for key, value in longer.items() if "mask" in key}
        try:
            run(model, inputs | longer)
        except (IndexError, RuntimeError, ValueError):
            continue
        assert name in GROWING, f"{name}: has more than {end} positions"
    # Its `block_size` is no number of positions.
    assert hier.dummy_inputs(transformers.BigBirdConfig(), batch=1, length=512)["input_ids"].shape == (1, 512)
    image_first = model_of("Blip2Model", {"num_query_tokens": 4})
    inputs = hier.dummy_inputs(image_first, batch=1, length=1000)
    assert inputs["input_ids"].shape == (1, 60)
    run(image_first, inputs)
    print("positions: all that there are")


def classes() -> None:
    for name, values in CLASSES.items():
        model = model_of(name, values)
        try:
            inputs = hier.dummy_inputs(model, length=5)
        except hier.HierError as error:
            print(error)
            continue
        run(model, inputs)
        print(f"{name}: {shapes(inputs)}", flush=True)


def optimum() -> None:
    mark = dummy_optimum.MARK
    assert all(hasattr(dummy_optimum, name) for name in hier._dummy.optimum.GENERATORS if "Bbox" not in name)
    if importlib.util.find_spec("optimum"):
        from optimum import utils
        assert all(hasattr(utils, name) for name in hier._dummy.optimum.GENERATORS)
    for name, taken in (("BertModel", "input_ids attention_mask"), ("RobertaModel", "input_ids attention_mask"),
                        ("BertForMultipleChoice", "input_ids attention_mask"), ("ViTModel", "pixel_values"),
                        ("WhisperModel", "input_features decoder_input_ids"),
                        ("Speech2TextModel", "input_features decoder_input_ids"),
                        ("SamModel", "pixel_values input_points"), ("VideoMAEModel", ""),
                        ("CLIPModel", "input_ids pixel_values attention_mask")):
        values = architectures.ARCHITECTURES["sam"][1] if name == "SamModel" else {}
        model = model_of(name, values)
        for length in (1, 16, 1000):
            own = hier.dummy_inputs(model, length=length)
            with dummy_optimum.installed():
                made, again = (hier.dummy_inputs(model, length=length) for _ in range(2))
            assert shapes(made) == shapes(own) and all(torch.equal(made[each], again[each]) for each in made)
            marked = [each for each, value in made.items() if (value == mark).flatten()[0]]
            assert marked == [each for each in taken.split() if length > 1 or each != "attention_mask"], (name, marked)
            run(model, made)
    print("optimum: what it makes in the sizes that models take")


def places() -> None:
    model = model_of("ViTModel").to(torch.bfloat16)
    assert hier.dummy_inputs(model)["pixel_values"].dtype == torch.bfloat16
    assert hier.dummy_inputs(model.to("meta"))["pixel_values"].is_meta
    with torch.device("meta"):
        assert hier.dummy_inputs(model.config)["pixel_values"].is_meta
    print("models: on their device, in their precision")


positions()
classes()
optimum()
places()
