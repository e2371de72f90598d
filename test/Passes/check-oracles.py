#!/usr/bin/env python3
"""Are real models tagged as Python hooks, the tracer and eager runs recorded them?

usage: check-oracles.py FOLDER
Tags each NAME.module.ir and NAME.inlined.ir of FOLDER, all dumps of a form in one run, and compares with
NAME.oracle.json, under the policies that it holds:
  every node has a tag;
  the aten:: nodes are those of NAME.inlined.ir, each with the path that the tracer recorded there;
  each tag is one that hooks gave the nearest enclosing module that makes a level, in one of its calls;
and the module dumps with NAME.truth.json: the operations of the kinds it tells of, each with its path and call.
Names of one module object count as one name; hooks know but one of them, so that the tags of such models are not
compared. aten::Int and aten::ScalarImplicit are left out: torch drops those that nobody uses, and moves others.
"""
import concurrent.futures
import json
import pathlib
import re
import subprocess
import sys

NODE = re.compile(r'^ +(?:%.*? : .*? = | = )(\^?[\w:]+)(?:\[((?:"(?:\\.|[^"\\])*"|[^"])*?)\])?\((.*)$')
SCOPE = re.compile(r"\), scope: (.*?)(?: # \S+:\d+:\d+)?$")
LEFT_OUT = {"aten::Int", "aten::ScalarImplicit"}


def nodes(text):
    """(kind, attributes as text, scope) of each node of a graph, in order."""
    for line in text.splitlines():
        if match := NODE.match(line):
            scope = SCOPE.search(line)
            yield match[1], match[2] or "", scope[1] if scope else ""


def value(attributes, name):
    match = re.search(rf'hierarchy_{name}=(?:"([^"]*)"|(\d+))', attributes)
    return match and (match[1] if match[2] is None else int(match[2]))


def tagged(folder, names, suffix, policy):
    """The graphs of the dumps by name, tagged."""
    text = "".join((folder / (name + suffix)).read_text() for name in names)
    option = f"--tag-hierarchy=policy={policy} attributes=tag,path,call"
    done = subprocess.run(["hier-opt", option, "-"], input=text, capture_output=True, text=True)
    if done.returncode:
        sys.exit(f"{suffix}, policy {policy}: {done.stderr}")
    graphs = re.split(r"^(?=graph\()", done.stdout, flags=re.MULTILINE)[1:]
    if len(graphs) != len(names):
        sys.exit(f"{suffix}, policy {policy}: {len(graphs)} graphs for {len(names)} dumps")
    return dict(zip(names, graphs))


def is_compared(kind):
    return kind.startswith("aten::") and kind not in LEFT_OUT


def tags_of(trace, root):
    """The tags that each module had in its calls."""
    tags = {"": {"/" + root}}
    for entry in trace:
        tags.setdefault(entry["module_name"], set()).add(entry["tag"])
    return tags


def nearest(path, tags):
    """The tags of the nearest enclosing module that makes a level."""
    while path not in tags:
        path = path.rpartition(".")[0]
    return tags[path]


def oracle_faults(graph, recorded, oracle, policy):
    """What differs from an oracle, as lines."""
    def canonical(path):
        return oracle["aliases"].get(path, path)

    tags = tags_of((oracle if policy == "hf" else oracle["all"])["trace"], oracle["root"])
    got = []
    for kind, attributes, _ in nodes(graph):
        tag, path = value(attributes, "tag"), value(attributes, "path")
        if tag is None or path is None:
            yield f"{kind} has no tag"
        elif not oracle["aliases"] and tag not in nearest(path, tags):
            yield f"{kind} of {path!r} has tag {tag}, not {' or '.join(sorted(nearest(path, tags)))}"
        if is_compared(kind):
            got.append((kind, canonical(path or "")))
    want = [(kind, canonical(scope.split("/__module.")[-1].removeprefix("__module.")))
            for kind, _, scope in nodes(recorded) if is_compared(kind)]
    yield from differences(got, want)


def truth_faults(graph, truth):
    want = [tuple(operation) for operation in truth["ops"]]
    kinds = {kind for kind, _, _ in want}
    got = [(kind, value(attributes, "path"), value(attributes, "call") or 0)
           for kind, attributes, _ in nodes(graph) if kind in kinds]
    return differences(got, want)


def differences(got, want):
    if len(got) != len(want) or not want:
        yield f"{len(got)} operations, not {len(want)}"
    yield from (f"operation {index} is {one}, not {other}"
                for index, (one, other) in enumerate(zip(got, want)) if one != other)


def main():
    folder = pathlib.Path(sys.argv[1])
    oracles, truths = ({file.name.split(".")[0]: json.loads(file.read_text())
                        for file in sorted(folder.glob(f"*.{what}.json"))} for what in ("oracle", "truth"))
    runs = []  # suffix, policy, names, and what finds the faults of one
    for suffix in (".module.ir", ".inlined.ir"):
        for policy in ("hf", "all"):
            names = [name for name in oracles if policy == "hf" or "all" in oracles[name]]
            runs.append((suffix, policy, names, lambda name, graph, policy=policy: oracle_faults(
                graph, (folder / f"{name}.inlined.ir").read_text(), oracles[name], policy)))
    runs.append((".module.ir", "all", list(truths), lambda name, graph: truth_faults(graph, truths[name])))
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        results = list(pool.map(lambda run: tagged(folder, run[2], *run[:2]), runs))
    failed = 0
    for (suffix, policy, names, faults_of), graphs in zip(runs, results):
        for name in names:
            faults = list(faults_of(name, graphs[name]))
            failed += bool(faults)
            if faults:
                print(f"{name}{suffix}, policy {policy}: {len(faults)} faults: {faults[0]}")
    print(f"{sum(len(run[2]) for run in runs)} dumps compared, {failed} differ")
    return failed != 0 or not oracles or not truths


if __name__ == "__main__":
    sys.exit(main())
