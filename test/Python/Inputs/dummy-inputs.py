"""What hier.dummy_inputs makes for many types of transformers, each run with it; hier.dump of some; what both refuse.

Prints a line for each type: the inputs' names and sizes, or the error."""
import os
import pathlib
import sys
import warnings

warnings.simplefilter("ignore")
os.environ["TRANSFORMERS_VERBOSITY"] = "error"

import torch  # noqa: E402
from models import architectures  # noqa: E402
from transformers import AutoConfig, AutoModel  # noqa: E402

import hier  # noqa: E402
import hier._models  # noqa: E402
from refusals import error_of  # noqa: E402  (it stands beside this file)

TYPES = ("bert", "roberta", "gpt2", "deberta-v2", "t5", "bart", "vit", "videomae", "clip", "whisper", "wav2vec2", "sam",
         "layoutlm", "time_series_transformer", "perceiver", "speech_to_text", "audio-spectrogram-transformer")


def config_of(name: str):
    _, values = architectures.ARCHITECTURES.get(name, ("", {}))
    return AutoConfig.for_model(name, **architectures._small_values(AutoConfig.for_model(name).to_dict(), values))


def same(some: dict, others: dict) -> bool:
    return list(some) == list(others) and all(torch.equal(some[name], others[name]) for name in some)


def try_type(name: str) -> None:
    config = config_of(name)
    try:
        inputs = hier.dummy_inputs(config, batch=3, length=10)
    except hier.HierError as error:
        print(f"{name}: {error}", flush=True)
        return
    state = torch.get_rng_state()
    assert same(inputs, hier.dummy_inputs(config, batch=3, length=10)), "the same each time"
    assert torch.equal(state, torch.get_rng_state()), "the caller's random numbers are as they would have been"
    assert not same(inputs, hier.dummy_inputs(config, batch=3, length=10, seed=1))
    model = AutoModel.from_config(config).eval()
    assert same(inputs, hier.dummy_inputs(model, batch=3, length=10)), "a model and its configuration are one"
    with torch.no_grad():
        model(**inputs)
    print(f"{name}: " + " ".join(f"{key}{list(value.shape)}" for key, value in inputs.items()), flush=True)


def dumps() -> None:
    config = config_of("bert")
    model = hier._models.from_config(config)
    text = hier.dump(config)
    assert text.startswith("module __torch__.transformers.models.bert.modeling_bert.BertModel {")
    assert hier.dump(model, kind="inlined").count("scope: __module.encoder/__module.encoder.layer.1") > 20
    assert "forward" in vars(torch.nn.Module) and "forward" not in vars(model), "the model is as it was"
    assert hier.dump(torch.nn.ReLU(), torch.ones(2), kind="graph").startswith("graph(%self : __torch__.")
    assert hier.dump(torch.jit.script(torch.nn.ReLU())) == hier.dump(torch.nn.ReLU(), script=True)
    for error in (error_of(hier.dump, torch.nn.ReLU()), error_of(hier.dump, 3), error_of(hier.dump, model, kind="text"),
                  error_of(hier.dump, model, 3), error_of(hier.dump, model, {"input_ids": torch.ones(1, 2)}),
                  error_of(hier.dump, model, {"no": torch.ones(1, 2)}), error_of(hier.dummy_inputs, config, batch=0),
                  error_of(hier.dummy_inputs, "bert")):
        print(f"error: {error}")


def files() -> None:
    """For the command line: a folder with a config.json, an archive, and what is neither."""
    folder = pathlib.Path(sys.argv[1])
    config_of("bert").save_pretrained(folder / "bert")
    torch.jit.script(torch.nn.ReLU()).save(str(folder / "relu.pt"))
    (folder / "text.json").write_text("[1")
    (folder / "unknown.json").write_text('{"model_type": "nothing"}')
    (folder / "untyped.json").write_text("{}")


for each in TYPES:
    try_type(each)
dumps()
files()
