"""Models that are neither all traced nor all scripted, and a model whose classes pass for those of transformers.

A scripted part inside a trace keeps its source's shape: its calls have no scopes, and a method is not printed once for each
call. A traced part inside a script is the other way round.
"""
import torch
from torch import nn

from . import scripted, traced
from .structure import Inner


class Gate(nn.Module):
    def __init__(self):
        super().__init__()
        self.inner = Inner()

    def forward(self, x):
        if bool(x.sum() > 0):
            x = self.inner(x).sin()
        else:
            x = x.cos()
        return self.inner(x)


class HoldsScripted(nn.Module):
    def __init__(self):
        super().__init__()
        self.before = Inner()
        self.gate = torch.jit.script(Gate())

    def forward(self, x):
        return self.gate(self.gate(self.before(x).tanh()))


@traced("scripted-in-traced", hooks=False, truth=(
    ("aten::linear", "before.lin"), ("aten::relu", "before"), ("aten::tanh", ""),
    ("aten::linear", "gate.inner.lin"), ("aten::relu", "gate.inner"), ("aten::sin", "gate"), ("aten::cos", "gate"),
    ("aten::linear", "gate.inner.lin", 1), ("aten::relu", "gate.inner", 1),
    ("aten::linear", "gate.inner.lin", 2), ("aten::relu", "gate.inner", 2), ("aten::sin", "gate", 1), ("aten::cos", "gate", 1),
    ("aten::linear", "gate.inner.lin", 3), ("aten::relu", "gate.inner", 3)))
def scripted_in_traced():
    """A trace that calls a scripted module twice, by one method."""
    return HoldsScripted(), (torch.rand(2, 4),)


class TwiceInside(nn.Module):
    def __init__(self):
        super().__init__()
        self.inner = Inner()

    def forward(self, x):
        return self.inner(self.inner(x).tanh())


class HoldsTraced(nn.Module):
    def __init__(self):
        super().__init__()
        self.part = torch.jit.trace(TwiceInside(), torch.rand(2, 4))
        self.after = Inner()

    def forward(self, x, times: int = 2):
        for _ in range(times):
            x = self.part(x).sin()
        return self.after(self.part(x))


@scripted("traced-in-scripted", truth=(
    ("aten::linear", "part.inner.lin"), ("aten::relu", "part.inner"), ("aten::tanh", "part"),
    ("aten::linear", "part.inner.lin", 1), ("aten::relu", "part.inner", 1), ("aten::sin", ""),
    ("aten::linear", "part.inner.lin", 2), ("aten::relu", "part.inner", 2), ("aten::tanh", "part", 1),
    ("aten::linear", "part.inner.lin", 3), ("aten::relu", "part.inner", 3),
    ("aten::linear", "after.lin"), ("aten::relu", "after")))
def traced_in_scripted():
    """A script that calls a traced module in a loop; the traced one calls its child twice."""
    return HoldsTraced(), (torch.rand(2, 4),)


class TracesTraced(nn.Module):
    def __init__(self):
        super().__init__()
        self.inner = Inner()
        self.part = torch.jit.trace(TwiceInside(), torch.rand(2, 4))

    def forward(self, x):
        return self.part(self.inner(x)).sin()


@traced("traced-in-traced", hooks=False, truth=(
    ("aten::linear", "inner.lin"), ("aten::relu", "inner"),
    ("aten::linear", "part.inner.lin"), ("aten::relu", "part.inner"), ("aten::tanh", "part"),
    ("aten::linear", "part.inner.lin", 1), ("aten::relu", "part.inner", 1), ("aten::sin", "")))
def traced_in_traced():
    """A trace that holds another, whose scopes start at itself: `inner` is in both."""
    return TracesTraced(), (torch.rand(2, 4),)


def of_transformers(package: str):
    """Gives a class a module of the name that `policy=hf` looks for."""

    def place(cls):
        cls.__module__ = package
        return cls

    return place


@of_transformers("transformers.models.toy")
class ToyBlock(nn.Module):
    def __init__(self):
        super().__init__()
        self.norm = nn.LayerNorm(4)
        self.mlp = Inner()

    def forward(self, x):
        return self.mlp(self.norm(x)).tanh()


@of_transformers("transformers_of_others.toy")
class ToyStage(nn.Module):
    def __init__(self):
        super().__init__()
        self.block = nn.ModuleList([ToyBlock(), ToyBlock()])
        self.parts = nn.ModuleList([ToyBlock()])

    def forward(self, x):
        for block in self.block:
            x = block(x)
        return self.parts[0](x).sin()


@of_transformers("transformers.models.toy")
class ToyModel(nn.Module):
    def __init__(self):
        super().__init__()
        self.words = nn.Embedding(16, 4)
        self.h = nn.ModuleDict({"3": ToyStage(), "x": ToyBlock()})
        self.stages = nn.Sequential(ToyStage(), nn.Linear(4, 4))

    def forward(self, tokens):
        x = self.words(tokens)
        return self.stages(self.h["x"](self.h["3"](x)))


@traced("transformers-like", records=("aten::embedding", "aten::layer_norm", "aten::linear", "aten::relu", "aten::tanh", "aten::sin"))
def transformers_like():
    """Classes named as in transformers, for `policy=hf` without that package: lists that number and lists that do not."""
    return ToyModel(), (torch.arange(6).reshape(2, 3),)
