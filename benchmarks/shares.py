#!/usr/bin/env python3
"""Counts, under callgrind, the instructions of each pair of hier-bench by whose they are, and prints a table.

usage: shares.py [--only NAME] [--write]
What is Hier's own, what is libtorch's, and what goes into the heap and the standard library, for each node; and the
ratio to the peer that would be left if Hier's own functions took nothing, and called the others as often as now. The inputs are
those of `make bench`, which has to be built. With --write the table in docs/Performance.md is replaced.
"""
import argparse
import collections
import pathlib
import re
import subprocess
import tempfile

import inputs
from processes import Programs, count_nodes, empty_module, tiny_graph
from run import BUILD, FOLDER, replace_table

TRIGGER = re.compile(r"^desc: Trigger: Client Request: (\S+) (hier|peer) (\d+)$", re.MULTILINE)
NAMED = re.compile(r"^(fn|ob)=\((\d+)\)(?: (.*))?$")
OWNERS = ("Hier", "libtorch", "heap", "other")
HEAP = re.compile(r"malloc|free|operator (new|delete)|NodeHeap|_int_|realloc|calloc|tcache")


def owner_of(function: str, library: str) -> str:
    """Whose a function is. A template or an inline function belongs to what it was compiled for, by its name."""
    if HEAP.search(function):
        return "heap"
    if "libtorch" in library or "libc10" in library or re.match(r"(\w+ )*(torch|c10|at)::", function):
        return "libtorch"
    return "Hier" if "hier::" in function else "other"


def costs(profile: str) -> collections.Counter:
    """The instructions of each owner's functions, without those that they call."""
    names: dict[str, dict[str, str]] = {"fn": {}, "ob": {}}
    now = {"fn": "", "ob": ""}
    found: collections.Counter = collections.Counter()
    is_call = False
    for line in profile.splitlines():
        if line.startswith("c") and (match := re.match(r"^c(fn|ob)=\((\d+)\)(?: (.*))?$", line)):
            if match[3]:
                names[match[1]][match[2]] = match[3]
        elif line.startswith("calls="):
            is_call = True  # the next line's cost is that of the callee
        elif match := NAMED.match(line):
            if match[3]:
                names[match[1]][match[2]] = match[3]
            now[match[1]] = match[2]
        elif line[:1] in "+-*0123456789" and line:
            if not is_call:
                found[owner_of(names["fn"].get(now["fn"], ""), names["ob"].get(now["ob"], ""))] += int(line.split()[-1])
            is_call = False
    return found


def profiles(only: str) -> dict[str, dict[str, tuple[collections.Counter, int]]]:
    """For each pair and side, the costs and the number of nodes."""
    found: dict[str, dict[str, tuple[collections.Counter, int]]] = collections.defaultdict(dict)
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(["valgrind", "-q", "--tool=callgrind", "--instr-atstart=no", f"--callgrind-out-file={folder}/out",
                        BUILD / "bin/hier-bench", FOLDER, f"--benchmark_filter={only}"], check=True,
                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        for file in pathlib.Path(folder).iterdir():
            text = file.read_text()
            if match := TRIGGER.search(text):
                found[match[1]][match[2]] = costs(text), int(match[3])
    return found


def profile_of(command: list) -> collections.Counter:
    """The costs of a whole process."""
    with tempfile.TemporaryDirectory() as folder:
        file = pathlib.Path(folder, "out")
        subprocess.run(["valgrind", "-q", "--tool=callgrind", f"--callgrind-out-file={file}", *command], check=True,
                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        return costs(file.read_text())


def whole_runs() -> dict[str, dict[str, tuple[collections.Counter, int]]]:
    """The same for hier-opt and mlir-opt as processes, each above its own start."""
    programs = Programs(BUILD, FOLDER)
    if not programs.mlir_opt:
        return {}
    nodes = count_nodes((FOLDER / "deep.inlined.ir").read_bytes())
    hier = profile_of(programs.hier(FOLDER / "deep.inlined.ir")) - profile_of(programs.hier(tiny_graph(programs)))
    mlir = [profile_of([*programs.mlir(file), "--mlir-disable-threading"])
            for file in (FOLDER / "deep.mlir", empty_module(programs))]
    return {"read and write, beside mlir-opt": {"hier": (hier, nodes), "peer": (mlir[0] - mlir[1], nodes)}}


def table(found: dict[str, dict[str, tuple[collections.Counter, int]]]) -> list[str]:
    lines = ["| | Hier's own | libtorch's | heap | other | all | peer's | ratio | at most |",
             "| --- |" + " ---: |" * 8]
    for name, sides in sorted(found.items()):
        (ours, nodes), (theirs, their_nodes) = sides["hier"], sides["peer"]
        peer = sum(theirs.values()) / their_nodes
        mine = {owner: ours[owner] / nodes for owner in OWNERS}
        whole = sum(mine.values())
        counts = [*mine.values(), whole, peer]
        lines.append(f"| {name.replace('/', ', ')} | " + " | ".join(f"{count:,.0f}" for count in counts) +
                     f" | {peer / whole:.1f} | {peer / (whole - mine['Hier']):.1f} |")
    return lines


def main() -> None:
    parser = argparse.ArgumentParser(description="Tells whose instructions the pairs of hier-bench take.")
    parser.add_argument("--only", default="^(read|write|inline/once|tag|mlir)", metavar="NAME",
                        help="the pairs that match this; mlir is mlir-opt")
    parser.add_argument("--write", action="store_true", help="put the table into docs/Performance.md")
    options = parser.parse_args()
    inputs.make_inputs(FOLDER)
    found = profiles(options.only)
    if re.search(options.only, "mlir"):
        found |= whole_runs()
    lines = table(found)
    print("\n".join(lines))
    if options.write:
        replace_table("shares.py", lines)


if __name__ == "__main__":
    main()
