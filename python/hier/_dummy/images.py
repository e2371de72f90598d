"""Made-up images and videos, and what models take beside them, in the sizes that the configuration tells."""
from __future__ import annotations

import math
import typing
from collections.abc import Callable

from .sizes import Sizes, image_place, image_tokens

if typing.TYPE_CHECKING:
    import torch

IN_LISTS = ("idefics", "idefics2", "idefics3", "instructblipvideo")  # types that take several images with each text
PATCHES = 16  # of an image that is given as its patches


def pixel_values(sizes: Sizes) -> "torch.Tensor | None":
    """Images; None for a model that would look for them at places in the text which only its processor knows."""
    if image_place(sizes) is not None and not image_tokens(sizes):
        return None
    return images(sizes)


def images(sizes: Sizes) -> "torch.Tensor":
    import torch

    channels = sizes.of("num_channels", "in_channels", default=3, part="vision_config")
    frames = sizes.of("num_frames")
    several = (frames,) if frames else (1,) if sizes.type in IN_LISTS else ()
    height, width = sizes.image()
    if "prompt_pixel_values" in sizes.parameters:  # the model looks at both, one above the other
        height //= 2
    return torch.rand(sizes.batch, *several, channels, height, width)


def image_attention_mask(sizes: Sizes) -> "torch.Tensor | None":
    """Which image each word looks at: the one that there is."""
    import torch

    return torch.ones(sizes.batch, sizes.length, 1, dtype=torch.long) if sizes.type in IN_LISTS else None


def image_embeds_position_mask(sizes: Sizes) -> "torch.Tensor | None":
    """Where the text has an image: its first words, as many as an image makes."""
    import torch

    taken = image_tokens(sizes)
    return (torch.arange(sizes.length) < taken).long().expand(sizes.batch, -1).contiguous() if taken else None


def flattened_patches(sizes: Sizes) -> "torch.Tensor | None":
    """Patches, each after its row and column, which are counted from 1."""
    import torch

    side = math.isqrt(PATCHES)
    numbers = sizes.of("patch_embed_hidden_size")
    if numbers is None or sizes.of("seq_len", default=PATCHES) <= side:
        return None
    rows = torch.arange(1, side + 1).repeat_interleave(side)
    places = torch.stack([rows, torch.arange(1, side + 1).repeat(side)], dim=-1)
    return torch.cat([places.expand(sizes.batch, -1, -1), torch.rand(sizes.batch, PATCHES, numbers)], dim=-1)


def bool_masked_pos(sizes: Sizes) -> "torch.Tensor | None":
    """Which patches are hidden: in each image the first half, where that is all that the model learns from."""
    import torch

    patch = sizes.of("patch_size")
    learns = sizes.is_for("PreTraining", "MaskedImageModeling") and "input_ids" not in sizes.parameters
    if not isinstance(patch, int) or not learns:
        return None
    height, width = sizes.image()
    depth = (sizes.of("num_frames") or 1) // (sizes.of("tubelet_size") or 1)
    count = (height // patch) * (width // patch) * depth
    return (torch.arange(count) < count // 2).expand(sizes.batch, count).contiguous()


def input_points(sizes: Sizes) -> "torch.Tensor":
    """Two points for the one thing to be found in each image."""
    import torch

    return torch.rand(sizes.batch, 1, 2, 2) * min(sizes.image())


def task_inputs(sizes: Sizes) -> "torch.Tensor | None":
    """The words that tell the task."""
    import torch

    length = sizes.of("task_seq_len")
    vocabulary = sizes.of("text_encoder_vocab_size")
    return torch.randint(0, vocabulary, (sizes.batch, length)) if length and vocabulary else None


MAKERS: dict[str, Callable[[Sizes], "torch.Tensor | None"]] = {
    "pixel_values": pixel_values,
    "prompt_pixel_values": images,
    "prompt_masks": images,
    "conditional_pixel_values": images,
    "image_attention_mask": image_attention_mask,
    "image_embeds_position_mask": image_embeds_position_mask,
    "flattened_patches": flattened_patches,
    "bool_masked_pos": bool_masked_pos,
    "input_points": input_points,
    "task_inputs": task_inputs,
}
