"""What users give: modules, graphs, texts and files, told apart before the compiled part sees them."""
from __future__ import annotations

import dataclasses
import os
import pathlib
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar, Union

from ._files import check_name, unreadable
from ._native import need_torch
from .errors import HierError

if TYPE_CHECKING:
    import torch

#: What has a graph in memory.
Live = Union["torch.jit.ScriptModule", "torch._C.ScriptFunction[..., Any]", "torch._C.ScriptModule", "torch._C.Graph"]
#: What is a text, an archive, or a file of one of these.
Written = Union[str, bytes, bytearray, memoryview, pathlib.Path]
#: What functions take as `what`.
What = Union[Live, Written]

Found = TypeVar("Found")


@dataclasses.dataclass(frozen=True)
class Given:
    """One of `graph`, `module` and `text` is what was given. `name` is how errors call a text, in bytes: a file's name
    may be no UTF-8."""
    graph: torch._C.Graph | None = None
    module: torch._C.ScriptModule | None = None
    text: bytes = b""
    name: bytes = b"text"


def given(what: What) -> Given:
    """Raises TypeError for what is none of these, HierError for a file that cannot be read or a name of one."""
    need_torch()
    import torch
    if isinstance(what, torch._C.Graph):
        return Given(graph=what)
    if isinstance(what, (torch._C.ScriptModule, torch.jit.ScriptModule)):
        return Given(module=compiled(what))
    if isinstance(what, torch._C.ScriptFunction):
        return Given(graph=what.graph)
    if isinstance(what, pathlib.Path):
        return Given(text=_read(what), name=os.fsencode(what))
    if isinstance(what, (str, bytes, bytearray, memoryview)):
        return Given(text=_bytes_of(what))
    if isinstance(what, torch.nn.Module):
        raise TypeError(f"a {type(what).__name__} has no graph yet: trace or script it, or see hier.dump")
    raise TypeError(f"expected a module, a graph, a text or a path, not {type(what).__name__}")


def compiled(module: torch.jit.ScriptModule | torch._C.ScriptModule) -> torch._C.ScriptModule:
    """torch makes `_c` when a module is compiled: one whose __init__ did not run has none, which is a HierError."""
    import torch
    if isinstance(module, torch._C.ScriptModule):
        return module
    try:
        inside: torch._C.ScriptModule = module._c
        return inside
    except (AttributeError, RuntimeError) as error:
        raise HierError(f"this {type(module).__name__} was never compiled") from error


def graph_argument(graph: object) -> torch._C.Graph:
    """The graph that is given, or that of a function. Raises TypeError for all else."""
    need_torch()
    import torch
    if isinstance(graph, torch._C.ScriptFunction):
        return graph.graph
    if not isinstance(graph, torch._C.Graph):
        raise TypeError(f"expected a torch._C.Graph, not {type(graph).__name__}")
    return graph


def _bytes_of(text: str | bytes | bytearray | memoryview) -> bytes:
    try:
        if not isinstance(text, str):
            return bytes(text)
        if "\n" not in text:
            raise HierError(f"no text of a graph or a module: {text[:60]!r}; give a pathlib.Path to name a file")
        return text.encode("utf-8", "surrogateescape")
    except ValueError as error:  # surrogates that stand for no byte, or memory that was given up
        raise HierError(f"no text of a graph or a module: {error}") from None


def _read(file: pathlib.Path) -> bytes:
    check_name(str(file))
    try:
        return file.read_bytes()
    except OSError as error:
        raise unreadable(file, error) from None


def text_argument(name: str, value: object) -> str:
    """`value`, or TypeError: it must be a str. HierError where no UTF-8 can spell it."""
    if not isinstance(value, str):
        raise TypeError(f"{name} must be a str, not {type(value).__name__}")
    try:
        value.encode()
    except UnicodeEncodeError:
        raise HierError(f"{name} is no valid text: {value!r}") from None
    return value


def method_argument(method: str | None) -> str | None:
    """The method of a module to start from; None where none is named. Raises TypeError, or HierError for no name."""
    if method == "":
        raise HierError("method must be the name of a method, not ''")
    return None if method is None else text_argument("method", method)


def policy_argument(policy: str | pathlib.Path | None) -> str | None:
    """The policy as its pass spells it. Raises TypeError for what is no str and no path, HierError for what is no
    policy: here, since a pass would show a pipeline that nobody has written."""
    if policy is None:
        return None
    spelt = text_argument("policy", str(policy) if isinstance(policy, pathlib.Path) else policy)
    check_name(spelt)
    need_torch()
    from . import _hier
    _hier.levels_of(spelt, "")
    return spelt


def without_method(method: str | None) -> None:
    """Raises HierError where a method is named of what has none."""
    if method is not None:
        raise HierError(f"a graph has no method {method!r}; only a module has methods")


def on(what: What, method: str | None, *, graph: Callable[[torch._C.Graph], Found],
       module: Callable[[torch._C.ScriptModule, str], Found],
       text: Callable[[bytes, bytes, str], Found]) -> Found:
    """What the function for that kind of input makes of it, and of the method to start from: forward where None is
    given, which the text of a graph may be too."""
    start = method_argument(method)
    found = given(what)
    if found.graph is not None:
        without_method(start)
        return graph(found.graph)
    if found.module is not None:
        return module(found.module, start or "forward")
    return text(found.text, found.name, start or "")
