"""Export by torch's TorchScript exporter (`dynamo=False`), with the calls that Hier's inliner has followed.

A live model is traced here and its inputs are bound here. Hier inlines the calls before torch sees the graph: torch's
inliner for ONNX changes the callee while it does so, and further instances of a class lose what is within them. torch
carries a node's scope onto whatever it makes of that node, and names ONNX nodes by their scopes; so the scope of each
node becomes a mark, which stands for the calls that the node serves, and is read back off the names in the file, which
then get the names that torch would give.
"""
from __future__ import annotations

import contextlib
import pathlib
import re
from collections.abc import Callable, Iterator
from typing import Any
from unittest import mock

import onnx
import torch
from torch.onnx import TrainingMode

from .. import _tracing
from ..errors import HierError, kind_and_first_line
from . import inlining, lowering, modules, noise, placing
from .calls import Call, CallTree, place_of

MARKED = re.compile(r"/?hier@(\d+)/")
SCOPE = "Hier::hier@{}"


class TorchScript:
    """One export; `run` makes the file, then `recorded` tells of each node in it which calls made it."""

    def __init__(self, model: torch.nn.Module, args: tuple[Any, ...], kwargs: dict[str, Any],
                 policy: str | pathlib.Path | None, options: dict[str, Any]) -> None:
        self._model = model
        self._args, self._kwargs = _split(args, kwargs)
        self._policy, self._options = policy, options
        self._marks: dict[tuple[Call, ...], int] = {}
        self._calls_of_mark: list[tuple[Call, ...]] = []

    def run(self, file: str) -> CallTree:
        """Writes the model that torch makes to `file`. Raises HierError if torch makes none."""
        with _in_mode(self._model, self._options.get("training", TrainingMode.EVAL)), noise.quiet():
            if isinstance(self._model, torch.jit.ScriptModule):
                return self._run(file, self._model, {}, None)
            trace = _tracing.record(self._model, self._args, self._kwargs)
            self._args, self._kwargs = tuple(trace.inputs.values()), {}
            return self._run(file, trace.script, modules.Modules(self._model).first_name, trace.outputs)

    def _run(self, file: str, script: torch.jit.ScriptModule, first_name: dict[str, str],
             outputs: tuple[torch.Tensor, ...] | None) -> CallTree:
        inlined = inlining.inline(script, self._policy, first_name)
        self._mark(inlined)
        inputs = _Inputs(script, inlined.graph, self._args, self._kwargs)
        weights = lowering.lower(inlined.graph, script._c)
        self._export(script, inlined.graph, inputs, weights, outputs, file)
        return inlined.tree

    def _export(self, script: torch.jit.ScriptModule, graph: torch._C.Graph, inputs: _Inputs,
                weights: list[tuple[str, torch.Tensor]], outputs: tuple[torch.Tensor, ...] | None, file: str) -> None:
        try:
            from torch.onnx._internal.torchscript_exporter import utils

            counts: Callable[..., Any] = utils._get_param_count_list
            run_again: Callable[..., Any] = utils._get_example_outputs
            flatten: Callable[..., Any] = torch._C._jit_flatten
            utils._create_jit_graph
        except (ImportError, AttributeError) as error:
            raise HierError(f"the exporter of torch {torch.__version__} cannot be given a graph: {error}") from None
        params = [tensor for _, tensor in weights]

        def given_graph(*_: object) -> tuple[torch._C.Graph, list[torch.Tensor], None, None]:
            values = (*inputs.values, *params)
            flat, _structure = flatten(values)
            assign = torch._C._propagate_and_assign_input_shapes
            return assign(graph, tuple(flat), counts(graph, values), False, False), params, None, None

        def example_outputs(*given: Any) -> Any:  # a model that is traced has been run, which may change its buffers
            return run_again(*given) if outputs is None else outputs

        # torch prints the graph that it cannot convert, whatever it is told.
        log = torch._C._jit_onnx_log if self._options.get("verbose") else lambda *_: None
        with (mock.patch.object(utils, "_create_jit_graph", given_graph),
              mock.patch.object(utils, "_get_example_outputs", example_outputs),
              mock.patch.object(torch._C, "_jit_onnx_log", log)):
            try:
                torch.onnx.export(script, inputs.values, file, dynamo=False,
                                  **{"input_names": inputs.names} | self._options)
            except Exception as error:
                raise HierError("torch.onnx.export(dynamo=False) cannot export the model: "
                                f"{kind_and_first_line(error)}") from error

    def _mark(self, inlined: inlining.Inlined) -> None:
        """Gives each node of the graph the scope that stands for its calls."""
        nodes = list(lowering.nodes_of(inlined.graph))
        marks = [self._marks.setdefault(calls, len(self._marks)) for calls in map(inlined.calls_of, nodes)]
        self._calls_of_mark = list(self._marks)
        _trace, bearers = _bearers(len(self._marks))
        for node, mark in zip(nodes, marks):
            for name in [name for name in node.attributeNames() if name.startswith("hierarchy_")]:
                node.removeAttribute(name)  # the exporter's translations take no attributes that they do not know
            node.copyMetadata(bearers[mark])

    def recorded(self, node: onnx.NodeProto) -> list[Call]:
        """The calls that made a node; none for one that torch made without a scope."""
        marked = MARKED.match(node.name)
        return list(self._calls_of_mark[int(marked[1])]) if marked else []

    def rename(self, model: onnx.ModelProto) -> None:
        """Gives nodes and values whose names are marks those of their modules: `/encoder/layer.0/Add_output_0`."""
        scopes = [_scope_name(place_of(calls).call) for calls in self._marks]
        new: dict[str, str] = {}
        taken: set[str] = set()
        nodes = list(placing.nodes_of_model(model))
        for node in nodes:
            if marked := MARKED.match(node.name):
                kind = re.sub(r"_\d+$", "", node.name[marked.end():])
                name = _unique(f"{scopes[int(marked[1])]}/{kind}", taken)
                own = (value for value in node.output if value.startswith(f"{node.name}_"))
                new |= {value: name + value[len(node.name):] for value in own}
                node.name = name
        for value in (name for node in nodes for name in node.output):
            if (marked := MARKED.match(value)) and value not in new:
                new[value] = _unique(f"{scopes[int(marked[1])]}/{value[marked.end():]}", taken)
        _rename_values(model, new)


