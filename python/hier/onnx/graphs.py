"""An ONNX model as nodes and values, whatever graph they stand in.

Names in ONNX are looked up outwards, from the body of an `If` to the graph around it, and one name can mean two
things in two bodies. Here each value is an object, and each body's nodes stand in `Graph.nodes` before the node that
has the body, so that every value is given before it is read. A local function is a graph of its own.
"""
from __future__ import annotations

import dataclasses
from collections.abc import Iterator

import onnx

from ..errors import HierError

Protos = onnx.GraphProto | onnx.FunctionProto
Key = tuple[str, str, str]  # how a local function is known: its domain, its name, and which of those of that name


@dataclasses.dataclass(slots=True, eq=False)
class Value:
    """What a name means in one place."""

    name: str
    scope: Scope
    giver: Node | None = None  # the node that computes it
    tensor: onnx.TensorProto | None = None  # the weight that it is
    fed_by: list[Value] = dataclasses.field(default_factory=list)  # an input of a body: what may enter by it
    # (node, number of the input), -1 for a body of the node
    readers: list[tuple[Node, int]] = dataclasses.field(default_factory=list)


@dataclasses.dataclass(slots=True, eq=False)
class Node:
    """A node, with what its names mean."""

    proto: onnx.NodeProto
    scope: Scope
    index: int = -1  # in Graph.nodes
    inputs: list[Value | None] = dataclasses.field(default_factory=list)  # None for one that is left out
    outputs: list[Value] = dataclasses.field(default_factory=list)
    results: list[Value] = dataclasses.field(default_factory=list)  # of its bodies: the values that leave them
    bodies: list[Scope] = dataclasses.field(default_factory=list)  # the scopes of its bodies
    constant: bool = False  # is it a Constant, or computed from weights and constants alone?

    @property
    def op(self) -> str:
        return self.proto.op_type

    def sources(self) -> Iterator[Value]:
        """Every value that the node, or a body of it, hands on."""
        yield from (value for value in self.inputs if value is not None)
        yield from self.results

    def called(self) -> Key:
        """How the local function that the node may call is known."""
        return self.proto.domain, self.proto.op_type, self.proto.overload


@dataclasses.dataclass(slots=True, eq=False)
class Scope:
    """A graph or body, with the names that it gives."""

    proto: Protos
    outer: Scope | None
    holder: Node | None = None  # the node whose body this is
    label: str = ""  # the attribute that the body is
    values: dict[str, Value] = dataclasses.field(default_factory=dict)
    nodes: list[Node] = dataclasses.field(default_factory=list)

    def lookup(self, name: str) -> Value | None:
        scope: Scope | None = self
        while scope is not None:
            if name in scope.values:
                return scope.values[name]
            scope = scope.outer
        return None


