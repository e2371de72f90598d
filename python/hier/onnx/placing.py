"""Gives every node of an ONNX model its place, those too that an exporter or an optimizer made from others.

What an exporter recorded comes first. A node without a record takes its place from the nodes it came with: those that
made the value it stands for, else those that use its outputs, else those that make its inputs, else the node or the
function calls that it stands within. A constant that exporters share among modules belongs to all of its users.
"""
from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator

import onnx

from .calls import Call, Place, nearest_ancestor, place_of
from .graphs import Key, Protos

MARK = "hier.made_by."  # what exporters' nodes carry until they are placed


class Placing:
    """The places of the nodes of one model; what is not known of a node is found out from the others."""

    def __init__(self, model: onnx.ModelProto, recorded: Callable[[onnx.NodeProto], list[Call]], root: Call):
        self._model, self._recorded, self._root = model, recorded, root
        self._calls: dict[int, list[Call]] = {}  # by id() of the node
        self.found_out = 0  # how many nodes had no record

    def run(self) -> dict[int, Place]:
        """The place of each node, by its id()."""
        self._body(self._model.graph, [self._root])
        for function, callers in self._functions():
            self._body(function, [call for node in callers for call in self._calls[id(node)]] or [self._root])
        return {node: place_of(calls) for node, calls in self._calls.items()}

    def _functions(self) -> Iterator[tuple[onnx.FunctionProto, list[onnx.NodeProto]]]:
        """Each function after those that call it, with the nodes that do."""
        functions = {(each.domain, each.name, each.overload): each for each in self._model.functions}
        sites: dict[Key, list[onnx.NodeProto]] = {key: [] for key in functions}
        callees: dict[Key | None, dict[Key, None]] = {None: {}}
        bodies: list[tuple[Key | None, Protos]] = [(None, self._model.graph), *functions.items()]
        for key, body in bodies:
            for node in all_nodes(body):
                called = (node.domain, node.op_type, node.overload)
                if called in functions:
                    sites[called].append(node)
                    callees.setdefault(key, {})[called] = None
        called_first = [each for each in _post_order(callees) if each is not None]
        reached = set(called_first)
        unused = [each for each in functions if each not in reached]
        for each in [*reversed(called_first), *unused]:
            yield functions[each], [node for node in sites[each] if id(node) in self._calls]

    def _body(self, body: Protos, within: list[Call]) -> None:
        nodes = list(all_nodes(body))
        for node in nodes:
            if calls := self._recorded(node):
                self._calls[id(node)] = calls
            else:
                self.found_out += 1
        makers, users = _makers(nodes), _users(nodes)
        self._from_neighbours(reversed(nodes), lambda node: _nodes_of(node.output, users))
        self._from_neighbours(nodes, lambda node: _nodes_of(node.input, makers))
        self._from_neighbours(reversed(nodes), lambda node: _nodes_of(node.output, users))
        for outer, inner in _nested(body):
            self._calls.setdefault(id(inner), within if outer is None else self._calls[id(outer)])
        for node in nodes:
            if node.op_type == "Constant" and node.domain == "":
                self._place_constant(node, _nodes_of(node.output, users))

    def _from_neighbours(self, nodes: Iterable[onnx.NodeProto],
                         neighbours: Callable[[onnx.NodeProto], list[onnx.NodeProto]]) -> None:
        for node in nodes:
            if id(node) in self._calls:
                continue
            calls = [call for other in neighbours(node) for call in self._calls.get(id(other), ())]
            if calls:
                self._calls[id(node)] = list(dict.fromkeys(calls))

    def _place_constant(self, node: onnx.NodeProto, users: list[onnx.NodeProto]) -> None:
        """A constant keeps its record if that says who made it; if exporters have shared it, its users own it."""
        using = list(dict.fromkeys(call for user in users for call in self._calls[id(user)]))
        if not using or using == self._calls[id(node)]:
            return
        made_by = nearest_ancestor(self._calls[id(node)])
        if len(using) > 1 or made_by not in nearest_ancestor(using).stack():
            self._calls[id(node)] = using


def write(model: onnx.ModelProto, places: dict[int, Place], prefix: str) -> None:
    """Writes the places into the nodes' metadata_props, in place of what stands there under the same keys."""
    keys = [prefix + name for name in ("tag", "path", "call", "origins")]
    for node in nodes_of_model(model):
        place = places[id(node)]
        values = (place.call.tag, place.call.path, str(place.call.index) if place.call.index else None,
                  json.dumps(place.origins, ensure_ascii=False) if place.origins else None)
        kept = [entry for entry in node.metadata_props if entry.key not in keys and not entry.key.startswith(MARK)]
        made = zip(keys, values)
        kept += [onnx.StringStringEntryProto(key=key, value=value) for key, value in made if value is not None]
        unique = {entry.key: entry for entry in kept}
        del node.metadata_props[:]
        node.metadata_props.extend(unique.values())


# --- Walking a model -------------------------------------------------------------------------------------------------


def nodes_of_model(model: onnx.ModelProto) -> Iterator[onnx.NodeProto]:
    """Every node of the graph, of its subgraphs, and of the local functions."""
    for body in (model.graph, *model.functions):
        yield from all_nodes(body)


def all_nodes(body: Protos) -> Iterator[onnx.NodeProto]:
    """Every node of a graph or function, and after each those of its subgraphs."""
    for _, node in _nested(body):
        yield node


def _nested(body: Protos) -> Iterator[tuple[onnx.NodeProto | None, onnx.NodeProto]]:
    """(the node whose subgraph it is in or None, node) for every node, an outer one before those within it."""
    waiting: list[tuple[onnx.NodeProto | None, onnx.NodeProto]] = [(None, node) for node in reversed(body.node)]
    while waiting:
        outer, node = waiting.pop()
        yield outer, node
        graphs = [graph for attribute in node.attribute for graph in (attribute.g, *attribute.graphs)]
        waiting += [(node, inner) for graph in reversed(graphs) for inner in reversed(graph.node)]


def _makers(nodes: list[onnx.NodeProto]) -> dict[str, list[onnx.NodeProto]]:
    makers: dict[str, list[onnx.NodeProto]] = {}
    for node in nodes:
        for name in filter(None, node.output):
            makers.setdefault(name, []).append(node)
    return makers


def _users(nodes: list[onnx.NodeProto]) -> dict[str, list[onnx.NodeProto]]:
    """The nodes that read each value; what a subgraph gives back is read by the node that has the subgraph."""
    users: dict[str, list[onnx.NodeProto]] = {}
    for node in nodes:
        results = (output.name for attribute in node.attribute for graph in (attribute.g, *attribute.graphs)
                   for output in graph.output)
        for name in filter(None, (*node.input, *results)):
            users.setdefault(name, []).append(node)
    return users


def _nodes_of(names: Iterable[str], table: dict[str, list[onnx.NodeProto]]) -> list[onnx.NodeProto]:
    return [node for name in names for node in table.get(name, ())]


def _post_order(callees: dict[Key | None, dict[Key, None]]) -> list[Key | None]:
    """Each key that can be reached from None, the main graph's, after all that it calls."""
    order: list[Key | None] = []
    waiting: list[tuple[Key | None, bool]] = [(None, False)]
    entered: set[Key | None] = set()
    while waiting:
        key, done = waiting.pop()
        if done:
            order.append(key)
        elif key not in entered:
            entered.add(key)
            waiting.append((key, True))
            waiting += [(callee, False) for callee in callees.get(key, ()) if callee not in entered]
    return order
