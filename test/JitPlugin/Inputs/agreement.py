"""Runs models with the plugin in the JIT, and compares the tags in each graph that libtorch has handed out with those that
hier-opt gives the same module's archive. Usage: agreement.py BUILD [MODEL...]

Prints a line for each model, made by the compiler of scripts or by the tracer, or frozen, run with and without gradients: how many
operations have the archive's tag, path and number of the call; how many have those of a module around it and say so; how
many libtorch has put in, and how many it has not handed out. Exits with 1 where one has those of another module, or where
outputs differ."""
import collections
import itertools
import pathlib
import re
import subprocess
import sys
import tempfile
import warnings

import torch

import models

BUILD = pathlib.Path(sys.argv[1])
OPTIONS = "policy=all attributes=tag,path,call,evidence"
MODES = (("script", False, "post"), ("script", False, "pre"), ("script", True, "post"), ("trace", False, "post"),
         ("freeze", False, "post"))
INPUT = torch.linspace(-1, 1, 8).reshape(2, 4)

Facts = collections.namedtuple("Facts", "tag path call evidence")
UNSURE = "ancestor", "unknown"


def operations(lines):
    """The facts of each aten node by kind and place in the source, in order. Constants and what reads modules are not
    compared: the JIT pools the ones and drops the others."""
    found = collections.defaultdict(list)
    for line in lines:
        kind = re.search(r"(?:= |^\s*)(aten::\w+)", line)
        if not kind:
            continue
        place = re.search(r"# .*?([^/\s]+:\d+):\d+\s*$", line)
        attributes = dict(re.findall(r'hierarchy_(\w+)="?([^",\]]*)', line))
        key = kind[1], place[1] if place else ""
        found[key].append(Facts(*(attributes.get(name) for name in Facts._fields)))
    return found


def nodes_of(block):
    for node in block.nodes():
        yield node
        for inner in node.blocks():
            yield from nodes_of(inner)
        if node.hasAttribute("Subgraph"):
            yield from nodes_of(node.g("Subgraph"))


def is_around(path, inner):
    return path == "" or f"{inner}.".startswith(f"{path}.")


class Counts:
    def __init__(self):
        self.same = self.around = self.new = 0
        self.wrong = []

    def compare(self, key, graphs, archived):
        """Of one kind and place: what each graph that has some has. Where the JIT has unrolled a loop, or found two nodes
        equal, there are more or fewer than in the archive."""
        if not archived:
            self.new += sum(map(len, graphs))
            return
        if any(len(ran) == len(archived) for ran in graphs):
            for ran in graphs:
                for index, facts in enumerate(ran):
                    self.judge(key, facts, [archived[index]] if len(ran) == len(archived) else archived)
            return
        ran = [facts for graph in graphs for facts in graph]
        left = list(archived)
        for facts in sorted(ran, key=lambda facts: facts.evidence in UNSURE):
            found = self.judge(key, facts, left)
            if found and len(ran) == len(archived):
                left.remove(found)

    def judge(self, key, facts, expected):
        """Gives the one of `expected` that it is."""
        for one in expected:
            if facts[:3] == one[:3]:
                self.same += 1
                return one
        for one in expected:
            if facts.evidence in UNSURE and is_around(facts.path, one.path):
                self.around += 1
                return one
        self.wrong.append((key, facts, expected))
        return None


def run(module, has_gradients):
    """The output of the last run, and how many operations of the whole graph are without a tag. The inner executors of what
    is differentiated have graphs of their own, which graph_for() joins."""
    with torch.set_grad_enabled(has_gradients):
        for _ in range(4):
            output = module(INPUT)
        graph = module.graph_for(INPUT) if has_gradients else torch.jit.last_executed_optimized_graph()
    return output, sum(not node.hasAttribute("hierarchy_tag") for node in nodes_of(graph) if node.kind().startswith("aten::"))


def made(model, how):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return torch.jit.trace(model, INPUT) if how == "trace" else torch.jit.script(model)


def frozen_where(how, module):
    return torch.jit.freeze(module) if how == "freeze" else module


def fresh(model):
    """The compiler keeps what it has made of a class: forget it, so that each model has graphs of its own."""
    torch._C._jit_clear_class_registry()
    torch.jit._recursive.concrete_type_store = torch.jit._recursive.ConcreteTypeStore()
    torch.jit._state._clear_class_state()
    return model().eval()


def archived(file):
    command = [BUILD / "bin/hier-opt", f"--tag-hierarchy={OPTIONS}", file]
    return operations(subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout.splitlines())


def handed_out(folder):
    """By kind and place, what each graph in the folder has."""
    found = collections.defaultdict(list)
    files = sorted(folder.iterdir())
    for file in files:
        for key, ran in operations(file.read_text().splitlines()).items():
            found[key].append(ran)
    return len(files), found


def check(model, how, has_gradients, when, folder):
    """What is loaded again has classes of its own, and so graphs that are not optimised yet."""
    module, file, graphs = made(model, how), folder / "model.pt", folder / f"{type(model).__name__}-{how}-{has_gradients}-{when}"
    module.save(file)
    torch.ops.hier.jit_unregister()
    plain, _ = run(frozen_where(how, torch.jit.load(file)), has_gradients)
    torch.ops.hier.jit_register(f"tag-hierarchy{{{OPTIONS}}}", when, str(graphs))
    output, untagged = run(frozen_where(how, module), has_gradients)
    expected = archived(file)
    counts = Counts()
    number, found = handed_out(graphs)
    for key, ran in found.items():
        counts.compare(key, ran, expected[key])
    mode = "gradients" if has_gradients else "inference"
    print(f"{type(model).__name__} {how} {mode} {when}: {number} handed out, {counts.same} agree, {counts.around} around, "
          f"{counts.new} new, {untagged} untagged, {len(counts.wrong)} wrong"
          f"{'' if torch.equal(plain, output) else ', outputs differ'}")
    for wrong in counts.wrong:
        print("  ", *wrong)
    return not counts.wrong and torch.equal(plain, output)


def main():
    torch.ops.load_library(BUILD / "lib/libhier_jit.so")
    torch.manual_seed(0)
    chosen = [one for one in models.ALL if not sys.argv[2:] or one.__name__ in sys.argv[2:]]
    with tempfile.TemporaryDirectory() as name:
        good = [check(fresh(model), *mode, pathlib.Path(name))
                for model, mode in itertools.product(chosen, MODES)]
    assert torch.ops.hier.jit_failures() == 0
    sys.exit(not all(good))


main()
