"""Export by torch.export and torch's translation of its graphs (`dynamo=True`), with the calls that torch knows of.

torch records in each FX node which modules were running, `nn_module_stack`, and in its keys how many calls of each came
before; what gets into the file is the modules alone, and inside the body of a torch.cond nothing. So the exporter is
watched while it runs: each ONNX node is marked with the FX node that it is made for, marks of nodes that are merged
are united, and torch is told to keep the stacks when it traces bodies. Afterwards the FX graphs are read in order,
bodies where they are called, and each mark becomes a call.
"""
from __future__ import annotations

import collections
import contextlib
import pathlib
from collections.abc import Callable, Iterator
from typing import Any
from unittest import mock

import onnx
import torch

from ..errors import HierError, kind_and_first_line
from . import modules, noise, placing
from .calls import Call, CallTree

CAPTURE_ROOT = "_export_root"  # what dynamo calls the module that it captures, within a stack


class Dynamo:
    """One export; `run` makes the file, then `recorded` tells of each node in it what the exporter knew."""

    def __init__(self, model: torch.nn.Module | torch.export.ExportedProgram, args: tuple[Any, ...],
                 kwargs: dict[str, Any], policy: str | pathlib.Path | None, options: dict[str, Any]) -> None:
        self._model, self._args, self._kwargs = model, args, kwargs
        self._policy, self._options = policy, options
        self._marks: dict[torch.fx.Node, str] = {}
        self._calls: dict[str, Call] = {}  # by mark
        self._call_of_value: dict[str, Call] = {}

    def run(self, file: str) -> CallTree:
        """Writes the model that torch makes to `file`. Raises HierError if torch makes none."""
        with self._watched(), noise.quiet():
            try:
                program = torch.onnx.export(self._model, self._args, file, kwargs=self._kwargs, dynamo=True,
                                            **{"verbose": False} | self._options)
            except Exception as error:
                raise HierError("torch.onnx.export(dynamo=True) cannot export the model: "
                                f"{first_cause(error)}") from error
        if program is None or program.exported_program is None:
            raise HierError(f"the exporter of torch {torch.__version__} does not give back what it has captured")
        reader = _Reader(self._model, program.exported_program, self._policy)
        self._calls = {mark: reader.calls[node] for node, mark in self._marks.items() if node in reader.calls}
        self._call_of_value = reader.calls_by_name()
        return reader.tree

    def recorded(self, node: onnx.NodeProto) -> list[Call]:
        """The calls that made a node, or the value that it makes now; none for one that torch has no record of."""
        marks = [entry.key for entry in node.metadata_props if entry.key.startswith(placing.MARK)]
        calls = [self._calls[mark] for mark in marks if mark in self._calls]
        calls = calls or [self._call_of_value[name] for name in node.output if name in self._call_of_value]
        return list(dict.fromkeys(calls))

    def rename(self, model: onnx.ModelProto) -> None:
        """Leaves the names as they are: the exporter has given them."""

    @contextlib.contextmanager
    def _watched(self) -> Iterator[None]:
        try:
            from onnx_ir.passes.common import common_subexpression_elimination as cse
            from torch.onnx._internal.exporter import _core

            set_metadata: Callable[..., None] = _core._set_node_metadata
            merge: Callable[..., Any] = cse._remove_node_and_replace_values
            capture: Callable[..., torch.export.ExportedProgram] = torch.export.export
        except (ImportError, AttributeError) as error:
            raise HierError(f"the exporter of torch {torch.__version__} cannot be watched: {error}") from None

        def mark(fx_node: torch.fx.Node, ir_node: Any) -> None:
            set_metadata(fx_node, ir_node)
            ir_node.metadata_props[self._marks.setdefault(fx_node, f"{placing.MARK}{len(self._marks)}")] = "1"

        def unite(graph: Any, /, remove_node: Any, remove_values: Any, new_values: Any) -> Any:
            if kept := new_values[0].producer():
                gone = remove_node.metadata_props.items()
                kept.metadata_props.update({key: value for key, value in gone if key.startswith(placing.MARK)})
            return merge(graph, remove_node=remove_node, remove_values=remove_values, new_values=new_values)

        def capture_with_stacks(*args: Any, **kwargs: Any) -> torch.export.ExportedProgram:
            with torch.fx.traceback.preserve_node_meta():
                return capture(*args, **kwargs)

        with (mock.patch.object(_core, "_set_node_metadata", mark),
              mock.patch.object(cse, "_remove_node_and_replace_values", unite),
              mock.patch.object(torch.export, "export", capture_with_stacks)):
            yield


