"""hier.dummy_inputs: tensors to run or trace a model of transformers with, by the names of forward's parameters.

The values mean nothing, but they are valid: in the sizes that the configuration tells, words within the vocabulary, and
the same each time. Optimum's generators make them where it is installed and knows the type; else the makers below do.
"""
from __future__ import annotations

import importlib.util
import inspect
import typing
from collections.abc import Callable

from ._models import check_seed, model_class, seeded
from .errors import HierError

if typing.TYPE_CHECKING:
    import torch

SOUNDS = ("input_features", "input_values")  # what a model of sounds looks at, even if its forward says it need not
FIRST_WORD = 3  # what stands before it in a vocabulary is often padding, and the start and end of a text


def dummy_inputs(model_or_config, batch: int = 2, length: int = 16, seed: int = 0) -> dict[str, "torch.Tensor"]:
    """A tensor for each parameter of `forward` that the model needs, by the parameter's name and in forward's order.

    model_or_config: a model of transformers, or its configuration, which stands for the model that AutoModel makes.
    batch: how many texts, images or sounds.
    length: how many tokens a text has, or as many as the model has positions for, if that is less.
    seed: from 0 to 2**64 - 1; the same seed gives the same values, and leaves all generators of random numbers as they
        were.

    Text models get `input_ids`, `attention_mask` and, if they have types of tokens, `token_type_ids`; image models
    `pixel_values`; sound models `input_features` or `input_values`; those with a decoder `decoder_input_ids` too; SAM
    also `input_points`. Raises HierError, which names the parameter, if there is one for which no input can be made.
    """
    for name, value in (("batch", batch), ("length", length)):
        if not isinstance(value, int) or isinstance(value, bool) or value < 1:
            raise HierError(f"{name} must be a whole number above 0, not {value!r}")
    check_seed(seed)
    config, forward, owner = _what_is_given(model_or_config)
    import torch

    sizes = _Sizes(config)
    with seeded(seed):
        makers = _makers(sizes, batch, min(length, sizes.positions()))
        names = _chosen(forward, makers, sizes, owner)
        values = {name: makers[name]() for name in names}
        values |= _of_optimum(config, names, batch, length)
    assert all(isinstance(value, torch.Tensor) for value in values.values())
    return values


def _what_is_given(given) -> tuple[typing.Any, dict, str]:
    """The configuration, forward's parameters, and the name of the class that has it."""
    config = getattr(given, "config", None)
    if hasattr(config, "to_dict") and hasattr(given, "forward"):
        return config, _parameters(given.forward), type(given).__name__
    if hasattr(given, "to_dict") and hasattr(given, "model_type"):
        cls = model_class(given)
        return given, _parameters(cls.forward), cls.__name__
    if hasattr(given, "forward"):
        name = next(iter(_parameters(given.forward)), "forward")
        raise HierError(f"cannot make an input for parameter '{name}' of "
                        f"{type(given).__name__}.forward: only models of transformers tell what they take")
    raise HierError(f"expected a model or a configuration of transformers, not {type(given).__name__}")


def _parameters(forward) -> dict[str, inspect.Parameter]:
    parameters = inspect.signature(forward).parameters
    named = {name: parameter for name, parameter in parameters.items()
             if parameter.kind not in (parameter.VAR_POSITIONAL, parameter.VAR_KEYWORD)}
    named.pop("self", None)
    return named


def _chosen(forward: dict, makers: dict[str, Callable], sizes: "_Sizes", owner: str) -> list[str]:
    """The parameters that get an input: those that an input can be made for and that the model looks at."""
    needed = [name for name, parameter in forward.items() if parameter.default is parameter.empty or name in SOUNDS]
    missing = [name for name in needed if name not in makers]
    names = [name for name in forward if name in makers and _wanted(name, forward, sizes)]
    if missing or not names:
        name = missing[0] if missing else next(iter(forward), "forward")
        raise HierError(f"cannot make an input for parameter '{name}' of {owner}.forward")
    return names


def _wanted(name: str, forward: dict, sizes: "_Sizes") -> bool:
    if name == "attention_mask":
        return "input_ids" in forward  # of images and sounds all is looked at
    if name == "token_type_ids":
        return sizes.of("type_vocab_size", default=0) > 0
    if name == "decoder_input_ids":
        return sizes.has_decoder
    return True


# --- Sizes -----------------------------------------------------------------------------------------------------------


