"""Files for the viewers hold what the tagged IR and the reports tell, and their tools read them. Usage: formats.py INPUTS
FOLDER"""
import collections
import json
import pathlib
import re
import subprocess
import sys
import xml.etree.ElementTree

import made_models
from reading import FOLDER, hier_opt

DUMPS = sorted(pathlib.Path(sys.argv[1]).glob("*.ir"))
NODE = re.compile(r"^ +(?:%.* )?= \^?([\w:]+?)(?:_\d+)?(?:\[.*\])?\(", re.MULTILINE)
TAG, PATH = (re.compile(rf'hierarchy_{name}="((?:[^"\\]|\\.)*)"') for name in ("tag", "path"))
OPTIONS = {"emit-dot": "tree.dot", "emit-dataflow-dot": "flow.dot", "emit-chrome-trace": "trace.json",
           "emit-model-explorer": "graph.json"}
REPORTS = ["--print-static-hierarchy=policy=all", "--print-execution-trace=policy=all",
           "--compare-hierarchies", "--print-hierarchy-tree", "--report-format=json"]


class Emitted:
    """What is written of a dump, the reports on it, and the tagged IR of it."""

    def __init__(self, dump: pathlib.Path):
        files = {option: FOLDER / name for option, name in OPTIONS.items()}
        self.reports = json.loads(hier_opt(*(f"--{option}={file}" for option, file in files.items()), *REPORTS, dump))
        self.tree, self.flow, *texts = (file.read_text() for file in files.values())
        self.trace, self.collection = map(json.loads, texts)
        tagged = hier_opt("--tag-hierarchy=attributes=tag,path", dump)
        self.has_subgraphs = "\nwith " in tagged  # whose nodes come last in the text
        lines = [line for line in tagged.splitlines() if "hierarchy_path=" in line]
        self.nodes = [(NODE.match(line)[1], TAG.search(line)[1], PATH.search(line)[1])
                      for line in lines if NODE.match(line)]

    def has(self, nodes: list[tuple[str, str, str]]) -> bool:
        """Are these the nodes, in order, by kind, tag and path?"""
        def arranged(found):
            # A PythonOp's kind is its function's name in the text.
            nodes = [(kind if kind.startswith("aten::") else "", tag, path) for kind, tag, path in found]
            return sorted(nodes) if self.has_subgraphs else nodes
        return arranged(nodes) == arranged(self.nodes)


def drawn(dot: str) -> dict:
    """The graph as Graphviz understands it."""
    return json.loads(subprocess.run(["dot", "-Tdot_json"], input=dot, capture_output=True, text=True, check=True).stdout)


def boxes(graph: dict, letter: str) -> list[dict]:
    return [box for box in graph.get("objects", []) if re.fullmatch(rf"{letter}\d+", box["name"])]


def check_tree(emitted: Emitted) -> None:
    graph = drawn(emitted.tree)
    modules = boxes(graph, "m")
    assert len(graph.get("edges", [])) == len(modules) - 1
    paths = {box.get("tooltip", "") for box in modules}  # Graphviz leaves an empty one out
    mapping = emitted.reports["static_hierarchy"]["hierarchy_mapping"]
    assert paths >= set(mapping), set(mapping) - paths


def check_calls(emitted: Emitted) -> None:
    """How often modules are called, in the tree and the trace, is what --compare-hierarchies counts."""
    counts = emitted.reports["comparison"]["call_counts"]
    modules = {module["path"]: module["calls"] for module in emitted.reports["hierarchy_tree"]["modules"]}
    assert {path: calls for path, calls in modules.items() if calls and path} == counts, (modules, counts)


def check_flow(emitted: Emitted) -> None:
    drawn_kinds = collections.Counter(box["tooltip"].split("\\n")[-1].partition(" = ")[2].partition("(")[0]
                                      .partition("[")[0].removeprefix("^") for box in boxes(drawn(emitted.flow), "n"))
    kinds = collections.Counter(kind for kind, *_ in emitted.nodes if kind.startswith("aten::"))
    assert all(drawn_kinds[kind] == count for kind, count in kinds.items()), kinds - drawn_kinds


def check_trace(emitted: Emitted) -> None:
    slices = [event for event in emitted.trace["traceEvents"] if event["ph"] == "X"]
    nodes = [(event["name"], event["args"]["tag"], event["args"]["path"]) for event in slices if event["cat"] == "node"]
    assert emitted.has(nodes)
    calls = [event for event in slices if event["cat"] == "call"]
    entered = [step["module_name"] for step in emitted.reports["execution_trace"]["execution_trace"]
               if step["action"] == "enter"]
    paths = iter([event["args"]["path"] for event in calls])
    assert all(path in paths for path in entered)  # in this order
    ends = []  # of the slices around
    for event in sorted(slices, key=lambda event: (event["ts"], -event["dur"], event["cat"])):
        while ends and ends[-1] <= event["ts"]:
            ends.pop()
        assert event["dur"] >= 0
        assert not ends or event["ts"] + event["dur"] <= ends[-1]
        ends.append(event["ts"] + event["dur"])


def tag_of(node: dict) -> str:
    tag, = (attribute["value"] for attribute in node["attrs"] if attribute["key"] == "tag")
    return tag


def check_layers(emitted: Emitted) -> None:
    graph, = emitted.collection["graphs"]
    nodes = {node["id"]: node for node in graph["nodes"]}
    assert len(nodes) == len(graph["nodes"])
    layers = graph["groupNodeAttributes"]
    found = [(node["label"], tag_of(node), layers[node["namespace"]]["path"])
             for node in graph["nodes"] if node["id"].isdigit()]
    assert emitted.has(found)
    for node in graph["nodes"]:
        for edge in node.get("incomingEdges", []):
            outputs = nodes[edge["sourceNodeId"]]["outputsMetadata"]
            assert edge["sourceNodeOutputId"] in {output["id"] for output in outputs}


def check(dump: pathlib.Path) -> Emitted:
    emitted = Emitted(dump)
    check_tree(emitted)
    check_calls(emitted)
    check_flow(emitted)
    check_trace(emitted)
    check_layers(emitted)
    return emitted


def check_names() -> None:
    """A drawing of names that no Python has, as Graphviz draws it."""
    dump = FOLDER / "hostile \"&amp;\\N.ir"
    dump.write_bytes(made_models.hostile())
    for option in "emit-dot", "emit-dataflow-dot":
        dot = hier_opt(f"--{option}=-", dump)
        picture = subprocess.run(["dot", "-Tsvg"], input=dot, capture_output=True, text=True, check=True)
        assert not picture.stderr
        texts = [text.text for text in xml.etree.ElementTree.fromstring(picture.stdout).iter() if text.tag.endswith("text")]
        title = f"{made_models.HOSTILE_NAME}: {made_models.HOSTILE_CLASS.removeprefix('net.')}"
        assert title in texts and str(dump) in texts, texts
    print("names are text in drawings")


if __name__ == "__main__":
    checked = [check(dump) for dump in DUMPS]
    assert len(checked) > 20 and all(emitted.nodes for emitted in checked)
    print(f"{len(checked)} dumps in four formats")
    check_names()
