"""What a configuration of transformers, and the model where there is one, tell of the sizes of inputs."""
from __future__ import annotations

import dataclasses
import functools
import inspect
import re
import typing

from .._models import model_class, own_copy

if typing.TYPE_CHECKING:
    import torch

ENDLESS = 1 << 30
LIMITS = re.compile(r"n_positions|n_ctx|max_seq_len"
                    r"|max_(text_|target_|encoder_|decoder_)?position(_embedding)?s")
CHOICES = 2  # that each question of multiple choice has


@dataclasses.dataclass(frozen=True)
class Sizes:
    """The sizes of one call of `forward`.

    config: the configuration. owner: the class that has forward. parameters: those of forward, by name.
    model: the model, or None if there is its configuration alone. batch, length: how many texts, and tokens of each.
    """

    config: typing.Any
    owner: typing.Any
    parameters: dict[str, inspect.Parameter]
    model: "torch.nn.Module | None"
    batch: int
    length: int

    @functools.cached_property
    def values(self) -> dict[str, typing.Any]:
        """All that the configuration tells, with a dict for each of its parts."""
        return typing.cast("dict[str, typing.Any]", self.config.to_dict())

    def of(self, *names: str, default: typing.Any = None, part: str = "") -> typing.Any:
        """The value of the first name that the configuration has, or the first of its parts that has one; `part` is
        asked before the others."""
        part_values = self.values.get(part)
        places = [part_values, self.values] if isinstance(part_values, dict) else [self.values]
        found = (_find(place, name) for place in places for name in names)
        return next((value for value in found if value is not None), default)

    @property
    def type(self) -> str:
        return str(self.config.model_type)

    def is_for(self, *tasks: str) -> bool:
        """Whether the class, or one that it is derived from, is called For such a task."""
        return any(base.__name__.endswith(tuple(f"For{task}" for task in tasks)) for base in self.owner.__mro__)

    def image(self) -> tuple[int, int]:
        """Height and width."""
        size = self.of("image_size", default=224, part="vision_config")
        if isinstance(size, dict):
            return int(size["height"]), int(size["width"])
        height, width = size if isinstance(size, (list, tuple)) else (size, size)
        return int(height), int(width)

    def texts(self) -> tuple[int, ...]:
        """The shape of what has a value for each token."""
        return (self.batch, CHOICES, self.length) if self.is_for("MultipleChoice") else (self.batch, self.length)


def _find(values: dict[str, typing.Any], name: str) -> typing.Any:
    if values.get(name) is not None:
        return values[name]
    found = (_find(part, name) for part in values.values() if isinstance(part, dict))
    return next((value for value in found if value is not None), None)


# --- Images within texts ----------------------------------------------------------------------------------------------


def image_tokens(sizes: Sizes) -> int:
    """How many places in its text an image takes; 0 if it takes none, or if only the model's processor knows."""
    if "pixel_values" not in sizes.parameters or sizes.type not in IMAGE_TOKENS:
        return 0
    place = image_place(sizes)
    if place is None and sizes.type not in UNMARKED or (place or 0) >= sizes.of("vocab_size", part="text_config"):
        return 0
    return int(IMAGE_TOKENS[sizes.type](sizes))


def _tokens_before(sizes: Sizes) -> int:
    """How many positions an image takes before the text, by models that are told no places within it."""
    before = sizes.type in PREPENDING and image_place(sizes) is None and "pixel_values" in sizes.parameters
    return int(sizes.of("num_query_tokens")) if before else 0


def image_place(sizes: Sizes) -> int | None:
    """What stands in a text for a part of an image; None if there is no such word."""
    names = ("video_token_index",) if sizes.type == "instructblipvideo" else ("image_token_index", "image_token_id")
    return typing.cast("int | None", sizes.of(*names))


def _patches(sizes: Sizes) -> int:
    height, width = sizes.image()
    patch = sizes.of("patch_size", part="vision_config")
    return int((height // patch) * (width // patch))


def _patches_and_class(sizes: Sizes) -> int:
    """The place of the class, before those of the patches, is looked at only if all are."""
    return _patches(sizes) + int(sizes.of("vision_feature_select_strategy") == "full")


PREPENDING = ("blip-2", "instructblip", "instructblipvideo")  # types that put an image before the text
UNMARKED = ("kosmos-2",)  # types that are told beside the text where it has an image
IMAGE_TOKENS: dict[str, typing.Callable[[Sizes], int]] = {
    "blip-2": lambda sizes: sizes.of("num_query_tokens"),
    "idefics2": lambda sizes: sizes.of("resampler_n_latents"),
    "idefics3": lambda sizes: _patches(sizes) // sizes.of("scale_factor") ** 2,
    "instructblip": lambda sizes: sizes.of("num_query_tokens"),
    "instructblipvideo": lambda sizes: sizes.of("num_query_tokens"),
    "kosmos-2": lambda sizes: sizes.of("latent_query_num"),
    "llava": _patches_and_class,
    "paligemma": _patches,
    "vipllava": _patches,
}


# --- Positions -------------------------------------------------------------------------------------------------------


def fitting_length(sizes: Sizes) -> int:
    """The length and what an image takes up in the text, or as many tokens as there are positions for.

    What the configuration calls its limit is one for all but those models that number positions from behind that of
    the padding: only the module of their positions shows that, and only for long texts is it looked for, in a model
    without weights if need be.
    """
    length, before = sizes.length + image_tokens(sizes), _tokens_before(sizes)
    limit = min(_limits(sizes.values), default=ENDLESS)
    if length + before > limit // 2:
        padding = sizes.of("pad_token_id") or 0
        limit = min([limit, *_behind_padding(sizes, default=limit - 1 - (padding if padding < limit // 2 else 0))])
    ahead = 1 if sizes.of("ngram") else 0  # a model that predicts several words looks at the position after the last
    return max(1, min(length, limit - before - ahead))


def _limits(values: dict[str, typing.Any]) -> list[int]:
    """What the configuration and its parts give for names such as max_position_embeddings."""
    found = [value for name, value in values.items()
             if LIMITS.fullmatch(str(name)) and isinstance(value, int) and value > 0]
    return found + [limit for part in values.values() if isinstance(part, dict) for limit in _limits(part)]


def _behind_padding(sizes: Sizes, default: int) -> list[int]:
    """How many positions are behind that of the padding, for each embedding of positions that has one."""
    try:
        model = sizes.model if sizes.model is not None else _without_weights(sizes.config)
    except Exception:  # some models cannot be made on the device `meta`: that there is an offset is never wrong
        return [default]
    embeddings = [module for name, module in model.named_modules()
                  if "position" in name.rpartition(".")[2] and getattr(module, "padding_idx", None) is not None]
    return [len(module.weight) - module.padding_idx - 1 for module in embeddings if hasattr(module, "weight")]


def _without_weights(config: typing.Any) -> "torch.nn.Module":
    import torch

    with torch.device("meta"):
        return typing.cast("torch.nn.Module", model_class(config)(own_copy(config)))
