"""Models of transformers by the names of their types: `bert`, `gpt2`, any that `AutoConfig.for_model` knows.

Unlike those of huggingface.py they are not written down one by one: the configuration is the type's default with small
sizes, and the inputs are those of hier.dummy_inputs. That is enough to try a type that nobody has tried yet; the few
values that a type cannot do without are in ARCHITECTURES.
"""
import functools
import importlib.util
import pathlib
import sys

from . import Model

sys.path.append(str(pathlib.Path(__file__).resolve().parents[2] / "python"))

from hier._dummy import dummy_inputs  # noqa: E402  (it needs no build)

NEEDS = "transformers"
VOCABULARY, TOKENS, IMAGE = 64, 8, 64  # words, tokens of an input, pixels of an image's side
SMALL = (  # values, and the names that configurations have for them
    (VOCABULARY, ("vocab_size",)),
    (32, ("hidden_size", "d_model", "n_embd", "dim", "embedding_size", "word_embed_proj_dim", "projection_dim")),
    (64, ("intermediate_size", "d_ff", "ffn_dim", "hidden_dim", "encoder_ffn_dim", "decoder_ffn_dim", "mlp_dim")),
    (2, ("num_hidden_layers", "num_layers", "num_decoder_layers", "n_layer", "n_layers", "encoder_layers",
         "decoder_layers")),
    (2, ("num_attention_heads", "num_key_value_heads", "num_heads", "n_head", "n_heads", "encoder_attention_heads",
         "decoder_attention_heads")),
    (16, ("d_kv", "head_dim", "max_source_positions")),
    (IMAGE, ("image_size", "max_position_embeddings", "n_positions", "max_target_positions")),
)
ARCHITECTURES = {  # those that are compared unless others are named: what they show, and values that they need
    "bert": ("an encoder of text", {}),
    "distilbert": ("layers that are called by name", {}),
    "roberta": ("positions that are computed from the tokens", {}),
    "albert": ("one layer, called many times", {}),
    "electra": ("embeddings of another size than the layers", {"embedding_size": 16}),
    "deberta-v2": ("relative positions, in functions that are scripted", {"relative_attention": True}),
    "gpt2": ("layers in a list named `h`, Conv1D for Linear", {}),
    "llama": ("norms and rotary embeddings that are classes of transformers", {}),
    "opt": ("a model that is its root's one child", {}),
    "t5": ("an encoder and a decoder that share their embedding", {}),
    "bart": ("three embeddings that have one weight", {}),
    "vit": ("an encoder of images", {}),
    "deit": ("an encoder of images with a second token", {}),
    "swin": ("blocks in layers, shifted windows", {"window_size": 2}),
    "convnext": ("layers in stages, LayerNorm of a class of its own", {}),
    "resnet": ("convolutions, batch norms, shortcuts", {"hidden_sizes": [8, 16, 16, 16], "embedding_size": 8}),
    "segformer": ("lists of lists, sizes that differ by stage", {}),
    "clip": ("two models in one", {}),
    "whisper": ("an encoder of sound", {}),
    "sam": ("an encoder of images and a decoder of masks", {
        "vision_config": {"global_attn_indexes": [1], "window_size": 2, "output_channels": 32, "num_pos_feats": 16},
        "prompt_encoder_config": {"image_embedding_size": IMAGE // 16, "mask_input_channels": 4},
        "mask_decoder_config": {"num_hidden_layers": 1, "mlp_dim": 32, "iou_head_hidden_dim": 32}}),
}


def architecture(name: str) -> Model | None:
    """The model of a type's name, or None if transformers knows no such type, or is not installed."""
    about, values = ARCHITECTURES.get(name, ("", {}))
    if name not in ARCHITECTURES and not (is_installed() and name in _known_types()):
        return None
    return Model(name, lambda: _make(name, values), "traced", about, needs=NEEDS)


def is_installed() -> bool:
    return importlib.util.find_spec(NEEDS) is not None


def _known_types():
    from transformers import CONFIG_MAPPING

    return CONFIG_MAPPING.keys()


def _make(name: str, values: dict) -> tuple:
    from transformers import AutoConfig, AutoModel

    small = _small_values(AutoConfig.for_model(name).to_dict(), values)
    config = AutoConfig.for_model(name, **small)
    if hasattr(config, "use_cache"):
        config.use_cache = False
    model = AutoModel.from_config(config)
    inputs = dummy_inputs(model, batch=1, length=TOKENS)
    model.forward = functools.partial(model.forward, return_dict=False)  # a trace returns tuples
    return model, inputs


def _small_values(default: dict, values: dict) -> dict:
    """What to give a configuration instead of its defaults; those of its parts too."""
    sizes = {name: size for size, names in SMALL for name in names}
    small = {}
    for name, value in default.items():
        if isinstance(value, dict) and "model_type" in value:
            small[name] = _small_values(value, values.get(name, {}))
        elif name == "depths":
            small[name] = [1] * len(value)
        elif isinstance(value, int) and name.endswith("_token_id") and value >= VOCABULARY:
            small[name] = 1
        elif isinstance(value, int) and name in sizes:
            small[name] = sizes[name]
    return small | {name: value for name, value in values.items() if name not in small or not isinstance(value, dict)}
