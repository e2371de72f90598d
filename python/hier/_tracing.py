"""Tracing a live model, whatever its inputs are given as and its outputs come in."""
from __future__ import annotations

import contextlib
import functools
import inspect
import typing
import warnings
from collections.abc import Iterator

import torch

from .errors import HierError


def inputs_of(given: typing.Any, kwargs: dict | None = None) -> tuple[tuple, dict]:
    """Positional inputs and those by name, from a tuple, a list, one tensor or a dict by names of parameters."""
    kwargs = dict(kwargs or {})
    if isinstance(given, dict):
        return (), dict(given) | kwargs
    if isinstance(given, torch.Tensor):
        return (given,), kwargs
    if not isinstance(given, (tuple, list)):
        raise HierError(f"inputs must be a tuple, a tensor or a dict, not {type(given).__name__}")
    return tuple(given), kwargs


def trace(model: torch.nn.Module, args: tuple, kwargs: dict) -> torch.jit.ScriptModule:
    """The trace of `model`: its inputs have the names of forward's parameters, in their order, and whatever the model
    puts its outputs into, the trace gives a tuple of tensors, or the one that there is.

    The model is traced as it is, in the mode in which it is. Raises HierError if it cannot be run or traced so.
    """
    how = _inputs_to_trace(model, args, kwargs)
    try:
        with _flat_outputs(model), warnings.catch_warnings(), torch.no_grad():
            warnings.simplefilter("ignore")  # that a trace holds for inputs like these alone is known
            return torch.jit.trace(model, **how, strict=False, check_trace=False)
    except Exception as error:
        raise HierError(f"cannot trace {type(model).__name__}: {first_line(error)}") from error


def _inputs_to_trace(model: torch.nn.Module, args: tuple, kwargs: dict) -> dict:
    if not kwargs:
        return {"example_inputs": args}
    try:
        bound = inspect.signature(model.forward).bind(*args, **kwargs)
    except TypeError as error:
        raise HierError(f"{type(model).__name__}.forward: {error}") from None
    named = dict(bound.arguments)
    for parameter in inspect.signature(model.forward).parameters.values():
        if parameter.kind is parameter.VAR_KEYWORD:
            named |= named.pop(parameter.name, {})
        elif parameter.name in named and parameter.kind in (parameter.VAR_POSITIONAL, parameter.POSITIONAL_ONLY):
            raise HierError(f"{type(model).__name__}.forward: '{parameter.name}' has no name to be traced by")
    return {"example_kwarg_inputs": {name: value for name, value in named.items() if value is not None}}


@contextlib.contextmanager
def _flat_outputs(model: torch.nn.Module) -> Iterator[None]:
    """Has the model give the tensors of its output alone, in their order: a trace knows neither classes nor None."""
    forward, own = model.forward, "forward" in vars(model)

    @functools.wraps(forward)
    def flat(*args, **kwargs):
        leaves = torch.utils._pytree.tree_leaves(forward(*args, **kwargs))
        tensors = tuple(leaf for leaf in leaves if isinstance(leaf, torch.Tensor))
        return tensors[0] if len(tensors) == 1 else tensors

    model.forward = flat
    try:
        yield
    finally:
        if own:
            model.forward = forward
        else:
            del model.forward


def first_line(error: BaseException) -> str:
    """What kind of error it is, and the first line of what it says."""
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    return f"{type(error).__name__}: {lines[0]}" if lines else type(error).__name__
