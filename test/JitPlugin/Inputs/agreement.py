"""Runs models with the plugin in the JIT, and compares the tags in what ran with those that hier-opt gives the same
module's archive. Usage: agreement.py BUILD [MODEL...]

Prints a line for each model, made by the compiler of scripts or by the tracer, or frozen, run with and without gradients: how many
operations have the archive's tag, path and number of the call; how many have those of a module around it and say so; how
many libtorch has put in. Exits with 1 where one has those of another module, or where outputs differ."""
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
        self.same = self.around = self.new = self.untagged = 0
        self.wrong = []

    def compare(self, key, ran, archived):
        """Where the JIT has unrolled a loop, or found two nodes equal, there are more or fewer than in the archive."""
        if not archived:
            self.new += len(ran)
            return
        for index, facts in enumerate(ran):
            expected = [archived[index]] if len(ran) == len(archived) else archived
            if facts.tag is None:
                self.untagged += 1
            elif any(facts[:3] == one[:3] for one in expected):
                self.same += 1
            elif facts.evidence in ("ancestor", "unknown") and any(is_around(facts.path, one.path) for one in expected):
                self.around += 1
            else:
                self.wrong.append((key, facts, expected))


def run(module, has_gradients):
    """The output of the last run, and the graph of it. The inner executors of what is differentiated have graphs of
    their own, which graph_for() joins."""
    with torch.set_grad_enabled(has_gradients):
        for _ in range(3):
            output = module(INPUT)
        return output, module.graph_for(INPUT) if has_gradients else torch.jit.last_executed_optimized_graph()


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


def check(model, how, has_gradients, when, file):
    """What is loaded again has classes of its own, and so graphs that are not optimised yet."""
    module = made(model, how)
    module.save(file)
    torch.ops.hier.jit_unregister()
    plain, _ = run(frozen_where(how, torch.jit.load(file)), has_gradients)
    torch.ops.hier.jit_register(f"tag-hierarchy{{{OPTIONS}}}", when)
    output, graph = run(frozen_where(how, module), has_gradients)
    expected = archived(file)
    counts = Counts()
    for key, ran in operations(str(node).splitlines()[0] for node in nodes_of(graph)).items():
        counts.compare(key, ran, expected[key])
    mode = "gradients" if has_gradients else "inference"
    print(f"{type(model).__name__} {how} {mode} {when}: {counts.same} agree, {counts.around} around, {counts.new} new, "
          f"{counts.untagged} untagged, {len(counts.wrong)} wrong{'' if torch.equal(plain, output) else ', outputs differ'}")
    for wrong in counts.wrong:
        print("  ", *wrong)
    return not counts.wrong and torch.equal(plain, output)


def main():
    torch.ops.load_library(BUILD / "lib/libhier_jit.so")
    torch.manual_seed(0)
    chosen = [one for one in models.ALL if not sys.argv[2:] or one.__name__ in sys.argv[2:]]
    with tempfile.TemporaryDirectory() as name:
        good = [check(fresh(model), *mode, pathlib.Path(name) / "model.pt")
                for model, mode in itertools.product(chosen, MODES)]
    assert torch.ops.hier.jit_failures() == 0
    sys.exit(not all(good))


main()
