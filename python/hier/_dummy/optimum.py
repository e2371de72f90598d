"""Inputs that Optimum's generators make, where Optimum is installed."""
from __future__ import annotations

import importlib.util
import typing

from .sizes import CHOICES, Sizes
from .texts import is_within, with_meaning

if typing.TYPE_CHECKING:
    import torch

GENERATORS = ("DummyTextInputGenerator", "DummySeq2SeqDecoderTextInputGenerator", "DummyVisionInputGenerator",
              "DummyAudioInputGenerator", "DummyPointsGenerator", "DummyBboxInputGenerator")


def of_optimum(sizes: Sizes, values: dict[str, "torch.Tensor"]) -> dict[str, "torch.Tensor"]:
    """`values`, with Optimum's in the place of those that its generators make in the same sizes and of the same type.

    They take their sizes from a configuration that is known by its type, or else from names that are common; where a
    model wants other sizes, as Whisper does, what they make would not run.
    """
    utils = _utils()
    if utils is None:
        return values
    found = {}
    shapes = _shapes(sizes, values)
    for kind in GENERATORS:
        for name, value in values.items():
            made = _generated(utils, kind, name, sizes, shapes) if name not in found else None
            if made is not None and _is_like(made, value) and is_within(sizes, name, made):
                found[name] = with_meaning(sizes, made) if name == "input_ids" else made
    return values | found


def _is_like(made: "torch.Tensor", value: "torch.Tensor") -> bool:
    return made.shape == value.shape and made.dtype == value.dtype


def _utils() -> typing.Any:
    """Optimum's module of generators, or None."""
    if not importlib.util.find_spec("optimum"):
        return None
    try:
        from optimum import utils
    except ImportError:
        return None
    return utils


def _generated(utils: typing.Any, kind: str, name: str, sizes: Sizes, shapes: dict[str, int]) -> "torch.Tensor | None":
    """What a generator makes for a parameter; None if it makes none, or does not get along with the configuration:
    each has its own way of failing then."""
    import torch

    try:
        generator = getattr(utils, kind)(_task(sizes), _normalized(utils, sizes.config), **shapes)
        made = generator.generate(name, framework="pt") if generator.supports_input(name) else None
    except Exception:
        return None
    return made if isinstance(made, torch.Tensor) else None


def _normalized(utils: typing.Any, config: typing.Any) -> typing.Any:
    try:
        return utils.NormalizedConfigManager.get_normalized_config_class(config.model_type)(config)
    except KeyError:  # it knows a few types; most of the others have the usual names
        parts = {name: name for name in ("text_config", "vision_config") if hasattr(config, name)}
        return utils.NormalizedTextAndVisionConfig.with_args(**parts)(config)


def _task(sizes: Sizes) -> str:
    return "multiple-choice" if sizes.is_for("MultipleChoice") else "feature-extraction"


def _shapes(sizes: Sizes, values: dict[str, "torch.Tensor"]) -> dict[str, int]:
    """The sizes that the generators take, by the names that they have for them."""
    shapes = {"batch_size": sizes.batch, "sequence_length": sizes.length, "num_choices": CHOICES,
              "point_batch_size": 1, "nb_points_per_image": 2}
    if (image := values.get("pixel_values")) is not None:
        shapes |= dict(zip(("num_channels", "height", "width"), image.shape[-3:]))
    if (features := values.get("input_features")) is not None:
        shapes |= dict(zip(("feature_size", "nb_max_frames"), features.shape[-2:]))
    if (wave := values.get("input_values")) is not None:
        shapes["audio_sequence_length"] = wave.shape[-1]
    return shapes
