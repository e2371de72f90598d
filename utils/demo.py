#!/usr/bin/env python3
"""Tags the BERT dump that the repository carries, and shows what came out: the first lines, and how the tags are
spread over the nodes; then writes its page. Usage: demo.py [HIER_OPT]"""
import collections
import pathlib
import re
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
HIER_OPT = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else ROOT / "build/bin/hier-opt")
DUMP = ROOT / "test/Inputs/bert-tiny.module.ir"
PAGE = ROOT / "build/bert.html"
LINES, WIDTH, TAGS = 20, 150, 8

# A node is an indented line with a kind, `aten::add(` or `prim::Constant[value=1](`; most define values first.
NODE = re.compile(r"^ +(?:%.* = |= )?\^?\w+(?:::\w+)?[\[(]")
TAG = re.compile(r'hierarchy_tag="([^"]*)"')


def run(*command) -> str:
    """What the command writes; it is shown first."""
    print("$", *(str(word).replace(f"{ROOT}/", "") for word in command), flush=True)
    return subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True).stdout


def main():
    lines = run(HIER_OPT, "--tag-hierarchy", DUMP).splitlines()
    for line in lines[:LINES]:
        print(line if len(line) <= WIDTH else line[:WIDTH] + " ...")
    print(f"... {len(lines) - LINES} more lines")

    nodes = [line for line in lines if NODE.match(line)]
    tags = collections.Counter(match[1] for match in map(TAG.search, nodes) if match)
    print(f"\n{len(nodes)} nodes, {tags.total()} of them tagged, with {len(tags)} different tags; the most frequent:")
    for tag, count in sorted(tags.items(), key=lambda item: (-item[1], item[0]))[:TAGS]:
        print(f"{count:6}  {tag}")

    print()
    run(HIER_OPT, f"--emit-html={PAGE}", DUMP)
    print(f"The page {PAGE.relative_to(ROOT)} shows its modules, what they cost and what ran when; a browser opens it.")


if __name__ == "__main__":
    try:
        main()
    except subprocess.CalledProcessError as error:
        sys.exit(error.returncode)
