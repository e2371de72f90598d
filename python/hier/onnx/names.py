"""What a file says about the module of each node, and how that compares with a module's path.

There are three ways to say it. torch's TorchScript exporter names a node
`/encoder/layer.0/attention/self/query/MatMul`: for each module that was running, the last parts of its path, to the
last one that is no number; then what kind of node it is. A repeated call adds `_1` to one of the names, and a
container that is never called, such as a ModuleDict, is left out. The dynamo exporter writes the paths of the running
modules as a Python list, and the name of the operation behind them. The `hierarchy_path` that Hier writes is the path
itself.
"""
from __future__ import annotations

import ast
import dataclasses
import functools
import json
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from typing import TypeVar

import onnx

from ..errors import HierError

TORCH_NAMES, NAME_SCOPES, HIERARCHY = "torch-names", "name-scopes", "hierarchy"
SOURCES = (HIERARCHY, NAME_SCOPES, TORCH_NAMES)  # in the order in which they are trusted
SCOPES_KEY = "pkg.torch.onnx.name_scopes"
REPEATED = re.compile(r"(.+)_\d+")

Path = tuple[str, ...]  # a module's path, or what a name says of it, part by part
HasModule = Callable[[str], bool]  # whether there is a module of that path

EXACT, ANCESTOR, INSIDE, APART = "exact", "ancestor", "inside", "apart"


#===----------------------------------------------------------------------===#
# Paths
#===----------------------------------------------------------------------===#


def is_below(path: str, other: str) -> bool:
    """Is `path` a module inside the module `other`?"""
    return path != other and (not other or path.startswith(other + "."))


def common(paths: Iterable[str]) -> str:
    """The innermost module that holds all of `paths`."""
    first, last = min(parts := [path.split(".") for path in paths]), max(parts)
    shared = 0
    while shared < min(len(first), len(last)) and first[shared] == last[shared]:
        shared += 1
    return ".".join(first[:shared])


#===----------------------------------------------------------------------===#
# What a node says
#===----------------------------------------------------------------------===#


@dataclasses.dataclass(frozen=True, slots=True)
class PathName:
    """A module's path."""

    path: str
    call: int = 0
    running: tuple[str, ...] = ()  # the paths of the modules around it, where the file says them
    origins: tuple[str, ...] = ()  # the paths of the modules that a node serves, if they are several

    def __str__(self) -> str:
        return self.path or "the root"

    def against(self, path: str) -> str:
        """EXACT, an ANCESTOR of `path`, INSIDE it, or APART from it."""
        if self.path == path or path in self.origins:
            return EXACT
        if is_below(path, self.path):
            return ANCESTOR
        return INSIDE if is_below(self.path, path) else APART

    def rest(self, path: str) -> Path | None:
        """The parts of the name behind those that say `path`; None if it does not say it."""
        if self.path == path:
            return ()
        return tuple(self.path[len(path) + 1 if path else 0:].split(".")) if is_below(self.path, path) else None

    def runs(self, path: str) -> bool:
        """Does the file say that the module `path` was running?"""
        return path in self.running or any(module == path or is_below(module, path)
                                           for module in (self.path, *self.origins))

    def shares(self, path: str) -> bool:
        """Does the node serve the module `path`, or one call of it, beside others?"""
        within = [module == path or is_below(module, path) for module in (self.path, *self.origins)]
        return any(within) and not all(within)

    def modules(self) -> tuple[str, ...]:
        """The modules that were running, as far as the file says it."""
        return *self.running, self.path


