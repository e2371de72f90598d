#!/usr/bin/env python3
"""Measures Hier beside its peers and prints the ratios: `make bench`.

usage: run.py [--only NAME] [--write]
The pairs of hier-bench run in one process, turn by turn; whole runs of hier-opt in turn with those of its peers. All
figures go to build/benchmarks/results.json. With --write the table in docs/Performance.md is replaced; times there are
those of one machine, what holds elsewhere are the ratios.
"""
import argparse
import dataclasses
import json
import pathlib
import subprocess
import sys

import inputs
import processes
from rows import Row, table

ROOT = pathlib.Path(__file__).resolve().parent.parent
BUILD = ROOT / "build"
FOLDER = BUILD / "benchmarks"
PAGE = ROOT / "docs/Performance.md"
END = "<!-- end -->\n"
WANTED = {"read": 5, "write": 5, "inline": 4, "tag": 0.5}


def pairs(pattern: str) -> list[dict]:
    """What hier-bench finds out of the pairs whose names `pattern` is in."""
    out = FOLDER / "pairs.json"
    subprocess.run([BUILD / "bin/hier-bench", FOLDER, f"--benchmark_filter={pattern}", f"--benchmark_out={out}"],
                   check=True, stdout=subprocess.DEVNULL)
    return json.loads(out.read_text())["benchmarks"] if out.stat().st_size else []


def name_of(pair: dict) -> str:
    return pair["name"].split("/iterations")[0]


def row_of(pair: dict) -> Row:
    name = name_of(pair)
    return Row(name.replace("/", ", "), pair["label"], "ns a node", pair["hier_ns"] / pair["nodes"],
               pair["peer_ns"] / pair["peer_nodes"], pair["ratio"], pair["ratio_low"], pair["ratio_high"],
               WANTED.get(name.split("/")[0]))


SMALL, LARGE = 10_000, 1_000_000


def growth_row(pairs: list[dict]) -> list[Row]:
    """How many times more a node takes in a graph of a million than in one of ten thousand, of Hier and of bare nodes."""
    of = {int(pair["nodes"]): row_of(pair) for pair in pairs}
    if SMALL not in of or LARGE not in of:
        return []
    small, large = of[SMALL], of[LARGE]
    ratio, low, high = (getattr(large, which) / getattr(small, other)
                        for which, other in (("ratio", "ratio"), ("low", "high"), ("high", "low")))
    return [Row("growth of a node's price, ten thousand to a million", small.peer, "times", large.hier / small.hier,
                large.other / small.other, ratio, low, high, 1 / 1.25)]


def measure(only: str) -> list[Row]:
    inputs.make_inputs(FOLDER)
    found = pairs(only)
    rows = [row_of(pair) for pair in found] + growth_row([pair for pair in found if "growth" in pair["name"]])
    return rows + processes.rows(processes.Programs(BUILD, FOLDER), only)


def replace_table(maker: str, lines: list[str]) -> None:
    """Replaces the table in docs/Performance.md that says it is made by benchmarks/`maker`."""
    before, begin, rest = PAGE.read_text().partition(f"<!-- made by benchmarks/{maker} -->\n")
    PAGE.write_text(before + begin + "\n".join(lines) + "\n" + END + rest.partition(END)[2])


def main() -> int:
    parser = argparse.ArgumentParser(description="Measures Hier beside its peers.")
    parser.add_argument("--only", default="", metavar="NAME", help="the rows whose names hold this")
    parser.add_argument("--write", action="store_true", help="put the table into docs/Performance.md")
    options = parser.parse_args()
    rows = measure(options.only)
    lines = table(rows)
    print("\n".join(lines))
    (FOLDER / "results.json").write_text(json.dumps([dataclasses.asdict(row) for row in rows], indent=2) + "\n")
    if options.write:
        replace_table("run.py", lines)
    return 0


if __name__ == "__main__":
    sys.exit(main())
