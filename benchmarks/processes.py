"""Whole runs of hier-opt and of its peers, in turn, as the operating system accounts for them."""
import dataclasses
import os
import pathlib
import re
import shutil
import subprocess
import sys
import time

from rows import Row, limit_row, row

TURNS = 15


@dataclasses.dataclass
class Usage:
    seconds: float
    kilobytes: int  # the most that was resident


def run(command: list) -> Usage:
    start = time.perf_counter()
    process = subprocess.Popen([str(word) for word in command], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        sys.exit(f"benchmarks: failed with {process.returncode}: {' '.join(map(str, command))}")
    return Usage(seconds, usage.ru_maxrss)


def in_turn(*commands: list, turns: int = TURNS) -> list[list[Usage]]:
    """What each run of each command took: one after the other, turn by turn, after one that does not count."""
    for command in commands:
        run(command)
    taken = [[run(command) for command in commands] for _ in range(turns)]
    return [list(of_one) for of_one in zip(*taken)]


class Programs:
    """The programs that are compared, and what they read."""

    def __init__(self, build: pathlib.Path, inputs: pathlib.Path):
        self.inputs = inputs
        self.empty = [build / "bin/empty-libtorch"]
        self.hier_opt = [build / "bin/hier-opt"]
        self.mlir_opt = shutil.which("mlir-opt") or shutil.which("mlir-opt-19") or shutil.which(
            "mlir-opt", path="/usr/lib/llvm-19/bin")

    def hier(self, *options: str) -> list:
        return [*self.hier_opt, *options, "-o", "/dev/null"]

    def mlir(self, file: pathlib.Path | str) -> list:
        return [self.mlir_opt, "--allow-unregistered-dialect", "--mlir-print-debuginfo", "-o", "/dev/null", file]


def tiny_graph(programs: Programs) -> pathlib.Path:
    tiny = programs.inputs / "tiny.ir"
    tiny.write_text("graph(%x : Tensor):\n  return (%x)\n")
    return tiny


def empty_module(programs: Programs) -> pathlib.Path:
    nothing = programs.inputs / "nothing.mlir"
    nothing.write_text("module {}\n")
    return nothing


def start_row(programs: Programs) -> Row:
    ours, empty = in_turn(programs.hier(tiny_graph(programs)), programs.empty, turns=2 * TURNS)
    return row("start", "an empty program on libtorch", "ms", [1e3 * run.seconds for run in ours],
               [1e3 * run.seconds for run in empty], wanted=1)


def above(runs: list[Usage], starts: list[Usage]) -> list[float]:
    """Milliseconds beyond those of the start, turn by turn."""
    return [1e3 * (run.seconds - start.seconds) for run, start in zip(runs, starts)]


WHOLE_RUN_LIMIT = 120  # ms, for 10 MB


def whole_row(programs: Programs) -> Row:
    text = programs.inputs / "deep.module.ir"
    size = text.stat().st_size / 1e6
    ours, empty = in_turn(programs.hier("--tag-hierarchy", text), programs.empty)
    return limit_row(f"read, inline, tag and write {size:.0f} MB, above an empty program's start", "what it may take", "ms",
                     above(ours, empty), WHOLE_RUN_LIMIT * size / 10)


def mlir_row(programs: Programs) -> Row:
    ours, begin, theirs, start = in_turn(programs.hier(programs.inputs / "deep.inlined.ir"),
                                         programs.hier(tiny_graph(programs)), programs.mlir(programs.inputs / "deep.mlir"),
                                         programs.mlir(empty_module(programs)))
    return row("read and write, each above its own start", "mlir-opt", "ms", above(ours, begin), above(theirs, start),
               wanted=8)


PYTHON = """
import sys, torch
graph = torch.jit.load(sys.argv[1]).inlined_graph
print({node.scopeName() for node in graph.nodes()})
"""


def python_row(programs: Programs) -> Row:
    archive = programs.inputs / "deep.pt"
    ours, theirs = in_turn(programs.hier("--tag-hierarchy", archive), [sys.executable, "-c", PYTHON, archive], turns=5)
    return row("tag an archive", "torch.jit.load and a loop, in Python", "ms", [1e3 * run.seconds for run in ours],
               [1e3 * run.seconds for run in theirs])


NODE = re.compile(rb"^ +(?:%.* )?= \^?\w+(?:::\w+)?[\[(]", re.MULTILINE)


def count_nodes(dump: bytes) -> int:
    return len(NODE.findall(dump))


def memory_rows(programs: Programs) -> list[Row]:
    """The most memory of a whole run above an empty program's, beside the text, and beside that of as many bare nodes as
    are read and made."""
    text = programs.inputs / "deep.module.ir"
    written = subprocess.run([*programs.hier_opt, "--tag-hierarchy", text], capture_output=True, check=True).stdout
    nodes = count_nodes(text.read_bytes()) + count_nodes(written)
    ours, bare, empty = in_turn(programs.hier("--tag-hierarchy", text), [*programs.empty, nodes], programs.empty, turns=5)
    mine = [(run.kilobytes - start.kilobytes) / 1024 for run, start in zip(ours, empty)]
    others = [(run.kilobytes - start.kilobytes) / 1024 for run, start in zip(bare, empty)]
    size = text.stat().st_size / 2**20
    return [limit_row("memory of that run, above the start", "ten times the text", "MB", mine, 10 * size),
            row("memory of that run, above the start", f"{nodes:,} bare nodes", "MB", mine, others, wanted=1 / 1.3)]


def rows(programs: Programs, only: str) -> list[Row]:
    """Those whose functions' names hold `only`."""
    made = []
    for measure in (start_row, whole_row, mlir_row, python_row, memory_rows):
        if only in measure.__name__ and not (measure is mlir_row and not programs.mlir_opt):
            found = measure(programs)
            made += found if isinstance(found, list) else [found]
    return made
