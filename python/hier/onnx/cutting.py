"""Cuts a set of nodes out of a graph, with all that they need: what enters and what leaves them is the boundary.

Weights, constants and what is computed from them alone come along, wherever they stand. So does a node between two of
the set, which has to run between them, and arithmetic on shapes of values that enter or are given inside: torch
computes a size once and uses it in several modules. A node that serves the module and others comes along if it is
needed, but nothing that lies between it and the module does.
"""
import dataclasses

import onnx

from .graphs import Node, Scope, Value, is_constant
from .valuetypes import ValueTypes

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


def cut(members: list[Node], types: ValueTypes, shared: dict[int, set[int]]) -> Cut:
    """The closed part of a graph around `members`, which stand in one scope.

    shared: the nodes that serve the module and others, with their readers in these, which no value leaves for.
    """
    return _Cutter(members, types, shared).cut()


class _Cutter:
    def __init__(self, members: list[Node], types: ValueTypes, shared: dict[int, set[int]]):
        self.types = types
        self.shared = shared
        self.scope: Scope = members[0].scope
        self.members = members
        self._reads: dict[int, list[Value]] = {}
        self.inside = {id(node): node for node in members}
        self.replaced: dict[int, Node] = {}  # nodes outside that others inside do the work of

    def cut(self) -> Cut:
        moving = [node for node in self.members if not node.constant]
        self._close(moving or self.members)
        between = len(self.inside.keys() - self.shared.keys() - {id(node) for node in self.members})
        self._fetch_shared()
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

    def _fetch_shared(self) -> None:
        """Brings in the nodes that serve the module among others: none depends on a member, or it would lie between."""
        pending = self._entering()
        while pending:
            node = pending.pop().giver
            if node is not None and id(node) in self.shared and id(node) not in self.inside:
                self.inside[id(node)] = node
                pending += self.reads(node)

    def _entering(self) -> list[Value]:
        """The values that come from outside and are not constant."""
        found: dict[int, Value] = {}
        for node in self.inside.values():
            for value in self.reads(node):
                if not is_constant(value) and not self._is_inside(value.giver):
                    found[id(value)] = value
        return list(found.values())

    def _is_inside(self, node: Node | None) -> bool:
        return node is not None and (id(node) in self.inside or id(node) in self.replaced)

    def _fetch_shapes(self) -> None:
        """Brings in the arithmetic on shapes whose sources are known inside anyway."""
        entering = self._entering()
        chains = {id(value): chain for value in entering if (chain := self._shape_chain(value)) is not None}
        known = [value for value in entering if id(value) not in chains]
        for chain in chains.values():
            found = [self.replaced.get(id(node)) or self._with_known_source(node, known) for node in chain]
            nodes = [node for node in found if node is not None]
            if len(nodes) == len(chain):
                self.inside |= {id(node): node for node in nodes}
                self.replaced |= {id(old): new for old, new in zip(chain, nodes)}

    def _with_known_source(self, node: Node, known: list[Value]) -> Node | None:
        """The node of such arithmetic; if it takes one size of a value that does not enter, one that takes the same
        size, by its name, of a value that does. None if there is none."""
        if node.op not in ("Shape", "Size"):
            return node
        source = node.inputs[0]
        if source is None or any(source is value for value in known):
            return node
        if source.giver is not None and id(source.giver) in self.inside:
            return node
        asked = {attribute.name: attribute.i for attribute in node.proto.attribute}
        if node.op == "Size" or asked.get("end", 0) - asked.get("start", 0) != 1:
            return None
        sizes = self.types.sizes(source)
        size = sizes[asked["start"]] if sizes and -len(sizes) <= asked["start"] < len(sizes) else None
        for value in known if isinstance(size, str) else ():
            there = self.types.sizes(value) or []
            if size in there:
                proto = onnx.helper.make_node("Shape", [value.name], list(node.proto.output), node.proto.name,
                                              start=there.index(size), end=there.index(size) + 1)
                proto.metadata_props.extend(node.proto.metadata_props)
                return dataclasses.replace(node, proto=proto, inputs=[value])
        return None

    def _shape_chain(self, value: Value) -> list[Node] | None:
        """The nodes outside that compute `value` from shapes alone; None if it is no such value."""
        nodes: dict[int, Node] = {}
        pending = [value]
        while pending:
            each = pending.pop()
            node = each.giver
            if is_constant(each) or (node is not None and (id(node) in nodes or id(node) in self.inside)):
                continue
            if node is None or node.op not in SHAPE_ARITHMETIC or node.proto.domain not in ("", "ai.onnx"):
                return None
            nodes[id(node)] = node
            if node.op not in ("Shape", "Size"):
                pending += self.reads(node)
        return list(nodes.values())

    def _fetch_constants(self) -> list[Value]:
        """Brings in what is constant and read inside; returns the weights."""
        weights: dict[int, Value] = {}
        pending = [value for node in self.inside.values() for value in self.reads(node)]
        while pending:
            value = pending.pop()
            if value.tensor is not None:
                weights[id(value)] = value
            elif value.giver is not None and value.giver.constant and not self._is_inside(value.giver):
                self.inside[id(value.giver)] = value.giver
                pending += self.reads(value.giver)
        return sorted(weights.values(), key=lambda value: value.name)

    def _leaving(self, nodes: list[Node]) -> list[Value]:
        """The values that are read outside; those that are constant, or sizes, only if there are no others."""
        given = [value for node in nodes for value in node.outputs if value.name and self._is_read_outside(value)]
        moving = [value for value in given if not is_constant(value)]
        moving = [value for value in moving if not self._is_shape(value)] or moving
        members = {id(node) for node in self.members}
        return moving or [value for value in given if id(value.giver) in members]

    def _is_shape(self, value: Value) -> bool:
        """Is the value computed from shapes alone, and no result of the whole model?"""
        if value.scope.holder is None and value.name in _results(value.scope):
            return False
        seen, pending = set(), [value]
        while pending:
            each = pending.pop()
            if is_constant(each) or id(each) in seen:
                continue
            seen.add(id(each))
            if each.giver is None or each.giver.op not in SHAPE_ARITHMETIC:
                return False
            if each.giver.op not in ("Shape", "Size"):
                pending += self.reads(each.giver)
        return True

    def _is_read_outside(self, value: Value) -> bool:
        if value.scope.holder is None and value.name in _results(value.scope):
            return True
        lent = self.shared.get(id(value.giver), ())
        return any(not self._is_within(reader) for reader, _ in value.readers if id(reader) not in lent)

    def _is_within(self, node: Node) -> bool:
        """Is the node inside, or in a body of one that is?"""
        around: Node | None = node
        while around is not None and not self._is_inside(around):
            around = around.scope.holder
        return around is not None


def _results(scope: Scope) -> set[str]:
    return {given if isinstance(given, str) else given.name for given in scope.proto.output}


def _place(value: Value) -> tuple[int, int]:
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