class _Reader:
    """Reads the calls of all nodes off an exported program's graphs."""

    def __init__(self, model: torch.nn.Module | torch.export.ExportedProgram, program: torch.export.ExportedProgram,
                 policy: str | pathlib.Path | None) -> None:
        self.calls: dict[torch.fx.Node, Call] = {}
        self._modules = modules.Modules(model) if isinstance(model, torch.nn.Module) else None
        self._classes = dict(self._modules.classes) if self._modules else _classes(program)
        self.tree = CallTree(self._classes, policy)
        self._seen: collections.Counter[tuple[object, ...]] = collections.Counter()
        self._owners = {name: parameter.rpartition(".")[0] for name, parameter in _tensors(program.graph_signature)}
        self._outermost = program.graph_module.graph
        self._graph(program.graph_module, self.tree.root, {})

    def _graph(self, graph_module: torch.fx.GraphModule, within: Call, owners: dict[str, str]) -> None:
        """Reads one graph, run by `within`; `owners` tells whose weights its inputs are, where they are any."""
        for node in graph_module.graph.nodes:
            if node.op == "placeholder":
                continue
            self.calls[node] = self._call_of(node, within, owners)
            read = [given.target for given in node.all_input_nodes if given.op == "get_attr"]
            for body in (getattr(graph_module, name, None) for name in read):
                if isinstance(body, torch.fx.GraphModule):
                    self._graph(body, self.calls[node], self._owners_in(node, body, owners))

    def calls_by_name(self) -> dict[str, Call]:
        """The call of each FX node by its name, which is the name of its value in the file; names that are unique."""
        named: dict[str, list[Call]] = {}
        for node, call in self.calls.items():
            named.setdefault(node.name, []).append(call)
        return {name: calls[0] for name, calls in named.items() if len(calls) == 1}

    def _owners_in(self, node: torch.fx.Node, body: torch.fx.GraphModule, owners: dict[str, str]) -> dict[str, str]:
        """Whose weights the inputs of a body are: the operands are the last that the operation is given."""
        owners = owners or self._owners
        operands = [given for argument in node.args[1:] if isinstance(argument, (list, tuple)) for given in argument]
        inputs = [given.name for given in body.graph.nodes if given.op == "placeholder"]
        pairs = zip(reversed(inputs), reversed(operands))
        return {name: owners[given.name] for name, given in pairs
                if isinstance(given, torch.fx.Node) and given.name in owners}

    def _call_of(self, node: torch.fx.Node, within: Call, owners: dict[str, str]) -> Call:
        stack = node.meta.get("nn_module_stack", {}).items()
        frames = [(path, *_counted(key)) for key, (name, _) in stack if (path := self._path(key, name)) is not None]
        if not frames and owners:
            return self._by_weight(node, within, owners)
        body = None if node.graph is self._outermost else node.graph  # torch counts the calls in each from the same
        if frames and within is not self.tree.root:  # A body's stack may start anywhere above it, or below.
            inner = [at for at, (path, *_) in enumerate(frames) if path == within.path]
            frames, body = (frames[inner[-1] + 1:], body) if inner else (frames, None)
        call = self.tree.root if frames and frames[0][0] == "" else within
        for path, key, index in frames:
            if path:
                call = self.tree.enter(call, path, (body, key), index)
        return call

    def _by_weight(self, node: torch.fx.Node, call: Call, owners: dict[str, str]) -> Call:
        """The call of an operation in a body whose stack is lost: of the module whose weights it uses, as far as the
        classes are known. An operation that is there again with the same weights is of the next call."""
        weights = tuple(given.name for given in node.all_input_nodes if given.name in owners)
        paths = {owners[name] for name in weights}
        operation = (call, node.graph, node.target, weights)
        self._seen[operation] += 1
        parts = paths.pop().split(".") if len(paths) == 1 else []
        for path in (".".join(parts[:end]) for end in range(1, len(parts) + 1)):
            if path in self._classes and not f"{call.path}.".startswith(f"{path}."):
                call = self.tree.enter(call, path, (node.graph, self._seen[operation]))
        return call

    def _path(self, key: str, path: str) -> str | None:
        """The path that named_modules() has for an entry of a stack; None for one that is no module of the model."""
        if self._modules is None:
            return None if path.startswith("L[") else path
        name = key.rpartition("@")[0] or key
        if name.isdigit() and int(name) in self._modules.path_of:  # dynamo's keys are the id() of the module
            return self._modules.path_of[int(name)]
        return self._modules.first_name.get(path.removeprefix(CAPTURE_ROOT).removeprefix("."))


def _counted(key: str) -> tuple[str, int]:
    """The key itself, and how many calls it says came before."""
    number = key.rpartition("@")[2]
    return key, int(number) if "@" in key and number.isdigit() else 0


def _tensors(signature: torch.export.ExportGraphSignature) -> Iterator[tuple[str, str]]:
    for table in (signature.inputs_to_parameters, signature.inputs_to_buffers):
        yield from table.items()


def _classes(program: torch.export.ExportedProgram) -> dict[str, str]:
    """The classes of the modules of an exported program, by the stacks of its nodes."""
    graphs = [module.graph for module in program.graph_module.modules() if isinstance(module, torch.fx.GraphModule)]
    stacks = (node.meta.get("nn_module_stack", {}) for graph in graphs for node in graph.nodes)
    entries = (entry for stack in stacks for entry in stack.values())
    return {path: name if isinstance(name, str) else modules.class_name(name) for path, name in entries}


# --- Errors ------------------------------------------------------------------------------------------------


def first_cause(error: BaseException) -> str:
    """The first line of what went wrong at the bottom of a chain of errors."""
    while error.__cause__ is not None:
        error = error.__cause__
    return kind_and_first_line(error)