def _scope_name(call: Call) -> str:
    """The calls that run, each by the part of its module's path that its caller's has not."""
    names, above = "", ""
    for running in call.stack()[1:]:
        part = running.path.removeprefix(f"{above}.") if above else running.path
        names += f"/{part}" + (f"_{running.index}" if running.index and running is call else "")
        above = running.path
    return names


def _unique(name: str, taken: set[str]) -> str:
    number, chosen = 0, name
    while chosen in taken:
        number += 1
        chosen = f"{name}_{number}"
    taken.add(chosen)
    return chosen


def _rename_values(model: onnx.ModelProto, new: dict[str, str]) -> None:
    def rename(graph: onnx.GraphProto) -> None:
        for value in (*graph.input, *graph.output, *graph.value_info, *graph.initializer):
            value.name = new.get(value.name, value.name)
        for node in graph.node:
            node.input[:] = [new.get(name, name) for name in node.input]
            node.output[:] = [new.get(name, name) for name in node.output]
            for attribute in node.attribute:
                for inner in (*([attribute.g] if attribute.HasField("g") else []), *attribute.graphs):
                    rename(inner)

    rename(model.graph)


# --- What the exporter is given --------------------------------------------------------------------------------------


def _bearers(count: int) -> tuple[Any, list[torch._C.Node]]:
    """A trace and, of its nodes, one for each mark, in its scope: only the tracer lets Python say what scope a node
    has. The nodes live as long as the trace."""

    def run(x: torch.Tensor) -> torch.Tensor:
        state = torch._C._get_tracing_state()
        for mark in range(count):
            state.push_scope(SCOPE.format(mark))
            x = torch.neg(x)
            state.pop_scope()
        return x

    traced: Any = torch.jit.trace(run, (torch.ones(1),), check_trace=False)  # type: ignore[no-untyped-call]
    return traced, [node for node in traced.graph.nodes() if node.kind() == "aten::neg"]


class _Inputs:
    """The values for a graph's inputs, in order, and their names; those that get None or a default become constants."""

    def __init__(self, script: torch.jit.ScriptModule, graph: torch._C.Graph, args: tuple[Any, ...],
                 kwargs: dict[str, Any]) -> None:
        arguments = script._c._get_method("forward").schema.arguments[1:]
        given = dict(zip((argument.name for argument in arguments), args))
        _check(arguments, args, given, kwargs)
        given |= kwargs
        values: list[Any] = []
        names: list[str] = []
        for at, argument in reversed(list(enumerate(arguments, start=1))):
            if given.get(argument.name) is None:
                _make_constant(graph, at, argument.default_value)
            else:
                values.insert(0, given[argument.name])
                names.insert(0, argument.name)
        self.values = tuple(values)
        self.names = names if all(isinstance(value, torch.Tensor) for value in values) else None


def _check(arguments: list[Any], args: tuple[Any, ...], given: dict[str, Any], kwargs: dict[str, Any]) -> None:
    known = [argument.name for argument in arguments]
    if len(args) > len(known):
        raise HierError(f"forward takes {len(known)} inputs, and {len(args)} are given")
    for name in kwargs:
        if name not in known and kwargs[name] is not None:
            raise HierError(f"forward has no input '{name}': it has {', '.join(known)}")
        if name in given:
            raise HierError(f"forward gets '{name}' twice")
    for argument in arguments:
        value = kwargs.get(argument.name, given.get(argument.name))
        if value is None and not argument.has_default_value() and "Optional" not in str(argument.type):
            raise HierError(f"forward needs the input '{argument.name}'")


def _make_constant(graph: Any, at: int, value: Any) -> None:
    taken = list(graph.inputs())[at]
    constant = graph.insertConstant(value)
    constant.node().moveBefore(next(graph.nodes()))
    taken.replaceAllUsesWith(constant)
    graph.eraseInput(at)


def _split(args: tuple[Any, ...], kwargs: dict[str, Any]) -> tuple[tuple[Any, ...], dict[str, Any]]:
    """torch.onnx.export's way to give inputs by name: a dict that comes last."""
    last_is_kwargs = not kwargs and args and isinstance(args[-1], dict)
    return (args[:-1], args[-1]) if last_is_kwargs else (args, kwargs)


@contextlib.contextmanager
def _in_mode(model: torch.nn.Module, mode: TrainingMode) -> Iterator[None]:
    """Has a model in the mode in which torch.onnx.export does: eval, unless its option `training` says otherwise."""
    before = [(module, module.training) for module in model.modules() if hasattr(module, "training")]
    if mode in (TrainingMode.EVAL, TrainingMode.TRAINING) and hasattr(model, "training"):
        model.train(mode == TrainingMode.TRAINING)
    try:
        yield
    finally:
        for module, training in before:
            module.training = training
