"""Made-up sounds, as waves or as spectrograms, and series of numbers in time."""
from __future__ import annotations

import math
import typing
from collections.abc import Callable

from .sizes import Sizes

if typing.TYPE_CHECKING:
    import torch

TEXT_INSTEAD = (  # types that take a text or a sound, not both
    "musicgen", "musicgen_melody", "pop2piano", "qwen2_audio", "seamless_m4t", "seamless_m4t_v2")
STRIDES = {"moonshine": (64, 3, 2)}  # of the types whose configuration does not tell them


def has_text_instead(sizes: Sizes) -> bool:
    return sizes.type in TEXT_INSTEAD and "input_ids" in sizes.parameters


def input_features(sizes: Sizes) -> "torch.Tensor | None":
    """Spectrograms: what each model calls their height tells how it takes them."""
    import torch

    if has_text_instead(sizes):
        return None
    bins, heard = sizes.of("num_mel_bins"), sizes.of("max_source_positions")
    if bins and heard:
        return torch.rand(sizes.batch, bins, 2 * heard)
    if channel := sizes.of("input_feat_per_channel"):
        return torch.rand(sizes.batch, 4 * sizes.length, channel)
    if bins and (side := sizes.of("spec_size")):  # one view of the sound, unless the model joins several
        return None if sizes.of("enable_fusion") else torch.rand(sizes.batch, 1, side * (side // bins), bins)
    if each := sizes.of("feature_size"):
        return torch.rand(sizes.batch, each, 4 * sizes.length)
    if each := sizes.of("feature_projection_input_dim", "num_mel_bins"):
        return torch.rand(sizes.batch, 4 * sizes.length, each)
    return None


def input_values(sizes: Sizes) -> "torch.Tensor | None":
    """Waves, or spectrograms of a fixed length."""
    import torch

    if has_text_instead(sizes):
        return None
    if sizes.owner.__name__ == "SpeechT5Model":  # takes what the layers before it make, which it does not have
        return torch.rand(sizes.batch, sizes.length, sizes.of("hidden_size"))
    bins = sizes.of("num_mel_bins")
    if bins and sizes.of("max_length") and sizes.of("frequency_stride"):
        return torch.rand(sizes.batch, sizes.of("max_length"), bins)
    steps = max(sizes.length, 5)
    if strides := STRIDES.get(sizes.type) or sizes.of("conv_stride"):
        return torch.rand(sizes.batch, math.prod(strides) * steps)
    if strides := sizes.of("upsampling_ratios", "downsampling_ratios"):
        return torch.rand(sizes.batch, sizes.of("audio_channels", default=1), math.prod(strides) * steps)
    return None


def decoder_input_values(sizes: Sizes) -> "torch.Tensor | None":
    import torch

    size = sizes.of("hidden_size" if sizes.owner.__name__ == "SpeechT5Model" else "num_mel_bins")
    return torch.rand(sizes.batch, sizes.length, size) if size else None


def speaker_embeddings(sizes: Sizes) -> "torch.Tensor | None":
    import torch

    size = sizes.of("speaker_embedding_dim")
    return torch.rand(sizes.batch, size) if size and "decoder_input_values" in sizes.parameters else None


# --- Series ----------------------------------------------------------------------------------------------------------


def past_values(sizes: Sizes) -> "torch.Tensor | None":
    import torch

    past = _past(sizes)
    return None if past is None else torch.rand(*past, *_channels(sizes))


def past_observed_mask(sizes: Sizes) -> "torch.Tensor | None":
    import torch

    past = _past(sizes)
    return torch.ones(*past, *_channels(sizes)) if past and sizes.of("lags_sequence") else None


def past_time_features(sizes: Sizes) -> "torch.Tensor | None":
    import torch

    past, count = _past(sizes), sizes.of("num_time_features")
    return None if past is None or count is None else torch.rand(*past, count)


def future_values(sizes: Sizes) -> "torch.Tensor | None":
    import torch

    future = _future(sizes)
    return None if future is None else torch.rand(*future, *_channels(sizes))


def future_time_features(sizes: Sizes) -> "torch.Tensor | None":
    import torch

    future, count = _future(sizes), sizes.of("num_time_features")
    return None if future is None or count is None else torch.rand(*future, count)


def _past(sizes: Sizes) -> tuple[int, int] | None:
    """How many series, and how many numbers of each: those that the model looks at, and those that it looks back to."""
    seen = sizes.of("context_length") or sizes.of("prediction_length")
    return (sizes.batch, seen + max(sizes.of("lags_sequence") or [0])) if seen else None


def _future(sizes: Sizes) -> tuple[int, int] | None:
    """As _past, of what is to come: what looks back to earlier times takes that too."""
    told = sizes.of("prediction_length")
    return (sizes.batch, told) if told and sizes.of("lags_sequence") else None


def _channels(sizes: Sizes) -> tuple[int, ...]:
    """How many numbers there are at each time, if it is more than the one."""
    count = sizes.of("num_input_channels")
    several = sizes.of("input_size", default=1)
    return (count,) if count else (several,) if several > 1 else ()


# --- Decisions -------------------------------------------------------------------------------------------------------


def states(sizes: Sizes) -> "torch.Tensor | None":
    return _of_each_step(sizes, sizes.of("state_dim"))


def actions(sizes: Sizes) -> "torch.Tensor | None":
    return _of_each_step(sizes, sizes.of("act_dim"))


def rewards(sizes: Sizes) -> "torch.Tensor | None":
    return _of_each_step(sizes, sizes.of("state_dim") and 1)


def timesteps(sizes: Sizes) -> "torch.Tensor | None":
    import torch

    return torch.arange(sizes.length).expand(sizes.batch, -1).contiguous() if sizes.of("state_dim") else None


def _of_each_step(sizes: Sizes, count: int | None) -> "torch.Tensor | None":
    import torch

    return torch.rand(sizes.batch, sizes.length, count) if count else None


MAKERS: dict[str, Callable[[Sizes], "torch.Tensor | None"]] = {
    "input_features": input_features,
    "input_values": input_values,
    "decoder_input_values": decoder_input_values,
    "speaker_embeddings": speaker_embeddings,
    "past_values": past_values,
    "past_observed_mask": past_observed_mask,
    "past_time_features": past_time_features,
    "future_values": future_values,
    "future_time_features": future_time_features,
    "states": states,
    "actions": actions,
    "rewards": rewards,
    "returns_to_go": rewards,
    "timesteps": timesteps,
}
