"""A figure of Hier beside a peer's, and the table of them."""
from __future__ import annotations

import dataclasses
import statistics


@dataclasses.dataclass
class Row:
    """What was measured turn by turn: the medians, and the median and quartiles of the peer's by Hier's."""
    name: str
    peer: str
    unit: str
    hier: float
    other: float
    ratio: float
    low: float
    high: float
    wanted: float | None = None  # the least that `ratio` is to be

    @property
    def holds(self) -> bool:
        return self.wanted is None or self.ratio >= self.wanted


def row(name: str, peer: str, unit: str, hier: list[float], other: list[float], wanted: float | None = None) -> Row:
    """Of as many turns of each."""
    low, middle, high = statistics.quantiles([theirs / ours for ours, theirs in zip(hier, other)], n=4)
    return Row(name, peer, unit, statistics.median(hier), statistics.median(other), middle, low, high, wanted)


def limit_row(name: str, limit_name: str, unit: str, taken: list[float], limit: float) -> Row:
    """What was taken beside what may be: of differences, which may be nothing, no ratios can be made turn by turn."""
    low, middle, high = statistics.quantiles(taken, n=4)
    least = limit / 100  # less than that is as good as nothing
    return Row(name, limit_name, unit, middle, limit, limit / max(middle, least), limit / max(high, least),
               limit / max(low, least), wanted=1)


HEAD = ["| what | Hier | peer | | peer / Hier | wanted |", "| --- | ---: | ---: | --- | --- | --- |"]


def table(rows: list[Row]) -> list[str]:
    return HEAD + [line(row) for row in rows]


def line(row: Row) -> str:
    wanted = "" if row.wanted is None else f"≥ {digits(row.wanted)}" + ("" if row.holds else ", **missed**")
    return (f"| {row.name} | {digits(row.hier)} {row.unit} | {digits(row.other)} {row.unit} | {row.peer} | "
            f"{digits(row.ratio)} ({digits(row.low)}–{digits(row.high)}) | {wanted} |")


def digits(value: float) -> str:
    """Three digits that count."""
    return f"{value:,.0f}" if value >= 100 else f"{value:.1f}" if value >= 10 else f"{value:.2f}"
