"""Passes, and pipelines of them."""
import dataclasses
import json
from typing import Any

from ._inputs import What, on, text_argument
from ._native import native


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

    def __init__(self, made):
        self._made = made

    @property
    def graph(self) -> Any:
        """The torch._C.Graph, a new one; None where a module was not inlined, and for what was given as text, which
        may hold what torch has no form for. It stays valid when the result and the module are gone."""
        return self._made.graph

    @property
    def reports(self) -> Any:
        """The reports as `hier-opt --report-format=json` prints them: a dict by the reports' names, and a list of
        these for a text of several graphs; empty where no pass is a report."""
        text = self._made.reports
        return json.loads(text) if text else {}

    @property
    def text(self) -> str:
        """All of it as hier-opt prints it. Bytes that are not UTF-8 come as surrogates."""
        return self._made.text().decode("utf-8", "surrogateescape")

    def __repr__(self) -> str:
        return f"<hier.Result: {'a graph' if self.graph is not None else 'a text'}, reports {sorted(self.reports)}>"


def run(what: What, pipeline: str, *, method: str | None = None) -> Result:
    """Runs the passes that `pipeline` names, spelt as for `hier-opt --pass-pipeline`, on a copy of what is given:
    `inline-calls,tag-hierarchy{policy=all}`. An empty pipeline runs none. `method` is the method of a module to start
    from, forward where it is not given.

    Raises HierError where a pass is not known or fails, the graph is not well formed, or the text cannot be read."""
    passes_ = text_argument("pipeline", pipeline)
    start = "" if method is None else text_argument("method", method)
    hier = native()
    return Result(on(what, graph=lambda graph: hier.run_graph(graph, passes_),
                     module=lambda module: hier.run_module(module, passes_, start or "forward"),
                     text=lambda text, name: hier.run_text(text, name, passes_, start)))


def text(graph: Any) -> str:
    """The text of a torch._C.Graph, byte for byte as torch prints it and hier-opt reads it."""
    return native().text_of(graph).decode("utf-8", "surrogateescape")


def passes() -> tuple[Pass, ...]:
    """All passes, sorted by their flags."""
    return tuple(Pass(*each) for each in native().passes())
