"""Hier's inlined graph of a module, and the calls that its nodes belong to."""
from __future__ import annotations

import dataclasses

import torch

from ..errors import HierError
from .calls import Call, CallTree, nearest_ancestor
from .policy import policy_of

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
        path = node.s("hierarchy_path")
        own = self._call_of.get((path, node.i("hierarchy_call") if node.hasAttribute("hierarchy_call") else 0), self.tree.root)
        if not node.hasAttribute("hierarchy_origins"):
            return (own,)
        origins = (self._first_name.get(path, path) for path in node.ss("hierarchy_origins"))
        served = [call for origin in origins for call in self.tree.of_module(origin) if own in call.stack()]
        return tuple(dict.fromkeys(served)) if served and nearest_ancestor(served) is own else (own, *dict.fromkeys(served))


def inline(script: torch.jit.ScriptModule, policy, first_name: dict[str, str]) -> Inlined:
    """Inlines a copy of `script`'s forward. `first_name` has the first name of modules that go by others too.

    Raises HierError if there is no forward, or its calls are recursive or too many.
    """
    try:
        from .. import _hier
    except ImportError as error:
        raise HierError(f"the TorchScript exporter needs the built module hier._hier: {error}") from None
    if not script._c._has_method("forward"):
        raise HierError("the module has no method 'forward'")
    graph = _hier.run_module(script._c, PASSES, "forward").graph
    known = _hier.hierarchy_of_module(script._c, None, "forward")[0]
    classes = {path: f"{definition}.{name}" for path, name, definition, _ in known["modules"] if name}
    tree = CallTree(lambda path: classes.get(path, ""), policy_of(policy, classes.get("", "")))
    calls: list[Call] = []
    for parent, path, _, index, _ in known["calls"]:
        name = first_name.get(path, path)
        calls.append(tree.root if not calls else tree.enter(calls[parent], name, key=len(calls), at_least=index))
    return Inlined(graph, tree, {(path, index): call for call, (_, path, _, index, _) in zip(calls, known["calls"])},
                   first_name)
