"""Cuts a set of nodes out of a graph, with all that they need: what enters and what leaves them is the boundary.

Weights, constants and what is computed from them alone come along, wherever they stand. So does a node between two of the
set, which has to run between them, and arithmetic on shapes of values that enter or are given inside: torch computes a size
once and uses it in several modules.
"""
import dataclasses

import onnx

from .graphs import Graph, Node, Scope, Value, is_constant

# What turns shapes into shapes.
SHAPE_ARITHMETIC = {
    "Shape", "Size", "Gather", "Slice", "Concat", "Unsqueeze", "Squeeze", "Cast", "Add", "Sub", "Mul", "Div", "Mod",
    "Floor", "Ceil", "Min", "Max", "Neg", "Reshape", "Identity", "Equal", "Where", "ConstantOfShape", "ReduceProd"}


@dataclasses.dataclass
class Cut:
    """A closed part of a graph."""

    nodes: list[Node]  # in an order in which they can run
    weights: list[Value]
    inputs: list[Value]
    outputs: list[Value]
    between: int  # how many nodes came along that the module's own nodes need and feed


def reads(node: Node) -> list[Value]:
    """The values that the node, or a body of it, takes from around it."""
    found = [value for value in node.inputs if value is not None]
    pending = list(node.bodies)
    inner: set[int] = set()
    while pending:
        body = pending.pop()
        inner.add(id(body))
        for each in body.nodes:
            found += [value for value in each.inputs if value is not None]
            pending += each.bodies
        found += [value for given in body.proto.output if (value := body.lookup(given.name)) is not None]
    return list({id(value): value for value in found if id(value.scope) not in inner}.values())


def cut(graph: Graph, members: list[Node]) -> Cut:
    """The closed part of `graph` around `members`, which stand in one scope."""
    return _Cutter(graph, members).cut()


class _Cutter:
    def __init__(self, graph: Graph, members: list[Node]):
        self.scope: Scope = members[0].scope
        self.members = members
        self._reads: dict[int, list[Value]] = {}
        self.inside = {id(node): node for node in members}

    def cut(self) -> Cut:
        moving = [node for node in self.members if not node.constant]
        self._close(moving or self.members)
        between = len(self.inside) - len(self.members)
        self._fetch_shapes()
        weights = self._fetch_constants()
        nodes = sorted(self.inside.values(), key=lambda node: node.index)
        entering = self._entering()
        outputs = self._leaving(nodes)
        return Cut(nodes, weights, sorted(entering, key=_place), outputs, between)

    def reads(self, node: Node) -> list[Value]:
        if id(node) not in self._reads:
            self._reads[id(node)] = reads(node)
        return self._reads[id(node)]

    def _close(self, members: list[Node]) -> None:
        """Adds the nodes that lie between two members."""
        first, last = members[0].index, members[-1].index
        span = [node for node in self.scope.nodes if first <= node.index <= last]
        ids = {id(node) for node in members}
        fed, needed = set(ids), set(ids)
        for node in span:
            if any(value.giver is not None and id(value.giver) in fed for value in self.reads(node)):
                fed.add(id(node))
        for node in reversed(span):
            if id(node) in needed and id(node) in fed:
                needed.update(id(value.giver) for value in self.reads(node) if value.giver is not None)
        self.inside |= {id(node): node for node in span if id(node) in fed and id(node) in needed}

    def _entering(self) -> list[Value]:
        """The values that come from outside and are not constant."""
        found: dict[int, Value] = {}
        for node in self.inside.values():
            for value in self.reads(node):
                if not is_constant(value) and (value.giver is None or id(value.giver) not in self.inside):
                    found[id(value)] = value
        return list(found.values())

    def _fetch_shapes(self) -> None:
        """Brings in the arithmetic on shapes whose sources are known inside anyway."""
        entering = self._entering()
        chains = {id(value): self._shape_chain(value) for value in entering}
        known = {id(value) for value in entering if chains[id(value)] is None}
        for value in entering:
            chain = chains[id(value)]
            if chain is None:
                continue
            nodes, sources = chain
            if all(id(source) in known or (source.giver is not None and id(source.giver) in self.inside)
                   for source in sources):
                self.inside |= {id(node): node for node in nodes}

    def _shape_chain(self, value: Value) -> tuple[list[Node], list[Value]] | None:
        """The nodes that compute `value` from shapes alone, and the values whose shapes they are; None if it is none."""
        nodes: dict[int, Node] = {}
        sources: dict[int, Value] = {}
        pending = [value]
        while pending:
            each = pending.pop()
            node = each.giver
            if is_constant(each) or (node is not None and (id(node) in nodes or id(node) in self.inside)):
                continue
            if node is None or node.op not in SHAPE_ARITHMETIC or node.proto.domain not in ("", "ai.onnx"):
                return None
            nodes[id(node)] = node
            if node.op in ("Shape", "Size"):
                sources[id(node.inputs[0])] = node.inputs[0]
            else:
                pending += self.reads(node)
        return (list(nodes.values()), list(sources.values())) if sources else None

    def _fetch_constants(self) -> list[Value]:
        """Brings in what is constant and read inside; returns the weights."""
        weights: dict[int, Value] = {}
        pending = [value for node in self.inside.values() for value in self.reads(node)]
        while pending:
            value = pending.pop()
            if value.tensor is not None:
                weights[id(value)] = value
            elif is_constant(value) and id(value.giver) not in self.inside:
                self.inside[id(value.giver)] = value.giver
                pending += self.reads(value.giver)
        return sorted(weights.values(), key=lambda value: value.name)

    def _leaving(self, nodes: list[Node]) -> list[Value]:
        """The values that are read outside; those that are constant only if there are no others."""
        given = [value for node in nodes for value in node.outputs if value.name and self._is_read_outside(value)]
        moving = [value for value in given if not is_constant(value)]
        members = {id(node) for node in self.members}
        return moving or [value for value in given if id(value.giver) in members]

    def _is_read_outside(self, value: Value) -> bool:
        if value.scope.holder is None and value.name in _results(value.scope):
            return True
        for reader, _ in value.readers:
            scope = reader.scope
            while scope is not None and id(reader) not in self.inside:
                reader, scope = scope.holder, scope.outer
                if reader is None:
                    return True
            if id(reader) not in self.inside:
                return True
        return False


def _results(scope: Scope) -> set[str]:
    return {given if isinstance(given, str) else given.name for given in scope.proto.output}


def _place(value: Value) -> tuple:
    """Where the value is given, for an order of the inputs: the graph's own first."""
    if value.giver is None:
        names = [given if isinstance(given, str) else given.name for given in value.scope.proto.input]
        return -1, names.index(value.name)
    return value.giver.index, value.giver.outputs.index(value)


def functions_used(nodes: list[onnx.NodeProto], model: onnx.ModelProto) -> list[onnx.FunctionProto]:
    """The local functions that `nodes` call, and those that these call."""
    by_key = {(function.domain, function.name, function.overload): function for function in model.functions}
    used, pending = {}, list(nodes)
    while pending:
        node = pending.pop()
        key = (node.domain, node.op_type, node.overload)
        if key in by_key and key not in used:
            used[key] = by_key[key]
            pending += by_key[key].node
        for attribute in node.attribute:
            for body in [attribute.g, *attribute.graphs]:
                pending += body.node
    return [function for key, function in by_key.items() if key in used]
