"""Scripted models that call what is no module: functions, plain classes, interfaces, forks.

The bodies of functions and of methods of plain classes are not in a module dump, so the truths name only the operations
outside them: those a text dump and an archive agree on.
"""
import torch
from torch import nn

from . import scripted
from .structure import Inner

X = torch.ones(2, 4)


def scaled(x: torch.Tensor, by: float) -> torch.Tensor:
    return (x * by).exp()


def twice_scaled(x: torch.Tensor) -> torch.Tensor:
    return scaled(scaled(x, 0.5), 2.0)


class UsesFunction(nn.Module):
    def __init__(self):
        super().__init__()
        self.inner = Inner()

    def forward(self, x):
        return twice_scaled(self.inner(x)).sin()


class Functions(nn.Module):
    def __init__(self):
        super().__init__()
        self.user = UsesFunction()

    def forward(self, x):
        return self.user(scaled(x, 3.0)).cos()


@scripted("functions", truth=(
    ("aten::linear", "user.inner.lin"), ("aten::relu", "user.inner"), ("aten::sin", "user"), ("aten::cos", "")))
def functions():
    """Free functions, one of which calls the other."""
    return Functions(), (X,)


class Counter:
    """A plain class: its methods are called like a module's, but it is none."""

    def __init__(self, start: int):
        self.count = start

    def add(self, x: torch.Tensor) -> torch.Tensor:
        self.count += 1
        return x.exp() * self.count


class UsesObject(nn.Module):
    def __init__(self):
        super().__init__()
        self.inner = Inner()

    def forward(self, x):
        counter = Counter(2)
        x = counter.add(self.inner(x)).sin()
        return counter.add(x).cos()


@scripted("plain-class", truth=(
    ("aten::linear", "inner.lin"), ("aten::relu", "inner"), ("aten::sin", ""), ("aten::cos", "")))
def plain_class():
    """An object of a plain class is made and its method is called twice."""
    return UsesObject(), (X,)


@torch.jit.interface
class Operation(nn.Module):
    def forward(self, x: torch.Tensor) -> torch.Tensor:
        pass


class Sines(nn.Module):
    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return x.sin()


class Stage(nn.Module):
    def __init__(self):
        super().__init__()
        self.inner = Inner()

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return self.inner(x).tanh()


class UsesInterface(nn.Module):
    operation: Operation
    stage: Operation

    def __init__(self):
        super().__init__()
        self.operation = Sines()
        self.stage = Stage()

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return self.stage.forward(self.operation.forward(x)).cos()


@scripted("interface", truth=(
    ("aten::sin", "operation"), ("aten::linear", "stage.inner.lin"), ("aten::relu", "stage.inner"), ("aten::tanh", "stage"),
    ("aten::cos", "")))
def interface():
    """Two modules behind one interface: the call names the interface, the object tree says which module it is."""
    return UsesInterface(), (X,)


class Forks(nn.Module):
    def __init__(self):
        super().__init__()
        self.one = Inner()
        self.two = Stage()

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        future = torch.jit.fork(self.one, x)
        other = self.two(x).sin()
        return torch.jit.wait(future) + self.one(other).cos()


@scripted("fork", truth=(
    ("aten::linear", "two.inner.lin"), ("aten::relu", "two.inner"), ("aten::tanh", "two"), ("aten::sin", ""),
    ("aten::linear", "one.lin", 1), ("aten::relu", "one", 1), ("aten::cos", ""),
    ("aten::linear", "one.lin"), ("aten::relu", "one")))
def fork():
    """A module called in a fork and again outside it: the fork's graph is printed last, but its call is the first."""
    return Forks(), (X,)
