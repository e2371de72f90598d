"""Live modules are profiled as archives are: on the shapes that the tracer has seen, without changing what they are."""
import torch
from torch import nn

import hier


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
    traced = torch.jit.trace(Net().eval(), torch.ones(2, 4), check_trace=False)
    before = float(traced.calls)
    threads = torch.get_num_threads()
    report = profile(traced, "profile{runs=2 warmup=0}")
    assert float(traced.calls) == before and torch.get_num_threads() == threads
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


class Scale(torch.autograd.Function):
    @staticmethod
    def forward(context, x):
        return x * 2

    @staticmethod
    def backward(context, gradient):
        return gradient * 2


class Python(nn.Module):
    def forward(self, x):
        return Scale.apply(x).relu()


def python_functions():
    traced = torch.jit.trace(Python(), torch.ones(2))
    report = profile(traced, "profile{runs=1}")
    print("Python functions run:", *[node["kind"] for node in report["nodes"]])


shapes_of_a_trace()
script_needs_shapes()
python_functions()
