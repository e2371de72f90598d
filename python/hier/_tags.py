"""Tags: written on the nodes of a graph, and read off them."""
from __future__ import annotations

import dataclasses
import pathlib
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, overload

from ._inputs import (Live, What, Written, given, graph_argument, method_argument, policy_argument,
                      text_argument, without_method)
from ._native import need_torch
from ._pipeline import run
from .errors import HierError

if TYPE_CHECKING:
    import torch

#: The attributes that can be written, each as hierarchy_tag and so on; docs/Tags.md tells what each says.
ATTRIBUTES = ("tag", "path", "call", "origins", "evidence")


@dataclasses.dataclass(frozen=True)
class NodeTags:
    """What is written on one node."""
    index: int  #: the node's place among all of the graph's in the order in which they print, from 0
    kind: str  #: aten::linear
    outputs: tuple[str, ...]  #: the names of the values that it defines, without %
    tag: str | None  #: the classes of the modules that ran, from the root: /BertModel/BertEncoder/BertLayer.0
    path: str | None  #: the module's key in named_modules(): encoder.layer.0; the root's is empty
    call: int  #: how many calls of that module came before
    origins: tuple[str, ...]  #: the paths of all modules that it serves, where there are several
    evidence: str | None  #: how it is known: call-stack, scope, users, ancestor or unknown


@overload
def tag(what: Live, *, policy: str | pathlib.Path | None = None, attributes: Iterable[str] = ATTRIBUTES,
        method: str | None = None, in_place: bool = False) -> torch._C.Graph: ...


@overload
def tag(what: Written, *, policy: str | pathlib.Path | None = None, attributes: Iterable[str] = ATTRIBUTES,
        method: str | None = None) -> str: ...


def tag(what: What, *, policy: str | pathlib.Path | None = None, attributes: Iterable[str] = ATTRIBUTES,
        method: str | None = None, in_place: bool = False) -> torch._C.Graph | str:
    """The flat graph of `what` with a tag on every node: a torch._C.Graph for a module or a graph, a str for a text.

    A module's calls are inlined from `method`, forward where it is not given; those of a lone graph, which has no
    methods, stay where they are not inlined, tagged as calls. `policy` says which modules make a level of a tag: `hf`,
    `all`, or a JSON file; where it is not given the root's class decides. `attributes` are those of ATTRIBUTES to
    write. With `in_place` a graph that is given is tagged itself, and comes back.

    The graph runs as before: a constant None that gets a tag has the type NoneType, whatever it had, since torch's
    interpreter takes it for None only then. torch.jit.save keeps no tags: see hier.save.

    Raises HierError for a policy, an attribute or a method that is not there, or a graph that is not well formed."""
    chosen = _chosen(attributes)
    spelt = policy_argument(policy)
    if in_place:
        without_method(method_argument(method))
        return _tagged(what, spelt, chosen)
    options = [f"attributes={','.join(chosen)}"] + ([] if spelt is None else [f"policy={_quoted(spelt)}"])
    result = run(what, f"tag-hierarchy{{{' '.join(options)}}}", method=method)
    return result.text if result.graph is None else result.graph


def _tagged(what: What, policy: str | None, attributes: list[str]) -> torch._C.Graph:
    """The graph that is given, tagged itself."""
    need_torch()
    from . import _hier
    graph = None if isinstance(what, pathlib.Path) else given(what).graph
    if graph is None:
        raise HierError("only a graph can be tagged in place: a module's graphs are shared by others")
    _hier.tag_graph(graph, policy, attributes)
    return graph


def tags(graph: torch._C.Graph | torch._C.ScriptFunction[..., Any]) -> list[NodeTags]:
    """What is written on the nodes of a graph, in their order; nodes without tags are left out. Raises TypeError for
    all but a graph."""
    given_graph = graph_argument(graph)
    from . import _hier
    return [NodeTags(*row) for row in _hier.tags_of(given_graph)]


def _chosen(attributes: Iterable[str]) -> list[str]:
    if isinstance(attributes, str):
        raise TypeError("attributes must be several names, not one str")
    chosen = [text_argument("an attribute", name) for name in attributes]
    for name in chosen:
        if name not in ATTRIBUTES:
            raise HierError(f"there is no attribute {name!r}; there are {', '.join(ATTRIBUTES)}")
    if not chosen:
        raise HierError("no attribute is left to write")
    return chosen


def _quoted(value: str) -> str:
    """`value` as an option of a pass."""
    for quote in "'\"":
        if quote not in value:
            return quote + value + quote
    raise HierError(f"a file of a policy cannot have both quotes in its name: {value}")
