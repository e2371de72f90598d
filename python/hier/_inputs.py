"""What users give: modules, graphs, texts and files, told apart before the compiled part sees them."""
import dataclasses
import pathlib
from typing import Any, Callable, Union

from ._native import native
from .errors import HierError

#: What may be given: torch.jit.ScriptModule, torch._C.Graph, torch.jit.ScriptFunction, a text, an archive, or a file.
What = Union[Any, str, bytes, pathlib.Path]


@dataclasses.dataclass(frozen=True)
class Given:
    """One of `graph`, `module` and `text` is what was given."""
    graph: Any = None
    module: Any = None
    text: bytes | None = None
    name: str = "text"


def given(what: What) -> Given:
    """Raises TypeError for what is none of these, HierError for a file that cannot be read or a name of one."""
    native()
    import torch
    if isinstance(what, torch._C.Graph):
        return Given(graph=what)
    if isinstance(what, torch._C.ScriptModule):
        return Given(module=what)
    if isinstance(what, torch.jit.ScriptModule):
        return Given(module=_compiled(what))
    if isinstance(what, torch._C.ScriptFunction):
        return Given(graph=what.graph)
    if isinstance(what, pathlib.Path):
        return Given(text=_read(what), name=str(what))
    if isinstance(what, (bytes, bytearray, memoryview)):
        return Given(text=bytes(what))
    if isinstance(what, str):
        if "\n" not in what:
            raise HierError(f"no text of a graph or a module: {what[:60]!r}; give a pathlib.Path to name a file")
        return Given(text=what.encode("utf-8", "surrogateescape"))
    if isinstance(what, torch.nn.Module):
        raise TypeError(f"a {type(what).__name__} has no graph yet: trace or script it, or see hier.dump")
    raise TypeError(f"expected a module, a graph, a text or a path, not {type(what).__name__}")


def _compiled(module):
    """torch makes `_c` when a module is compiled: one whose __init__ did not run has none."""
    try:
        return module._c
    except (AttributeError, RuntimeError) as error:
        raise HierError(f"this {type(module).__name__} was never compiled") from error


def _read(file: pathlib.Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise HierError(f"{file}: error: {error.strerror}") from None


def text_argument(name: str, value: Any) -> str:
    """`value`, or TypeError: it must be a str. HierError where no UTF-8 can spell it."""
    if not isinstance(value, str):
        raise TypeError(f"{name} must be a str, not {type(value).__name__}")
    try:
        value.encode()
    except UnicodeEncodeError:
        raise HierError(f"{name} is no valid text: {value!r}") from None
    return value


def policy_argument(policy: str | pathlib.Path | None) -> str | None:
    """The policy as its pass spells it."""
    if isinstance(policy, pathlib.Path):
        policy = str(policy)
    return None if policy is None else text_argument("policy", policy)


def on(what: What, *, graph: Callable, module: Callable, text: Callable):
    """What the function for that kind of input makes of it."""
    found = given(what)
    if found.graph is not None:
        return graph(found.graph)
    if found.module is not None:
        return module(found.module)
    return text(found.text, found.name)
