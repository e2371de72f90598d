#!/usr/bin/env python3
"""Tags the BERT dump that the repository carries, and shows what came out: the first lines, and how the tags are
spread over the nodes. Usage: demo.py [HIER_OPT]"""
import collections
import pathlib
import re
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
HIER_OPT = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else ROOT / "build/bin/hier-opt")
COMMAND = [HIER_OPT, "--tag-hierarchy", ROOT / "test/Inputs/bert-tiny.module.ir"]
LINES, WIDTH, TAGS = 20, 150, 8

# A node is an indented line with a kind, `aten::add(` or `prim::Constant[value=1](`; most define values first.
NODE = re.compile(r"^ +(?:%.* = |= )?\^?\w+(?:::\w+)?[\[(]")
TAG = re.compile(r'hierarchy_tag="([^"]*)"')


def main():
    print("$", *(path.relative_to(ROOT) if isinstance(path, pathlib.Path) else path for path in COMMAND), flush=True)
    run = subprocess.run(COMMAND, stdout=subprocess.PIPE, text=True)
    if run.returncode:
        return run.returncode
    lines = run.stdout.splitlines()
    for line in lines[:LINES]:
        print(line if len(line) <= WIDTH else line[:WIDTH] + " ...")
    print(f"... {len(lines) - LINES} more lines")

    nodes = [line for line in lines if NODE.match(line)]
    tags = collections.Counter(match[1] for match in map(TAG.search, nodes) if match)
    print(f"\n{len(nodes)} nodes, {tags.total()} of them tagged, with {len(tags)} different tags; the most frequent:")
    for tag, count in sorted(tags.items(), key=lambda item: (-item[1], item[0]))[:TAGS]:
        print(f"{count:6}  {tag}")


if __name__ == "__main__":
    sys.exit(main())
