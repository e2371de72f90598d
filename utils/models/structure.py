"""Traced models, one for each way in which a module can be held and called.

A trace sees a call only where `module(...)` is written: a method other than `forward`, or `forward` called by name, runs as
part of the caller. All of them are small enough for their operations to be recorded in an eager run, with the module that
ran them and which call of it that was.
"""
import torch
from torch import nn

from . import traced

RECORDS = ("aten::linear", "aten::relu", "aten::tanh", "aten::sin", "aten::cos")


class Inner(nn.Module):
    """The module that most models here are made of: one child and one operation of its own."""

    def __init__(self):
        super().__init__()
        self.lin = nn.Linear(4, 4)

    def forward(self, x):
        return self.lin(x).relu()


class Containers(nn.Module):
    def __init__(self):
        super().__init__()
        self.items = nn.ModuleList([Inner(), nn.ModuleList([Inner(), nn.Tanh()])])
        self.named = nn.ModuleDict({"7": Inner(), "0": Inner(), "a b/c": Inner(), "p](r": nn.ReLU(), "k=1, j": Inner()})
        self.chain = nn.Sequential(nn.Sequential(nn.Linear(4, 4), nn.ReLU()), nn.Sequential(nn.Sequential(nn.Tanh())))

    def forward(self, x):
        x = self.items[1][1](self.items[1][0](self.items[0](x)))
        for key in ("a b/c", "7", "p](r", "0", "k=1, j"):
            x = self.named[key](x)
        return self.chain(x)


@traced("containers", records=RECORDS)
def containers():
    """Lists in lists, chains in chains, and a ModuleDict whose keys are numbers out of order or no identifiers."""
    return Containers(), (torch.rand(2, 4),)


class Caller(nn.Module):
    """Holds nothing but a module that others hold too."""

    def __init__(self, shared):
        super().__init__()
        self.shared = shared

    def forward(self, x):
        return self.shared(x).tanh()


class Reuse(nn.Module):
    def __init__(self):
        super().__init__()
        self.shared = Inner()
        self.first = Caller(self.shared)
        self.second = Caller(self.shared)
        self.other = Inner()

    def forward(self, x):
        x = self.second(self.first(self.shared(x)))
        for _ in range(3):
            x = self.other(x).sin()
        return self.first(x) + self.shared(x).cos()


@traced("reuse", records=("aten::tanh", "aten::sin", "aten::cos"))
def reuse():
    """One module under three parents, called by each, and another called in a loop of Python's."""
    return Reuse(), (torch.rand(2, 4),)


class Repeated(nn.Module):
    def __init__(self):
        super().__init__()
        self.a = Inner()
        self.b = Inner()

    def forward(self, x):
        x = self.a(self.b(self.a(x))).sin()
        for _ in range(3):
            x = self.b(x)
        return self.a(x)


@traced("repeated", records=RECORDS)
def repeated():
    """Two modules of one class, called seven times in turns."""
    return Repeated(), (torch.rand(2, 4),)


class Applies(nn.Module):
    """Calls the module that it is given, and then its own."""

    def __init__(self):
        super().__init__()
        self.own = nn.Linear(4, 4)

    def forward(self, x, module):
        return self.own(module(x).relu()).tanh()


class Borrows(nn.Module):
    def __init__(self):
        super().__init__()
        self.lent = Inner()
        self.user = Applies()
        self.again = Applies()

    def forward(self, x):
        return self.again(self.lent(self.user(x, self.lent)), self.lent).sin()


@traced("module-argument", records=RECORDS)
def module_argument():
    """A module travels as an argument into two others, which call it."""
    return Borrows(), (torch.rand(2, 4),)


class Alias(nn.Module):
    def __init__(self):
        super().__init__()
        self.one = Inner()
        self.two = self.one
        self.last = Inner()

    def forward(self, x):
        return self.last(self.two(self.one(x).sin()).cos()).tanh()


@traced("alias", records=("aten::sin", "aten::cos", "aten::tanh"))
def alias():
    """One module object under two names, called by both."""
    return Alias(), (torch.rand(2, 4),)


class Tied(nn.Module):
    def __init__(self):
        super().__init__()
        self.shared, self.first, self.second = (nn.Embedding(8, 4) for _ in range(3))
        self.first.weight = self.second.weight = self.shared.weight
        self.norm, self.again = nn.BatchNorm1d(4), nn.BatchNorm1d(4)
        self.again.weight = self.norm.weight

    def forward(self, tokens):
        return self.again(self.norm(self.first(tokens).sin())) + self.second(tokens)


@traced("tied", records=("aten::embedding", "aten::sin", "aten::batch_norm"))
def tied():
    """Modules that have one weight and are not one: the tracer reads it from one of them, which is never called."""
    return Tied(), (torch.arange(6),)


class Helpful(nn.Module):
    def __init__(self):
        super().__init__()
        self.lin = nn.Linear(4, 4)
        self.act = nn.Tanh()

    def helper(self, x):
        return self.act(self.lin(x)).sin()

    def forward(self, x):
        return self.helper(x).cos()


class Methods(nn.Module):
    def __init__(self):
        super().__init__()
        self.sub = Helpful()
        self.other = Inner()

    def forward(self, x):
        x = self.sub.helper(x).relu()
        x = self.sub(x)
        return self.other.forward(x) + self.other(x).sin()


@traced("other-methods", records=RECORDS)
def other_methods():
    """A helper method of a child called from outside, and `forward` called by name: no calls to a trace."""
    return Methods(), (torch.rand(2, 4),)


class Dormant(nn.Module):
    def __init__(self):
        super().__init__()
        self.used = Inner()
        self.unused = nn.Sequential(Inner(), nn.LayerNorm(4))
        self.some = nn.ModuleList([Inner(), Inner(), Inner()])
        self.nothing = nn.Identity()

    def forward(self, x):
        return self.nothing(self.some[2](self.used(x))).sin()


@traced("never-called", records=RECORDS)
def never_called():
    """Modules that nothing calls, whole trees and single members of a list, and one that does nothing."""
    return Dormant(), (torch.rand(2, 4),)


class Nest(nn.Module):
    def __init__(self, depth):
        super().__init__()
        self.inside = Nest(depth - 1) if depth else Inner()

    def forward(self, x):
        return self.inside(x).sin()


@traced("deep", records=RECORDS)
def deep():
    """Twenty modules, each within the one before."""
    return Nest(17), (torch.rand(1, 4),)
