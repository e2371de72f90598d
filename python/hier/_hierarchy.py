"""The modules of a model and the calls of them, as plain data: to be compared, copied, pickled, hashed, and made into
dicts by dataclasses.asdict."""
from __future__ import annotations

import dataclasses
import pathlib
from typing import TypedDict

from ._inputs import What, on, policy_argument
from ._native import need_torch
from .errors import HierError


@dataclasses.dataclass(frozen=True)
class Module:
    path: str  #: its key in named_modules(); the root's is empty
    class_name: str  #: BertLayer; empty where it is not known
    definition: str  #: the Python module that defines the class: transformers.models.bert.modeling_bert
    tag: str | None  #: in the static hierarchy; the root, and modules of classes that are not known, have none

    @property
    def qualified_name(self) -> str:
        return f"{self.definition}.{self.class_name}" if self.definition else self.class_name


@dataclasses.dataclass(frozen=True)
class Call:
    parent: int  #: the place in `calls` of the call that it was made in; the root's is its own
    path: str  #: of the module
    tag: str  #: what the nodes that run in it have
    index: int  #: how many calls of the module came before
    fires_hooks: bool  #: not so for the root's own call, nor for one of another method than forward


@dataclasses.dataclass(frozen=True)
class Step:
    """What a hook would have recorded."""
    call: int  #: the place in `calls`
    enters: bool  #: or leaves
    depth: int  #: the levels of the stack during the call, the root's included


@dataclasses.dataclass(frozen=True)
class Hierarchy:
    root_class: str
    policy: str  #: the name of the policy that the tags are by
    modules: tuple[Module, ...]  #: as named_modules() orders them, called or not
    calls: tuple[Call, ...]  #: in the order in which they are entered; the first is the root's
    trace: tuple[Step, ...]
    traced_tags: dict[str, str] = dataclasses.field(hash=False)  #: by path, the tag of each module's last call
    missing_modules: str  #: why modules may be missing; empty where none is
    missing_calls: str  #: why calls may be missing; empty where none is

    @property
    def static_tags(self) -> dict[str, str]:
        """The tag of every module by its path, called or not."""
        return {module.path: module.tag for module in self.modules if module.tag is not None}

    @property
    def never_called(self) -> tuple[Module, ...]:
        """The modules that no call is known of: containers, and what does not run."""
        called = {call.path for call in self.calls}
        return tuple(module for module in self.modules if module.path not in called)


class HierarchyData(TypedDict):
    """As the compiled part gives it: rows of what makes a Module, a Call and a Step."""
    root_class: str
    policy: str
    modules: list[tuple[str, str, str, str | None]]
    calls: list[tuple[int, str, str, int, bool]]
    trace: list[tuple[int, bool, int]]
    traced_tags: dict[str, str]
    missing_modules: str
    missing_calls: str


def hierarchy(what: What, *, policy: str | pathlib.Path | None = None, method: str | None = None) -> Hierarchy:
    """The modules of `what`, and the calls that `method`, forward where it is not given, makes of them. A lone graph
    tells only of modules that its nodes read or ran in, and has no methods. `policy` is as for hier.tag.

    Raises HierError where the calls cannot be followed, there is no such method, or the text holds several graphs or
    modules."""
    spelt = policy_argument(policy)
    need_torch()
    from . import _hier
    found = on(what, method, graph=lambda graph: _hier.hierarchy_of_graph(graph, spelt),
               module=lambda module, start: _hier.hierarchy_of_module(module, spelt, start),
               text=lambda text, name, start: _hier.hierarchy_of_text(text, name, spelt, start))
    if len(found) != 1:
        raise HierError(f"the text holds {len(found)} graphs and modules: a hierarchy is one's")
    return _plain(found[0])


def _plain(data: HierarchyData) -> Hierarchy:
    return Hierarchy(root_class=data["root_class"], policy=data["policy"],
                     modules=tuple(Module(*each) for each in data["modules"]),
                     calls=tuple(Call(*each) for each in data["calls"]),
                     trace=tuple(Step(*each) for each in data["trace"]), traced_tags=data["traced_tags"],
                     missing_modules=data["missing_modules"], missing_calls=data["missing_calls"])
