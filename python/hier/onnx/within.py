"""In which module a node without weights must have run.

A module that is called once runs from its first operation to its last without a break. So what depends on one of its
operations and is needed by another ran inside it, whatever its name says.
"""
from collections.abc import Iterator

from .graphs import Graph, Node, Value
from .names import is_below
from .weights import prefixes


class Enclosing:
    """The modules whose place in a graph's dataflow is known."""

    def __init__(self, graph: Graph, anchors: dict[int, str], uses: dict[str, int], running: set[str]):
        """`anchors` are the modules of the nodes whose weights tell it, by index; `uses` says how often each module's
        weights are read; `running` are the modules that were called, which containers such as a ModuleList are not."""
        self.known: set[str] = set()
        self._graph, self._anchors = graph, anchors
        self._module: dict[int, str] = {}
        self._before = [[value.giver.index for value in _flat(node) if value.giver is not None] for node in graph.nodes]
        members: dict[str, list[int]] = {}
        for index, owner in anchors.items():
            for module in prefixes(owner):
                members.setdefault(module, []).append(index)
        once: dict[str, int] = {}
        for owner, count in uses.items():
            for module in prefixes(owner):
                once[module] = min(once.get(module, count), count)
        # From the outside in, so that what is innermost stays.
        for module in sorted(members, key=lambda path: (path.count(".") + bool(path), path)):
            if module in running and once.get(module) == 1:
                self._enclose(module, sorted(members[module]))

    def module(self, node: Node) -> str | None:
        """The innermost module in which `node` must have run, None if nothing tells it."""
        return self._module.get(node.index)

    def _enclose(self, module: str, members: list[int]) -> None:
        first, last = members[0], members[-1]
        inside = set(members)
        fed = set(members)  # what depends on the module's operations
        for index in range(first, last + 1):
            if index not in fed and any(before in fed for before in self._before[index]):
                fed.add(index)
        needed: set[int] = set()
        for index in range(last, first - 1, -1):  # what they depend on
            if index in inside or index in needed:
                needed.update(before for before in self._before[index] if before in fed)
        hull = inside | (needed & fed)
        if any(index in self._anchors and self._anchors[index] != module and not is_below(self._anchors[index], module)
               for index in hull):
            return  # another module runs in between: this one has no one place
        self.known.add(module)
        for index in hull:
            self._module[index] = module


def _flat(node: Node) -> Iterator[Value]:
    """The values that the node depends on, with those that enter a body through its inputs."""
    for value in node.sources():
        yield value
        yield from value.fed_by
