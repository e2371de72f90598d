"""Live modules are profiled as archives are: on the shapes that the tracer has seen, without changing what they are."""
import torch
from torch import nn

import hier
from small_models import CallsPython, traced


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.lin = nn.Linear(4, 4)
        self.register_buffer("calls", torch.zeros(()))

    def forward(self, x):
        self.calls.add_(1)
        return torch.relu(self.lin(x))


def profile(module, pipeline):
    return hier.run(module, pipeline).reports["profile"]


def shapes_of_a_trace():
    counting = traced(Net())
    before = float(counting.calls)
    threads = torch.get_num_threads()
    report = profile(counting, "profile{runs=2 warmup=0}")
    assert float(counting.calls) == before and torch.get_num_threads() == threads
    assert {node["kind"] for node in report["nodes"]} > {"aten::linear", "aten::relu", "aten::add_"}
    modules = {module["path"]: module for module in report["modules"]}
    assert modules["lin"]["total_flops"] == 2 * 2 * 4 * 4, modules
    print("traced modules have their shapes")


def script_needs_shapes():
    scripted = torch.jit.script(Net().eval())
    try:
        profile(scripted, "profile")
    except hier.HierError as error:
        assert "the shape of the argument 'x' is not known" in str(error), error
    assert profile(scripted, "profile{shapes=2x4 runs=1}")["runs"] == 1
    print("scripted modules need some")


def python_functions():
    calling = traced(CallsPython(), torch.ones(2))
    report = profile(calling, "profile{runs=1}")
    print("Python functions run:", *[node["kind"] for node in report["nodes"]])


shapes_of_a_trace()
script_needs_shapes()
python_functions()