@dataclasses.dataclass(frozen=True, slots=True)
class ScopeName:
    """The last parts of the paths of the modules that were running."""

    parts: Path
    known: tuple[Path, ...] = ()  # for the first parts, as far as they are known: the path up to there, as a tuple
    elsewhere: tuple[str, ...] = ()  # the paths at which the last part may be, called by a module that it is not in

    def __str__(self) -> str:
        return "/".join(self.parts) or "the root"

    @property
    def call(self) -> int:
        """The number behind the last part, if it is no part of the module's name: which call of the module it is."""
        match = REPEATED.fullmatch(self.parts[-1]) if self.parts else None
        own = self.known[-1][-1] if self.parts and len(self.known) == len(self.parts) else None
        if not match or own == self.parts[-1].rpartition(".")[2]:
            return 0
        return int(match[0].rpartition("_")[2])

    @property
    def path(self) -> str:
        """The path, as far as it can be told."""
        return self.literal(len(self.parts))

    def literal(self, taken: int) -> str:
        """The path that the first `taken` parts say if nothing is left out."""
        known = self.known[:taken]
        path = list(known[-1]) if known else []
        for part in self.parts[len(known):taken]:
            path = _joined(path, part.split("."))[0]
        return ".".join(path)

    def completed(self, paths: Mapping[Path, Path]) -> ScopeName:
        """This name, with the paths that are known of its first parts by other means."""
        known = []
        for taken in range(1, len(self.parts) + 1):
            path = self.known[taken - 1] if taken <= len(self.known) else paths.get(self.parts[:taken])
            if path is None:
                break
            known.append(path)
        return ScopeName(self.parts, tuple(known))

    def owners(self, path: str) -> Iterator[tuple[Path, Path]]:
        """For the parts and the parts before them, as long as they are what `path` ends with: the parts, and the path
        up to there, which is a tuple."""
        pieces = path.split(".")
        for taken in range(len(self.parts), 0, -1):
            tail = next((tail for tail in _spellings(self.parts[taken - 1]) if pieces[-len(tail):] == tail), None)
            if tail is None:
                return
            yield self.parts[:taken], tuple(pieces)
            shared = self.parts[taken - 2].split(".") if taken > 1 else []
            # A Sequential `a` has children `a.0`, which begin with its name.
            pieces = pieces[:-1] if shared and tail[:-1] == shared else pieces[:-len(tail)]

    def resolved(self, has_module: HasModule) -> ScopeName:
        """This name, with the parts that name a module that `has_module` knows."""
        known: list[Path] = []
        path: list[str] = []
        for part in self.parts:
            longer = next((tuple(joined) for pieces in _spellings(part) for joined in _joined(path, pieces)
                           if has_module(".".join(joined))), None)
            if longer is None:
                break
            known.append(longer)
            path = list(longer)
        return ScopeName(self.parts, tuple(known))

    def borrowing(self, may_be_called: HasModule) -> ScopeName:
        """This name; where the last part is not known, with the paths outside at which `may_be_called` allows it."""
        if not self.parts or len(self.known) == len(self.parts):
            return self
        around = self.known[-1] if self.known else ()
        paths = {".".join([*around[:start], *tail]) for tail in _spellings(self.parts[-1])
                 for start in range(len(around) + 1)}
        return dataclasses.replace(self, elsewhere=tuple(sorted(filter(may_be_called, paths))))

    def against(self, path: str) -> str:
        return _compared(self, tuple(path.split(".")) if path else ())

    def rest(self, path: str) -> Path | None:
        wanted = tuple(path.split(".")) if path else ()
        for taken in range(len(self.parts) + 1):
            if len(wanted) in _ends(self.parts[:taken], self.known[:taken], wanted):
                return self.parts[taken:]
        return None

    def modules(self) -> tuple[str, ...]:
        return tuple(".".join(path) for path in self.known)

    def shares(self, path: str) -> bool:
        return False

    def runs(self, path: str) -> bool:
        return self.rest(path) is not None or path in self.elsewhere


Name = PathName | ScopeName
Key = TypeVar("Key")


def _spellings(part: str) -> list[list[str]]:
    """The tails of a path that `part` may stand for."""
    match = REPEATED.fullmatch(part)
    return [text.split(".") for text in ([part, match[1]] if match else [part])]


def _joined(path: list[str], pieces: list[str]) -> list[list[str]]:
    """`path` with `pieces`, which may begin with its end: a Sequential `a` has the child `a.0`."""
    return [path + pieces[shared:] for shared in range(len(pieces) - 1, -1, -1)
            if not shared or path[-shared:] == pieces[:shared]]


@functools.lru_cache(maxsize=1 << 16)
def _ends(parts: Path, known: tuple[Path, ...], path: Path) -> frozenset[int]:
    """How much of `path` the parts may stand for, all of them."""
    start = known[-1] if known else ()
    ends = frozenset({len(start)} if path[:len(start)] == start else ())
    for part in parts[len(known):]:
        if not ends:
            break
        # A part is the tail of a module's path; what is passed over are containers.
        ends = frozenset(end for end in range(min(ends) + 1, len(path) + 1) for spelling in _spellings(part)
                         if list(path[max(end - len(spelling), 0):end]) == spelling)
    return ends


@functools.lru_cache(maxsize=1 << 16)
def _compared(name: ScopeName, path: Path) -> str:
    ends = _ends(name.parts, name.known, path)
    if len(path) in ends:
        return EXACT
    if ends:
        return ANCESTOR
    if any(len(path) in _ends(name.parts[:taken], name.known[:taken], path) for taken in range(len(name.parts))):
        return INSIDE
    if name.known and name.known[-1][:len(path)] == path:
        return INSIDE
    return EXACT if ".".join(path) in name.elsewhere else APART


