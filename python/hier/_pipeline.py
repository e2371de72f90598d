"""Passes, and pipelines of them."""
from __future__ import annotations

import dataclasses
import json
from typing import TYPE_CHECKING, Any

from ._inputs import What, graph_argument, on, text_argument
from ._native import need_torch

if TYPE_CHECKING:
    import torch

    from . import _hier


@dataclasses.dataclass(frozen=True)
class Pass:
    """A pass that a pipeline may name. `options` has a line `key=VALUE: what it does` for each; `is_report` says that
    it changes nothing and gives a report."""
    flag: str
    summary: str
    options: str
    is_report: bool


class Result:
    """What a pipeline has made."""

    def __init__(self, made: _hier.Result) -> None:
        self._made = made

    @property
    def graph(self) -> torch._C.Graph | None:
        """A new graph; None where a module was not inlined, and for what was given as a text or a file, which may hold
        what torch has no form for. It stays valid when the result and the module are gone."""
        return self._made.graph

    @property
    def reports(self) -> Any:
        """The reports as `hier-opt --report-format=json` prints them: a dict by the reports' names, and a list of
        these for a text of several graphs; empty where no pass is a report."""
        text = self._made.reports
        return json.loads(text) if text else {}

    @property
    def text(self) -> str:
        """All of it as hier-opt prints it. Bytes that are not UTF-8 come as surrogates. Raises HierError for what torch
        cannot print, as a constant on the meta device."""
        return _decoded(self._made.text())

    def __repr__(self) -> str:
        made = "a text" if self.graph is None else "a graph"
        return f"<hier.Result: {made}, {'with' if self._made.reports else 'without'} reports>"


def run(what: What, pipeline: str, *, method: str | None = None) -> Result:
    """Runs the passes that `pipeline` names, spelt as for `hier-opt --pass-pipeline`, on a copy of what is given:
    `inline-calls,tag-hierarchy{policy=all}`. An empty pipeline runs none. `method` is the method of a module to start
    from, forward where it is not given; a graph has none.

    Raises HierError where a pass is not known or fails, there is no such method, the graph is not well formed, or the
    text cannot be read."""
    passes_ = text_argument("pipeline", pipeline)
    need_torch()
    from . import _hier
    return Result(on(what, method, graph=lambda graph: _hier.run_graph(graph, passes_),
                     module=lambda module, start: _hier.run_module(module, passes_, start),
                     text=lambda text, name, start: _hier.run_text(text, name, passes_, start)))


def text(graph: torch._C.Graph | torch._C.ScriptFunction[..., Any]) -> str:
    """The text of a graph, byte for byte as torch prints it and hier-opt reads it. Raises TypeError for all else, and
    HierError for a graph that cannot be printed."""
    given = graph_argument(graph)
    from . import _hier
    return _decoded(_hier.text_of(given))


def _decoded(text: bytes) -> str:
    return text.decode("utf-8", "surrogateescape")


def passes() -> tuple[Pass, ...]:
    """All passes, sorted by their flags."""
    need_torch()
    from . import _hier
    return tuple(Pass(*each) for each in _hier.passes())
