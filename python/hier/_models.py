"""Models of transformers, and how one is made of a configuration alone: nothing is fetched, and nobody's generators of
random numbers move."""
from __future__ import annotations

import contextlib
import copy
import random
import typing
from collections.abc import Iterator

from .errors import HierError, kind_and_first_line

if typing.TYPE_CHECKING:
    import torch

SEEDS = range(1 << 64)  # those that torch takes


def is_configuration(given: object) -> bool:
    """Whether it is a configuration of transformers, which need not be installed to tell."""
    return hasattr(given, "to_dict") and hasattr(given, "model_type")


def model_class(config: typing.Any) -> typing.Any:
    """The class that AutoModel makes of a configuration; HierError if it makes none."""
    from transformers import MODEL_MAPPING

    try:
        classes = MODEL_MAPPING[type(config)]
    except KeyError:
        raise HierError(f"transformers' AutoModel makes no model of a {type(config).__name__}") from None
    return classes[0] if isinstance(classes, (tuple, list)) else classes


def from_config(config: typing.Any, seed: int = 0) -> "torch.nn.Module":
    """The model that transformers' AutoModel makes of a configuration, in eval mode, with weights that `seed` decides;
    without caches of keys and values, which a trace cannot return. Raises HierError if it cannot be made."""
    import torch

    cls = model_class(config)
    check_seed(seed)
    own = own_copy(config)
    device = torch.get_default_device()
    with seeded(seed), torch.device("cpu"):
        try:
            model = cls(own).eval()
        except Exception as error:
            raise HierError(f"cannot make a {cls.__name__}: {kind_and_first_line(error)}") from error
    return typing.cast("torch.nn.Module", model.to(device))


def own_copy(config: typing.Any) -> typing.Any:
    """A copy, of which a model can be made without caches, and without a backbone's weights from a hub.

    Raises HierError if it has a backbone of which the hub alone could tell what it is.
    """
    config = copy.deepcopy(config)  # the caller's stays as it is
    for part in parts_of(config):
        for name in ("use_cache", "use_pretrained_backbone"):
            if getattr(part, name, False):
                setattr(part, name, False)
        if (backbone := _of_a_hub(part)) is not None:
            raise HierError(f"{type(part).__name__}: has no configuration of the backbone '{backbone}', only its name")
    return config


def _of_a_hub(part: typing.Any) -> str | None:
    """The name of a backbone that transformers would ask the hub for."""
    told = getattr(part, "backbone_config", None) is not None or getattr(part, "use_timm_backbone", False)
    name = getattr(part, "backbone", None)
    return name if isinstance(name, str) and hasattr(part, "use_pretrained_backbone") and not told else None


def parts_of(config: typing.Any) -> list[typing.Any]:
    """A configuration and those within it, each once, from the outside in."""
    parts = [config]
    for part in parts:  # which grows meanwhile
        inner = [value for value in vars(part).values() if is_configuration(value)]
        parts += [value for value in inner if all(value is not each for each in parts)]
    return parts


def check_seed(seed: object) -> None:
    """Raises HierError for what torch does not take as a seed."""
    if not isinstance(seed, int) or isinstance(seed, bool) or seed not in SEEDS:
        raise HierError(f"seed must be a whole number from 0 to {SEEDS[-1]}, not {seed!r}")


@contextlib.contextmanager
def seeded(seed: int) -> Iterator[None]:
    """Has random and torch on the CPU start from `seed`, and afterwards go on as if nothing had been drawn.

    torch.manual_seed would seed the generators of all devices, whose states nobody would restore.
    """
    import torch

    state, own_state = torch.default_generator.get_state(), random.getstate()
    torch.default_generator.manual_seed(seed)
    random.seed(seed)
    try:
        yield
    finally:
        torch.default_generator.set_state(state)
        random.setstate(own_state)
