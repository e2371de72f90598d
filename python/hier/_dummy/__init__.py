"""hier.dummy_inputs: tensors to run or trace a model of transformers with, by the names of forward's parameters.

The values mean nothing, but they are valid: in the sizes that the configuration tells, words within the vocabulary, and
the same each time. Optimum's generators make them where it is installed; what they do not know, or make in other sizes
than the model takes, is made by the makers of .texts, .images and .sounds.
"""
from __future__ import annotations

import dataclasses
import inspect
import typing
from collections.abc import Callable, Collection

from .._models import check_seed, is_configuration, model_class, seeded
from ..errors import HierError
from . import images, sounds, texts
from .optimum import of_optimum
from .sizes import Sizes, fitting_length

if typing.TYPE_CHECKING:
    import torch

MAKERS = texts.MAKERS | images.MAKERS | sounds.MAKERS
# What a model does not do without, even if its forward says that it need not be given.
LOOKED_AT = ("codebook_pixel_values", "decoder_input_values", "flattened_patches", "visual_feats", "visual_pos")
SOUNDS = ("input_features", "input_values")  # of which it looks at one


def dummy_inputs(model_or_config: typing.Any, batch: int = 2, length: int = 16,
                 seed: int = 0) -> dict[str, "torch.Tensor"]:
    """A tensor for each parameter of `forward` that the model needs, by the parameter's name and in forward's order.

    model_or_config: a model of transformers, whose inputs are on its device and have its precision, or its
        configuration, which stands for the model that AutoModel makes. Neither is changed.
    batch: how many texts, images or sounds.
    length: how many tokens a text has, or as many as the model has positions for, if that is less; what images take up
        in a text comes on top.
    seed: from 0 to 2**64 - 1; the same seed gives the same values, and leaves all generators of random numbers as they
        were.

    Text models get `input_ids`, `attention_mask` and, if they have types of tokens, `token_type_ids`, with two choices
    for each text of multiple choice; image models `pixel_values`; sound models `input_features` or `input_values`;
    those with a decoder `decoder_input_ids` too; SAM also `input_points`. Raises HierError, which names the parameter,
    if there is one for which no input can be made.
    """
    for name, value in (("batch", batch), ("length", length)):
        if not isinstance(value, int) or isinstance(value, bool) or value < 1:
            raise HierError(f"{name} must be a whole number above 0, not {value!r}")
    check_seed(seed)
    import torch

    sizes = _sizes_of(model_or_config, batch, length)
    with seeded(seed), torch.device("cpu"):
        sizes = dataclasses.replace(sizes, length=fitting_length(sizes))
        values = _made(sizes)
        values = of_optimum(sizes, values)
    return {name: _as_the_model_is(sizes.model, value) for name, value in values.items()}


def _sizes_of(given: typing.Any, batch: int, length: int) -> Sizes:
    config = getattr(given, "config", None)
    if is_configuration(config) and hasattr(given, "forward"):
        return Sizes(config, type(given), _parameters(given.forward), given, batch, length)
    if is_configuration(given):
        cls = model_class(given)
        return Sizes(given, cls, _parameters(cls.forward), None, batch, length)
    if hasattr(given, "forward"):
        raise HierError(f"cannot make an input for parameter '{_first(_parameters(given.forward))}' of "
                        f"{type(given).__name__}.forward: only models of transformers tell what they take")
    raise HierError(f"expected a model or a configuration of transformers, not {type(given).__name__}")


def _parameters(forward: Callable[..., typing.Any]) -> dict[str, inspect.Parameter]:
    parameters = dict(inspect.signature(forward).parameters)
    parameters.pop("self", None)
    return parameters


def _first(parameters: dict[str, inspect.Parameter]) -> str:
    return next(iter(parameters), "forward")


def _made(sizes: Sizes) -> dict[str, "torch.Tensor"]:
    """The inputs that the makers know; HierError for one that the model needs and they do not."""
    made = {name: MAKERS[name](sizes) for name in sizes.parameters if name in MAKERS}
    values = {name: value for name, value in made.items() if value is not None}
    missing = [name for name, parameter in sizes.parameters.items()
               if name not in values and _needed(name, parameter, sizes, values)]
    if missing or not values:
        raise _cannot_make(missing[0] if missing else _first(sizes.parameters), sizes)
    if "input_ids" in values and sizes.batch > 1 and _takes_one_text(sizes):
        reason = f": without a padding token it takes one text at a time, not {sizes.batch}"
        raise _cannot_make("input_ids", sizes, reason)
    return values


def _takes_one_text(sizes: Sizes) -> bool:
    """Whether it is a model that writes texts, and judges one by its last word, which it finds before the padding."""
    from transformers import MODEL_FOR_CAUSAL_LM_MAPPING

    writes = type(sizes.config) in MODEL_FOR_CAUSAL_LM_MAPPING
    return writes and sizes.is_for("SequenceClassification") and sizes.of("pad_token_id") is None


def _needed(name: str, parameter: inspect.Parameter, sizes: Sizes, values: Collection[str]) -> bool:
    """Whether the model needs the parameter, beside those that there are values for."""
    if parameter.kind in (parameter.VAR_POSITIONAL, parameter.VAR_KEYWORD):
        return False
    if parameter.default is parameter.empty:
        return True
    if name in SOUNDS:
        return not any(each in values for each in SOUNDS) and not sounds.has_text_instead(sizes)
    is_main = name == getattr(sizes.owner, "main_input_name", None)
    return name in LOOKED_AT or is_main and not any(each in values for each in ("input_ids", *SOUNDS))


def _cannot_make(name: str, sizes: Sizes, reason: str = "") -> HierError:
    return HierError(f"cannot make an input for parameter '{name}' of {sizes.owner.__name__}.forward{reason}")


def _as_the_model_is(model: typing.Any, value: "torch.Tensor") -> "torch.Tensor":
    """On the device of the model, and numbers in its precision; on torch's default device where there is no model."""
    import torch

    weights = model.parameters() if model is not None else ()
    weight = next((each for each in weights if each.is_floating_point()), None)
    if weight is None:
        return value.to(torch.get_default_device())
    return value.to(weight.device, weight.dtype) if value.is_floating_point() else value.to(weight.device)