class Graph:
    """The nodes of a graph and its bodies, in an order in which each value is given before it is read."""

    def __init__(self, proto: Protos):
        """Raises HierError for a value that nothing gives, or a name that is given twice."""
        self.nodes: list[Node] = []
        self.top = self._read(proto, None, None, "")

    def _read(self, proto: Protos, outer: Scope | None, holder: Node | None, label: str) -> Scope:
        scope = Scope(proto, outer, holder, label)
        _check_texts(proto.name, *_names_in(proto))
        for given in proto.input:
            name = given if isinstance(given, str) else given.name
            scope.values[name] = Value(name, scope=scope)
        for tensor in getattr(proto, "initializer", ()):
            scope.values[tensor.name] = Value(tensor.name, tensor=tensor, scope=scope)
        for tensor in getattr(proto, "sparse_initializer", ()):
            scope.values[tensor.values.name] = Value(tensor.values.name, tensor=tensor.values, scope=scope)
        for node in proto.node:
            self._add(node, scope)
        return scope

    def _add(self, proto: onnx.NodeProto, scope: Scope) -> None:
        _check_texts(proto.name, proto.op_type, proto.domain, proto.overload, *proto.input, *proto.output,
                     *(text for entry in proto.metadata_props for text in (entry.key, entry.value)),
                     *(attribute.name for attribute in proto.attribute))
        node = Node(proto, scope)
        node.inputs = [self._found(name, scope, node) if name else None for name in proto.input]
        for number, value in enumerate(node.inputs):
            if value is not None:
                value.readers.append((node, number))
        for attribute in proto.attribute:
            graphs = [attribute.g] if attribute.HasField("g") else attribute.graphs
            for number, body in enumerate(graphs):
                self._add_body(node, body, attribute.name if attribute.HasField("g") else f"{attribute.name}.{number}")
        node.constant = _computes_constant(node)
        for name in proto.output:
            if name and name in scope.values:
                raise HierError(f"{described(node)} gives '{name}', which is there already")
            value = Value(name, giver=node, scope=scope)
            node.outputs.append(value)
            if name:
                scope.values[name] = value
        node.index = len(self.nodes)
        self.nodes.append(node)
        scope.nodes.append(node)

    def _add_body(self, node: Node, body: onnx.GraphProto, label: str) -> None:
        inner = self._read(body, node.scope, node, label)
        node.bodies.append(inner)
        formals = [inner.values[given.name] for given in body.input]
        actual = node.inputs[-len(formals):] if node.op == "Scan" and formals else node.inputs
        for formal, value in zip(formals, actual):
            if value is not None and formal.tensor is None:
                formal.fed_by.append(value)
        for given in body.output:
            value = inner.lookup(given.name)
            if value is None:
                raise HierError(f"the body '{label}' of {described(node)} returns '{given.name}', which nothing gives")
            node.results.append(value)
            value.readers.append((node, -1))

    @staticmethod
    def _found(name: str, scope: Scope, node: Node) -> Value:
        value = scope.lookup(name)
        if value is None:
            raise HierError(f"{described(node)} reads '{name}', which nothing before it gives")
        return value


class Model:
    """A model's graph and local functions."""

    def __init__(self, proto: onnx.ModelProto):
        self.proto = proto
        self.main = Graph(proto.graph)
        for given in proto.graph.output:
            if given.name not in self.main.top.values:
                raise HierError(f"the model returns '{given.name}', which nothing gives")
        self.functions: dict[Key, Graph] = {}
        for function in proto.functions:
            self.functions[function.domain, function.name, function.overload] = Graph(function)
        if self.functions:
            self._bind()

    def graphs(self) -> list[Graph]:
        return [self.main, *self.functions.values()]

    def _bind(self) -> None:
        """Has the inputs of each function know what its callers give."""
        for graph in self.graphs():
            for node in graph.nodes:
                callee = self.functions.get(node.called())
                if callee is None or callee is graph:
                    continue
                for name, value in zip(callee.top.proto.input, node.inputs):
                    if value is not None:
                        callee.top.values[name].fed_by.append(value)


def is_constant(value: Value) -> bool:
    """Is the value a weight or computed from weights and constants alone?"""
    return value.tensor is not None or (value.giver is not None and value.giver.constant)


def _names_in(proto: Protos) -> Iterator[str]:
    yield from (given.name if isinstance(given, onnx.ValueInfoProto) else given
                for given in [*proto.input, *proto.output])
    yield from (info.name for info in proto.value_info)
    if isinstance(proto, onnx.GraphProto):
        yield from (tensor.name for tensor in proto.initializer)
        yield from (tensor.values.name for tensor in proto.sparse_initializer)


def _check_texts(*texts: object) -> None:
    """Raises HierError for what is no UTF-8, which protobuf hands out as bytes."""
    wrong = next((text for text in texts if isinstance(text, bytes)), None)
    if wrong is not None:
        raise HierError(f"a name is no text: {wrong[:40]!r}")


def _computes_constant(node: Node) -> bool:
    if not node.inputs or node.bodies or node.op.startswith("Random"):
        return node.op == "Constant"
    return all(value is None or is_constant(value) for value in node.inputs)


def described(node: Node) -> str:
    """The node as a message names it."""
    name = node.proto.name or next((name for name in node.proto.output if name), "")
    return f"{node.proto.op_type} '{name}'"
