"""The models that the tests of the Python package run on."""
import torch
from torch import nn


class Inner(nn.Module):
    def __init__(self):
        super().__init__()
        self.lin = nn.Linear(4, 4)

    def forward(self, x):
        return torch.relu(self.lin(x))


class Net(nn.Module):
    """`b` is called twice, `unused` never, and one constant is None in a trace."""

    def __init__(self):
        super().__init__()
        self.a = Inner()
        self.b = Inner()
        self.unused = nn.Linear(1, 1)

    def forward(self, x):
        return torch.clamp(self.b(self.b(self.a(x))), min=None, max=torch.ones(1))


class Double(torch.autograd.Function):
    @staticmethod
    def forward(context, x):
        return x * 2

    @staticmethod
    def backward(context, gradient):
        return gradient * 2


class CallsPython(nn.Module):
    def forward(self, x):
        return Double.apply(x) + 1


def traced(model=None, example=None):
    torch.manual_seed(0)
    model = (model or Net()).eval()
    return torch.jit.trace(model, example if example is not None else torch.ones(2, 4))


def scripted():
    torch.manual_seed(0)
    return torch.jit.script(Net().eval())
