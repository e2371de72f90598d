"""Hier's inlined graph of a module, and the calls that its nodes belong to."""
from __future__ import annotations

import dataclasses
import pathlib

import torch

from .._hierarchy import Call as KnownCall, hierarchy
from .._inputs import graph_argument
from .._pipeline import run
from .calls import Call, CallTree, nearest_ancestor

# What is merged here keeps the origins of all; torch's exporter would merge it too, and keep those of one.
PASSES = "inline-calls,tag-hierarchy{attributes=path,call,origins},torch-cse"


@dataclasses.dataclass
class Inlined:
    """The graph of a module's forward without calls, whose nodes have Hier's attributes, and the tree of its calls."""

    graph: torch._C.Graph
    tree: CallTree
    _call_of: dict[tuple[str, int], Call]  # by Hier's path and index
    _first_name: dict[str, str]

    def calls_of(self, node: torch._C.Node) -> tuple[Call, ...]:
        """The calls that a node of the graph serves; the root's for one without attributes."""
        if not node.hasAttribute("hierarchy_path"):
            return (self.tree.root,)
        index = node.i("hierarchy_call") if node.hasAttribute("hierarchy_call") else 0
        own = self._call_of.get((node.s("hierarchy_path"), index), self.tree.root)
        if not node.hasAttribute("hierarchy_origins"):
            return (own,)
        origins = (self._first_name.get(path, path) for path in node.ss("hierarchy_origins"))
        served = [call for origin in origins for call in self.tree.of_module(origin) if own in call.stack()]
        whole = served if served and nearest_ancestor(served) is own else [own, *served]
        return tuple(dict.fromkeys(whole))


def inline(script: torch.jit.ScriptModule, policy: str | pathlib.Path | None,
           first_name: dict[str, str]) -> Inlined:
    """Inlines a copy of `script`'s forward. `first_name` has the first name of modules that go by others too.

    Raises HierError if there is no forward, or its calls are recursive or too many.
    """
    graph, known = graph_argument(run(script, PASSES).graph), hierarchy(script)
    classes = {module.path: module.qualified_name for module in known.modules if module.class_name}
    tree = CallTree(classes, policy)
    return Inlined(graph, tree, _entered(tree, known.calls, first_name), first_name)


def _entered(tree: CallTree, known: tuple[KnownCall, ...], first_name: dict[str, str]) -> dict[tuple[str, int], Call]:
    """The calls of `tree` that Hier knows of, by Hier's path and index.

    The tracer may leave a node, such as an aten::Int of a size, in the graph of a module that ran before its own: a
    call is known there by the node's scope, and once more where it is made, which comes last and tells who makes it.
    """
    made: dict[tuple[str, int], KnownCall] = {}
    for call in known:
        made.pop((call.path, call.index), None)
        made[call.path, call.index] = call
    entered = {(known[0].path, known[0].index): tree.root}

    def enter(call: KnownCall) -> Call:
        key = call.path, call.index
        if key not in entered:
            parent = known[made[key].parent]
            entered[key] = tree.enter(enter(parent), first_name.get(call.path, call.path), at_least=call.index)
        return entered[key]

    for call in made.values():
        enter(call)
    return entered