def resolved_names(names: Collection[Name | None], has_module: HasModule) -> dict[Name | None, Name | None]:
    """What each of `names` says, with the paths of the modules that `has_module` knows."""
    resolved = {name: name.resolved(has_module) if isinstance(name, ScopeName) else name for name in names}
    return with_borrowed(resolved, has_module)


def with_borrowed(names: Mapping[Key, Name | None],
                  has_module: HasModule = lambda path: False) -> dict[Key, Name | None]:
    """The same, where the last part of a name may be a module that one elsewhere calls, as T5's encoder does the
    embedding `shared`: one that `has_module` knows, or that no name says in its own place."""
    scopes = [name for name in names.values() if isinstance(name, ScopeName)]
    placed = {".".join(path) for name in scopes for taken in range(1, len(name.parts) + 1)
              for path in _spellings(name.literal(taken))}
    return {key: name.borrowing(lambda path: has_module(path) or path not in placed)
            if isinstance(name, ScopeName) else name for key, name in names.items()}


#===----------------------------------------------------------------------===#
# Reading what a node says
#===----------------------------------------------------------------------===#


def torch_name(node: onnx.NodeProto) -> ScopeName | None:
    """What the name that torch's TorchScript exporter gave says."""
    return _scope_name(node.name) if node.name.startswith("/") else None


@functools.lru_cache(maxsize=1 << 16)
def _scope_name(name: str) -> ScopeName | None:
    parts = name.split("/")[1:]
    return ScopeName(tuple(parts[:-1])) if all(parts) else None


def scopes_name(node: onnx.NodeProto) -> PathName | None:
    """What the dynamo exporter's metadata say; None also if they are no such list."""
    text = next((entry.value for entry in node.metadata_props if entry.key == SCOPES_KEY), None)
    return _listed_name(text) if text is not None else None


@functools.lru_cache(maxsize=1 << 16)
def _listed_name(text: str) -> PathName | None:
    try:
        scopes = ast.literal_eval(text)
    except (ValueError, SyntaxError, MemoryError, RecursionError):
        return None
    if not isinstance(scopes, list) or not all(isinstance(scope, str) for scope in scopes) or len(scopes) < 2:
        return None
    path, _, call = scopes[-2].partition("@")
    return PathName(path, int(call) if call.isdecimal() else 0, tuple(scope.partition("@")[0] for scope in scopes[:-2]))


def hierarchy_name(node: onnx.NodeProto, prefix: str) -> PathName | None:
    """What Hier's metadata say, whose keys are `prefix` + 'path' and the like."""
    entries = {entry.key: entry.value for entry in node.metadata_props}
    path, call = entries.get(prefix + "path"), entries.get(prefix + "call", "0")
    if path is None:
        return None
    origins = _origins(entries.get(prefix + "origins", "[]"))
    return PathName(path, int(call) if call.isdecimal() else 0, (), origins)


@functools.lru_cache(maxsize=1 << 12)
def _origins(text: str) -> tuple[str, ...]:
    try:
        origins = json.loads(text)
    except (ValueError, RecursionError):
        return ()
    return tuple(origin for origin in origins if isinstance(origin, str)) if isinstance(origins, list) else ()


def hierarchy_prefix(nodes: Iterable[onnx.NodeProto]) -> str | None:
    """How the keys of Hier's metadata begin in this file, most often 'hierarchy_': `path` and `tag` are behind it."""
    for node in nodes:
        keys: set[str] = {entry.key for entry in node.metadata_props}
        for key in sorted(keys):
            prefix = key.removesuffix("path")
            if key.endswith("path") and (prefix.endswith(("hierarchy_", "hierarchy.")) or prefix + "tag" in keys):
                return prefix
    return None


def read_names(nodes: Sequence[onnx.NodeProto], source: str | None = None) -> dict[str, list[Name | None]]:
    """For each source that is in the file, what each of `nodes` says, None if nothing; only for `source` if given.

    Raises HierError if there is no such source.
    """
    prefix = hierarchy_prefix(nodes)
    readers: dict[str, Callable[[onnx.NodeProto], Name | None]] = {NAME_SCOPES: scopes_name, TORCH_NAMES: torch_name}
    if prefix is not None:
        readers[HIERARCHY] = functools.partial(hierarchy_name, prefix=prefix)
    wanted = SOURCES if source is None else (source,)
    found = {kind: [readers[kind](node) for node in nodes] for kind in wanted if kind in readers}
    found = {kind: names for kind, names in found.items() if any(name is not None for name in names)}
    if not found:
        raise HierError("no names of modules in this file" if source is None else f"no {source} in this file")
    return found
