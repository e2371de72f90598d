"""Compares modules that look alike, to find the names that an exporter has lost in one of them.

Two modules look alike if the same weights, with the same shapes, stand below both. If the reader of a weight names
the weight's owner in one and only a module around it in the other, the name was lost on the way; so were those of the
nodes around it that correspond to nodes of the first.
"""
from __future__ import annotations

import collections
from collections.abc import Iterator
from typing import TYPE_CHECKING

from .graphs import Node
from .names import ANCESTOR, EXACT
from .weights import Weights, prefixes

if TYPE_CHECKING:
    from .auditor import Verdict


class Twins:
    """Looks for names that one of two modules of the same form has lost."""

    def __init__(self, weights: Weights, verdict_of: dict[int, Verdict]) -> None:
        self._weights, self._verdict_of = weights, verdict_of
        self._below: dict[str, dict[tuple[str, str], list[Node]]] = collections.defaultdict(
            lambda: collections.defaultdict(list))
        self._seen: set[tuple[int, str]] = set()

    def judge(self) -> None:
        """Calls wrong what has lost its name."""
        lost = {weight.owner for weight, readers in self._weights.readers.items()
                if any(self._verdict_of[id(reader)].verdict == ANCESTOR for reader in readers)}
        if not lost:
            return
        affected = {module for owner in lost for module in prefixes(owner)}
        groups = [group for group in self._alike() if affected.intersection(group)]
        self._collect({module for group in groups for module in group})
        for group in groups:
            intact = [module for module in group if module not in affected][:1]
            for damaged in sorted(affected.intersection(group)):
                for whole in intact or [module for module in group if module != damaged][:4]:
                    self._compare(whole, damaged)

    def _collect(self, modules: set[str]) -> None:
        """Notes the readers of the weights below each module, by the weight's name there and what they do with it."""
        for weight, readers in self._weights.readers.items():
            for module in modules.intersection(prefixes(weight.owner)):
                for reader in readers:
                    self._below[module][weight.name[len(module):], reader.op].append(reader)

    def _alike(self) -> list[list[str]]:
        """The modules with the same weights below them, some of them in modules inside."""
        below = collections.defaultdict(list)
        for weight in self._weights.named.values():
            dims = tuple(weight.tensor.dims) if weight.tensor is not None else ()
            for module in prefixes(weight.owner):
                below[module].append((weight.name[len(module) + 1 if module else 0:], weight.owner == module, dims))
        groups = collections.defaultdict(list)
        for module, found in below.items():
            if module and not all(direct for _, direct, _ in found):
                groups[tuple(sorted((name, dims) for name, _, dims in found))].append(module)
        return [sorted(group) for group in groups.values() if len(group) > 1]

    def _compare(self, whole: str, damaged: str) -> None:
        readers = self._below[whole]
        pairs: collections.deque[tuple[Node, Node]] = collections.deque()
        for key, nodes in self._below[damaged].items():
            models = readers.get(key, [])
            pairs += [(model, node) for model, node in zip(models, nodes) if len(models) == len(nodes)]
        if not any(self._loses(model, node) for model, node in pairs):
            return
        while pairs:
            model, node = pairs.popleft()
            if (id(node), whole) in self._seen or model.op != node.op or model is node:
                continue
            self._seen.add((id(node), whole))
            if self._compare_nodes(model, node, whole, damaged):
                pairs += _neighbours(model, node)

    def _loses(self, model: Node, node: Node) -> bool:
        return self._verdict_of[id(model)].verdict == EXACT and self._verdict_of[id(node)].verdict == ANCESTOR

    def _compare_nodes(self, model: Node, node: Node, whole: str, damaged: str) -> bool:
        """Judges `node` by `model`; says whether both are inside their modules, so that their neighbours may be too."""
        first, second = self._verdict_of[id(model)], self._verdict_of[id(node)]
        if first.name is None or second.name is None:
            return first.name is second.name
        parts = first.name.rest(whole)
        if parts is None:
            return False
        expected = ".".join([damaged, *parts])
        lost = second.name.against(expected) == ANCESTOR
        by_weight = second.evidence in ("weight", "bias")
        if lost and (self._loses(model, node) or not by_weight):
            second.verdict = "wrong"
            if not by_weight:
                second.expected, second.evidence = expected, "counterpart"
                second.witness = model.proto.name or model.proto.output[0]
        return lost or second.name.against(expected) == EXACT


def _neighbours(model: Node, node: Node) -> Iterator[tuple[Node, Node]]:
    """The pairs of nodes that give to, or read from, the two in the same way."""
    for first, second in zip(model.inputs, node.inputs):
        if first is not None and second is not None and first.giver and second.giver and not first.giver.constant:
            yield first.giver, second.giver
    for first, second in zip(model.outputs, node.outputs):
        readers = collections.defaultdict(list)
        for reader, number in second.readers:
            readers[reader.op, number].append(reader)
        matching = collections.defaultdict(list)
        for reader, number in first.readers:
            matching[reader.op, number].append(reader)
        for key, found in matching.items():
            if len(found) == len(readers[key]):
                yield from zip(found, readers[key])
