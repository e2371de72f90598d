#!/usr/bin/env python3
"""Makes the table of docs/TorchPasses.md: what each of libtorch's passes does to the hierarchy of a minimal graph.

The graphs are the parts of test/Passes/torch-*.ir, each node made a module's of its own. --verify-hierarchy tells what
becomes of them: where the hierarchy is in the scopes, where it is in tags that are left to the pass (`bare`), and where
Hier keeps the tags. Usage: torch-table.py [--fix] [HIER_OPT], by default build/bin/hier-opt; --fix writes the table.
"""
import json
import pathlib
import re
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent
DOCUMENT = ROOT / "docs/TorchPasses.md"
TABLE = re.compile(r"(?<=\n)\| pass \|.*?(?=\n\n|\n\Z|\Z)", re.DOTALL)
PASS = re.compile(r"^# hier-opt: --pass-pipeline='(torch-[a-z-]+)'\n(.*?)(?=^# -----|\Z)", re.MULTILINE | re.DOTALL)
NODE = re.compile(r"^( +(?:%.*?)?= .*?\))(, scope: \S+)?( # .*)?$")
TAGS = "tag-hierarchy{{attributes=tag,path,origins}}"
MODES = {"scopes": "{0}", "tags, bare": TAGS + ",{0}{{bare=true}}", "tags": TAGS + ",{0}"}


def with_modules(graph):
    """Each node in the scope of a module that nothing else is in."""
    lines = []
    for line in graph.splitlines():
        if not line.startswith("#"):
            lines.append(NODE.sub(lambda node: f"{node[1]}, scope: __module.m{len(lines)}{node[3] or ''}", line))
    return "\n".join(lines) + "\n"


def cases():
    files = sorted((ROOT / "test/Passes").glob("torch-*.ir"))
    found = {name: with_modules(body) for file in files for name, body in PASS.findall(file.read_text())}
    return dict(sorted(found.items()))


def audits(tool, graphs, pipeline):
    """What has become of each graph after its last pass."""
    parts = (f"# hier-opt: --pass-pipeline='{pipeline.format(name)}'\n{graph}" for name, graph in graphs.items())
    with tempfile.NamedTemporaryFile("w", suffix=".ir") as file:
        file.write("# -----\n".join(parts))
        file.flush()
        flags = ["--split-input-file", "--run-reproducer", "--verify-hierarchy", "--report-format=json"]
        done = subprocess.run([tool, *flags, file.name], stdout=subprocess.PIPE, text=True, check=True)
    return [report["hierarchy_verification"]["passes"][-1] for report in json.loads(done.stdout)]


def cell(audit):
    """What is not as it was."""
    counts = [(audit[key], key) for key in ("lost", "changed", "invented", "merged", "inferred", "untagged")]
    return ", ".join(f"{count} {key}" for count, key in counts if count) or "kept"


def table(tool):
    graphs = cases()
    columns = [audits(tool, graphs, pipeline) for pipeline in MODES.values()]
    head = f"| pass | {' | '.join(MODES)} |\n| --- |{' --- |' * len(MODES)}\n"
    rows = zip(graphs, *columns)
    return head + "\n".join(f"| `{name}` | " + " | ".join(map(cell, row)) + " |" for name, *row in rows)


def main(arguments):
    fix = "--fix" in arguments
    names = [argument for argument in arguments if argument != "--fix"]
    made = table(names[0] if names else ROOT / "build/bin/hier-opt")
    text = DOCUMENT.read_text()
    if TABLE.search(text)[0] == made:
        return 0
    if fix:
        DOCUMENT.write_text(TABLE.sub(lambda _: made, text))
    print(f"{DOCUMENT.name}: the table is not what --verify-hierarchy finds; utils/torch-table.py --fix corrects it")
    return not fix


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
