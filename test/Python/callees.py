"""Functions that a graph calls, and graphs that its nodes hold, are looked at before a pass follows them, and are left
alone by other threads meanwhile. All in one process."""
import gc
import io
import pathlib
import sys
import threading

import torch
from torch import nn

import hier

sys.path.insert(0, str(pathlib.Path(__file__).parent / "Inputs"))
import small_models as models  # noqa: E402
from refusals import refused  # noqa: E402


def helper(x):
    return torch.relu(x) + torch.ones([2, 4]).sum()


def caller_of(function):
    class Caller(nn.Module):
        def forward(self, x):
            return function(function(x))
    return torch.jit.script(Caller())


def broken_functions():
    function = torch.jit.script(helper)
    module = caller_of(function)
    nodes = list(function.graph.nodes())
    nodes[-1].moveBefore(nodes[0])
    for run in (hier.tag, hier.hierarchy, lambda given: hier.run(given, "inline-calls")):
        refused(hier.HierError, "broken IR", run, module)
    assert "prim::CallFunction" in str(hier.tag(module.graph))  # it follows no calls
    nodes[-1].moveAfter(nodes[-2])
    assert "aten::relu" in str(hier.tag(module))
    print("functions that are broken are refused")


def odd_nodes():
    def graph_with(kind, **graphs):
        graph = torch._C.Graph()
        node = graph.insertNode(graph.create(kind, 0))
        for name, value in graphs.items():
            node.g_(name, value)
        return graph

    everything = (hier.tag, hier.hierarchy, hier.tags, hier.text, lambda given: hier.tag(given, in_place=True),
                  lambda given: hier.run(given, "inline-calls"))
    itself = graph_with("prim::fork")
    next(itself.nodes()).g_("Subgraph", itself)
    # Thirty levels, each held twice by the one above: a walk would visit a billion.
    shared = torch._C.Graph()
    for _ in range(30):
        above = graph_with("foo::pair", Subgraph=shared, other=shared)
        above.insertNode(above.create("foo::pair", 0)).g_("Subgraph", shared)
        shared = above
    none = "has an attribute for a graph with no graph in it"
    no_tree = "has a subgraph that is another node's too, or holds the node"
    for graph, message in ((graph_with("foo::bar", foo=None), none), (graph_with("prim::fork", Subgraph=None), none),
                           (itself, no_tree), (shared, no_tree)):
        for function in everything:
            refused(hier.HierError, message, function, graph)
    next(itself.nodes()).removeAttribute("Subgraph")  # or it holds itself for ever
    for function in everything:
        if function not in (hier.tags, hier.text):
            refused(hier.HierError, "calls no Python function", function, graph_with("prim::PythonOp"))
    assert "prim::PythonOp()" in hier.text(graph_with("prim::PythonOp"))
    print("nodes that libtorch cannot hold are refused")


def at_once(*works):
    """Runs each for some turns in a thread of its own."""
    faults = []

    def turns(work):
        try:
            for _ in range(30):
                work()
        except Exception as error:  # what a thread raises would be lost
            faults.append(error)

    threads = [threading.Thread(target=turns, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not faults, faults


def python_behind_functions():
    function = torch.jit.trace(lambda x: models.Double.apply(x) + 1, torch.ones(2, 4))
    module = caller_of(function)

    def work():
        graph = hier.run(module, "inline-calls,tag-hierarchy,torch-cse").graph
        assert str(graph).count("^Double") == 2
        hier.hierarchy(module), hier.tag(module.graph)
        del graph
        gc.collect()

    at_once(work, work, work)
    print("Python behind functions is called with its lock")


def functions_that_change():
    function = torch.jit.script(helper)
    module = caller_of(function)

    def change():
        graph = function.graph
        for _ in range(40):
            node = graph.insertNode(graph.create("aten::neg", [next(graph.inputs())], 1))
            node.destroy()

    def work():
        assert len(hier.tags(hier.tag(module))) >= 6

    at_once(change, work, change, work)
    print("functions do not change while they are followed")


def functions_gone():
    saved = io.BytesIO()
    torch.jit.save(caller_of(torch.jit.script(helper)), saved)
    module = torch.jit.load(io.BytesIO(saved.getvalue()))
    graphs = [module.graph, module.inlined_graph]
    del module
    gc.collect()
    assert [str(hier.tag(graph)).count("aten::relu") for graph in graphs] == [0, 2]
    print("functions outlive their modules")


def frozen():
    module = caller_of(torch.jit.script(helper)).eval()
    graph = hier.run(module, "torch-freeze,inline-calls").graph
    assert "aten::relu" in str(graph) and "CallMethod" not in str(graph)
    module = torch.jit.script(models.Net().eval())
    frozen = hier.run(module, "torch-freeze,inline-calls").graph
    del module
    gc.collect()
    assert "aten::linear" in str(frozen)
    print("a frozen module's graph is given back")


if __name__ == "__main__":
    for case in (broken_functions, odd_nodes, python_behind_functions, functions_that_change, functions_gone,
                 frozen):
        case()
