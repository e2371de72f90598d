"""Tracing a live model, whatever its inputs are given as and its outputs come in."""
from __future__ import annotations

import contextlib
import dataclasses
import inspect
import re
import typing
import warnings
from collections.abc import Iterator, Mapping

import torch
from torch.utils import _pytree as pytree

from .errors import HierError, kind_and_first_line

Placed = tuple[typing.Any, ...]  # inputs by their place
Named = dict[str, typing.Any]  # inputs by name


@dataclasses.dataclass(frozen=True)
class Trace:
    """A trace, and the one run of the model that it is of."""

    script: torch.jit.ScriptModule
    inputs: dict[str, torch.Tensor]  # by the names that the trace has for them, in its order
    outputs: tuple[torch.Tensor, ...]


def inputs_of(given: typing.Any, kwargs: Named | None = None) -> tuple[Placed, Named]:
    """Positional inputs and those by name, from a tuple, a list, one tensor or a dict by names of parameters."""
    kwargs = dict(kwargs or {})
    if isinstance(given, Mapping):
        return (), dict(given) | kwargs
    if isinstance(given, torch.Tensor):
        return (given,), kwargs
    if not isinstance(given, (tuple, list)):
        raise HierError(f"inputs must be a tuple, a tensor or a dict, not {type(given).__name__}")
    return tuple(given), kwargs


def trace(model: torch.nn.Module, args: Placed, kwargs: Named) -> torch.jit.ScriptModule:
    """The trace of `model`: its inputs have the names of forward's parameters, in their order, and whatever the model
    puts its outputs into, the trace gives a tuple of tensors, or the one that there is.

    The model is traced as it is, in the mode in which it is. Raises HierError if it cannot be run or traced so.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # that a trace holds for inputs like these alone is known
        return record(model, args, kwargs).script


def record(model: torch.nn.Module, args: Placed, kwargs: Named) -> Trace:
    """As `trace`, with torch's warnings and with what the trace was made of.

    The model is run once, and with gradients if they are on: so torch traces too, and without them modules such as
    nn.MultiheadAttention take a fast path that no exporter knows.
    """
    call = _Call(model, args, kwargs)
    given = tuple(call.tensors.values())
    by_name = kwargs and given  # as the model's own hooks may expect them
    how = {"example_kwarg_inputs": call.tensors} if by_name else {"example_inputs": given}
    try:
        with _taking_tensors(model, call), _giving_tensors(model) as outputs:
            script = torch.jit.trace(  # type: ignore[no-untyped-call]
                model, **how, strict=False, check_trace=False)
    except Exception as error:
        raise HierError(f"cannot trace {type(model).__name__}: {kind_and_first_line(error)}") from error
    return Trace(script, call.tensors, tuple(outputs))


class _Call:
    """A call of a model's forward: the tensors that it is given, and what else is, which becomes part of the trace."""

    def __init__(self, model: torch.nn.Module, args: Placed, kwargs: Named) -> None:
        try:
            signature = inspect.signature(model.forward)
            self._given = signature.bind(*args, **kwargs)
        except (TypeError, ValueError) as error:
            raise HierError(f"{type(model).__name__}.forward: {error}") from None
        packed = [name for name, each in signature.parameters.items() if each.kind is each.VAR_KEYWORD]
        placed, self._shape = pytree.tree_flatten_with_path(self._given.arguments)
        self._leaves = [leaf for _, leaf in placed]
        self.tensors: dict[str, torch.Tensor] = {}
        for path, leaf in placed:
            if isinstance(leaf, torch.Tensor):  # one that is given twice is two inputs, as the tracer takes objects
                again = any(leaf is other for other in self.tensors.values())
                self.tensors[self._name([_key(part) for part in path], packed)] = leaf.view_as(leaf) if again else leaf

    def _name(self, keys: list[str], packed: list[str]) -> str:
        """The parameter, or `pair_0` and `states_key` for what is within one; `key` for what `**packed` takes."""
        name = re.sub(r"\W", "_", "_".join(keys[1:] if keys[0] in packed else keys))
        name = name if name.isidentifier() else f"input_{name}"
        while name in self.tensors:
            name += "_"
        return name

    def arguments(self, tensors: Iterator[torch.Tensor]) -> tuple[Placed, Named]:
        """What forward is given, with these in place of its tensors."""
        leaves = [next(tensors) if isinstance(leaf, torch.Tensor) else leaf for leaf in self._leaves]
        self._given.arguments = pytree.tree_unflatten(leaves, self._shape)
        return self._given.args, self._given.kwargs


def _key(part: object) -> str:
    """An entry of the path to a leaf: a key of a dict, a place in a list, or the name of a field."""
    return str(next(getattr(part, kind) for kind in ("key", "idx", "name") if hasattr(part, kind)))


@contextlib.contextmanager
def _taking_tensors(model: torch.nn.Module, call: _Call) -> Iterator[None]:
    """Has forward take the tensors of `call` alone: a trace takes nothing else."""
    forward, own = model.forward, "forward" in vars(model)

    def taking_tensors(*args: typing.Any, **kwargs: typing.Any) -> typing.Any:
        by_name = (kwargs[name] for name in call.tensors if name in kwargs)
        args, kwargs = call.arguments(iter([*args, *by_name]))
        return forward(*args, **kwargs)

    signature = inspect.Signature(  # of which the tracer takes the names
        [inspect.Parameter(name, inspect.Parameter.POSITIONAL_OR_KEYWORD) for name in call.tensors])
    setattr(taking_tensors, "__signature__", signature)
    model.forward = taking_tensors
    try:
        yield
    finally:
        if own:
            model.forward = forward
        else:
            del model.forward


@contextlib.contextmanager
def _giving_tensors(model: torch.nn.Module) -> Iterator[list[torch.Tensor]]:
    """Has the model give the tensors of its output alone, in their order: a trace knows neither classes nor None. They
    are put into the list too."""
    given: list[torch.Tensor] = []

    def tensors_of(_model: torch.nn.Module, _args: Placed, output: typing.Any) -> typing.Any:
        tensors = tuple(leaf for leaf in pytree.tree_leaves(output) if isinstance(leaf, torch.Tensor))
        given[:] = [tensor.detach() for tensor in tensors]
        return tensors[0] if len(tensors) == 1 else tensors

    hook = model.register_forward_hook(tensors_of)
    try:
        yield given
    finally:
        hook.remove()