class _Sizes:
    """What a configuration tells of the sizes of inputs."""

    def __init__(self, config):
        self._config = config.to_dict()
        self.has_decoder = bool(self._config.get("is_encoder_decoder"))
        self.type = str(self._config.get("model_type", ""))

    def of(self, *names: str, default: typing.Any = None) -> typing.Any:
        """The value of the first name that the configuration has, or the first of its parts that has one."""
        return next((value for name in names if (value := _find(self._config, name)) is not None), default)

    def image(self) -> tuple[int, int]:
        size = self.of("image_size", default=224)
        if isinstance(size, dict):
            return int(size["height"]), int(size["width"])
        height, width = size if isinstance(size, (list, tuple)) else (size, size)
        return int(height), int(width)

    def positions(self) -> int:
        """How many tokens a text may have: some models count positions from behind that of the padding."""
        limit = self.of("max_position_embeddings", "n_positions", default=1 << 30)
        behind = 1 + (self._config.get("pad_token_id") or 0) if self.type in OFFSET_POSITIONS else 0
        return max(1, limit - behind) if isinstance(limit, int) and limit > 0 else 1 << 30


OFFSET_POSITIONS = ("roberta", "xlm-roberta", "camembert", "longformer", "mpnet", "data2vec-text", "xmod", "layoutlmv3")


def _find(config: dict, name: str) -> typing.Any:
    if config.get(name) is not None:
        return config[name]
    found = (_find(part, name) for part in config.values() if isinstance(part, dict))
    return next((value for value in found if value is not None), None)


# --- Values ----------------------------------------------------------------------------------------------------------


def _makers(sizes: _Sizes, batch: int, length: int) -> dict[str, Callable]:
    """What makes the input for each parameter that is known by its name."""
    import torch

    def words(count: int):
        vocabulary = sizes.of("vocab_size", default=30000)
        return torch.randint(min(FIRST_WORD, vocabulary - 1), vocabulary, (batch, count))

    def boxes():
        corners = torch.randint(0, sizes.of("max_2d_position_embeddings", default=1024) // 2, (batch, length, 4))
        corners[..., 2:] += corners[..., :2]  # left, top, right, bottom
        return corners

    makers = {
        "input_ids": lambda: words(length),
        "attention_mask": lambda: torch.ones(batch, length, dtype=torch.long),
        "token_type_ids": lambda: torch.randint(0, sizes.of("type_vocab_size"), (batch, length)),
        "bbox": boxes,
        "decoder_input_ids": lambda: words(length),
        "pixel_values": lambda: torch.rand(batch, *_frames(sizes), sizes.of("num_channels", default=3), *sizes.image()),
        "input_points": lambda: torch.rand(batch, 1, 2, 2) * sizes.image()[0],
    }
    bins, heard = sizes.of("num_mel_bins"), sizes.of("max_source_positions")
    if bins and heard:
        makers["input_features"] = lambda: torch.rand(batch, bins, 2 * heard)
    elif sizes.of("input_feat_per_channel"):
        makers["input_features"] = lambda: torch.rand(batch, 4 * length, sizes.of("input_feat_per_channel"))
    if bins and sizes.of("max_length") and sizes.of("frequency_stride"):
        makers["input_values"] = lambda: torch.rand(batch, sizes.of("max_length"), bins)
    elif strides := sizes.of("conv_stride"):
        makers["input_values"] = lambda: torch.rand(batch, _product(strides) * max(length, 5))
    return makers


def _frames(sizes: _Sizes) -> tuple[int, ...]:
    return (sizes.of("num_frames"),) if sizes.of("num_frames") else ()


def _product(numbers) -> int:
    product = 1
    for number in numbers:
        product *= number
    return product


def _of_optimum(config, names: list[str], batch: int, length: int) -> dict:
    """Those of `names` that Optimum's generators make for the type, if it is installed and knows the type."""
    if not importlib.util.find_spec("optimum"):
        return {}
    try:
        from optimum import utils

        sizes = utils.NormalizedConfigManager.get_normalized_config_class(config.model_type)(config)
    except (ImportError, KeyError, AttributeError):
        return {}
    values = {}
    for kind in ("Text", "Seq2SeqDecoderText", "Vision", "Audio", "Points"):
        generator = getattr(utils, f"Dummy{kind}InputGenerator", None)
        try:
            maker = generator("feature-extraction", sizes, batch_size=batch, sequence_length=length)
            values |= {name: maker.generate(name, framework="pt") for name in names if maker.supports_input(name)}
        except (AttributeError, TypeError):  # a generator that is not there, or of text for a type that has no words
            continue
    return values
