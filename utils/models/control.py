"""Scripted models of modules: branches, loops, several methods, several instances of a class.

A script keeps its source's shape, so the truth is written by hand beside each: every operation in the order of the text,
with each branch and each loop's body once, the module whose method holds it, and how many calls of that module from
another came before in the text.
"""
import torch
from torch import nn

from . import scripted
from .structure import Inner

X = torch.ones(2, 4)


class Branches(nn.Module):
    def __init__(self):
        super().__init__()
        self.left = Inner()
        self.right = Inner()
        self.loop = Inner()

    def forward(self, x):
        times = x.size(0)
        if bool(x.mean() > 0.5):
            x = self.left(x).sin()
        elif times > 3:
            x = self.right(self.left(x))
        else:
            x = x.cos()
        while bool(x.sum() < 10) and times > 0:
            for _ in range(times):
                x = self.loop(x).tanh()
            times -= 1
        return self.left(x)


@scripted("control-flow", truth=(
    ("aten::linear", "left.lin"), ("aten::relu", "left"), ("aten::sin", ""),
    ("aten::linear", "left.lin", 1), ("aten::relu", "left", 1), ("aten::linear", "right.lin"), ("aten::relu", "right"),
    ("aten::cos", ""),
    ("aten::linear", "loop.lin"), ("aten::relu", "loop"), ("aten::tanh", ""),
    ("aten::linear", "left.lin", 2), ("aten::relu", "left", 2)))
def control_flow():
    """Calls in branches and in nested loops."""
    return Branches(), (X,)


class Layers(nn.Module):
    def __init__(self):
        super().__init__()
        self.layers = nn.ModuleList([Inner(), Inner(), Inner()])
        self.named = nn.ModuleDict({"first": Inner(), "second": nn.Sequential(Inner(), nn.Tanh())})

    def forward(self, x):
        for layer in self.layers:
            x = layer(x)
        for module in self.named.values():
            x = module(x).sin()
        return self.layers[1](x)


@scripted("instances", truth=(
    ("aten::linear", "layers.0.lin"), ("aten::relu", "layers.0"), ("aten::linear", "layers.1.lin"), ("aten::relu", "layers.1"),
    ("aten::linear", "layers.2.lin"), ("aten::relu", "layers.2"),
    ("aten::linear", "named.first.lin"), ("aten::relu", "named.first"), ("aten::sin", ""),
    ("aten::linear", "named.second.0.lin"), ("aten::relu", "named.second.0"), ("aten::tanh", "named.second.1"), ("aten::sin", ""),
    ("aten::linear", "layers.1.lin", 1), ("aten::relu", "layers.1", 1)))
def instances():
    """Five instances of one class, which share one graph; lists and dictionaries are unrolled."""
    return Layers(), (X,)


class Worker(nn.Module):
    """Calls methods of its own, one of them with a name that a trace would give to a second call."""

    def __init__(self):
        super().__init__()
        self.inner = Inner()

    def forward(self, x):
        return self.forward1(self.inner(x)).cos()

    def forward1(self, x):
        return self.helper(x).tanh()

    @torch.jit.export
    def helper(self, x):
        return self.inner(x).sin()


class Methods(nn.Module):
    def __init__(self):
        super().__init__()
        self.worker = Worker()

    def finish(self, x):
        return self.worker.helper(x).neg()

    def forward(self, x):
        x = self.worker(x)
        x = self.worker.forward1(x)
        return self.finish(self.worker.helper(x))


@scripted("methods", truth=(
    ("aten::linear", "worker.inner.lin"), ("aten::relu", "worker.inner"),
    ("aten::linear", "worker.inner.lin", 1), ("aten::relu", "worker.inner", 1),
    ("aten::sin", "worker"), ("aten::tanh", "worker"), ("aten::cos", "worker"),
    ("aten::linear", "worker.inner.lin", 2), ("aten::relu", "worker.inner", 2), ("aten::sin", "worker", 1), ("aten::tanh", "worker", 1),
    ("aten::linear", "worker.inner.lin", 3), ("aten::relu", "worker.inner", 3), ("aten::sin", "worker", 2),
    ("aten::linear", "worker.inner.lin", 4), ("aten::relu", "worker.inner", 4), ("aten::sin", "worker", 3), ("aten::neg", "")))
def methods():
    """Methods other than forward, among them a `forward1` of the user's, called by others and by their own module."""
    return Methods(), (X,)


class Repeats(nn.Module):
    def __init__(self):
        super().__init__()
        self.inner = Inner()
        self.norm = nn.LayerNorm(4)

    def forward(self, x):
        total = torch.zeros_like(x)
        for step in range(3):
            total = total + self.norm(self.inner(self.inner(x))).sin()
        return self.norm(self.inner(total))


@scripted("repeats", truth=(
    ("aten::linear", "inner.lin"), ("aten::relu", "inner"), ("aten::linear", "inner.lin", 1), ("aten::relu", "inner", 1),
    ("aten::sin", ""), ("aten::linear", "inner.lin", 2), ("aten::relu", "inner", 2)))
def repeats():
    """Two calls of a module within a loop and one after it; a LayerNorm, which calls a function of torch's own."""
    return Repeats(), (X,)
