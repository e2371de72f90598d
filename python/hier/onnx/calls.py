"""The calls that an export has recorded, as a tree, and the place of a node in it.

A call is one run of a module: its path, how many calls of that module came before it, and the call that made it. A
node that one call made has that call's tag; one that several calls share has the tag of the nearest call that made
them all, and the paths of their modules beside it.
"""
from __future__ import annotations

import dataclasses
import pathlib
from collections.abc import Iterable

from .._inputs import policy_argument
from .._native import need_torch


@dataclasses.dataclass(frozen=True, eq=False)
class Call:
    """One call of the module at `path`; the root's has no parent. Each call is an object of its own."""

    path: str
    index: int  # how many calls of this module came before
    tag: str
    parent: Call | None = None

    def stack(self) -> list[Call]:
        """The calls that were running, from the root's to this one."""
        above = self.parent.stack() if self.parent else []
        return [*above, self]


class CallTree:
    """All calls of one run, in the order in which they were made."""

    def __init__(self, classes: dict[str, str], policy: str | pathlib.Path | None):
        """`classes` are `package.module.Class` by the paths of modules. `policy` is one of hier.tag's. Raises HierError
        if it is none, or its file cannot be read."""
        self._classes, root_class = classes, classes.get("", "")
        need_torch()
        from .. import _hier
        self._level = _hier.levels_of(policy_argument(policy), root_class)
        self._made: dict[str, list[Call]] = {}
        self._by_key: dict[tuple[Call, str, object], Call] = {}
        self.root = Call("", 0, f"/{root_class.rpartition('.')[2]}")

    def enter(self, parent: Call, path: str, key: object = None, at_least: int = 0) -> Call:
        """The call of `path` that `parent` makes: the one made before under the same `key`, or else a new one, whose
        index is not less than `at_least`."""
        if key is not None and (parent, path, key) in self._by_key:
            return self._by_key[parent, path, key]
        made = self._made.setdefault(path, [])
        level = self._level(self._classes.get(path, ""), path)
        index = max(made[-1].index + 1 if made else 0, at_least)
        made.append(Call(path, index, f"{parent.tag}/{level}" if level else parent.tag, parent))
        self._by_key[parent, path, key] = made[-1]
        return made[-1]

    def of_module(self, path: str) -> list[Call]:
        """The calls of the module at `path`, in order."""
        return [self.root] if path == "" else self._made.get(path, [])


@dataclasses.dataclass(frozen=True)
class Place:
    """Where a node belongs: to a call, and beside it, if it serves several, to the modules of those."""

    call: Call
    origins: tuple[str, ...] = ()


def place_of(calls: Iterable[Call]) -> Place:
    """The place of a node that serves `calls`, of which there must be one or more. Of several calls of one module it is
    the first, which has run it."""
    calls = list(dict.fromkeys(calls))
    paths = tuple(dict.fromkeys(call.path for call in calls))
    if len(paths) == 1:
        return Place(min(calls, key=lambda call: call.index))
    return Place(nearest_ancestor(calls), paths)


def nearest_ancestor(calls: list[Call]) -> Call:
    """The innermost call that ran during all of `calls`."""
    shared = calls[0].stack()
    for call in calls[1:]:
        stack = call.stack()
        length = next((at for at, (one, other) in enumerate(zip(shared, stack)) if one is not other),
                      min(len(shared), len(stack)))
        shared = shared[:length]
    return shared[-1]
