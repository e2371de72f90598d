"""Models whose call stacks in the JIT say little of their modules: names that repeat, names below containers, modules
with two names, modules that are called twice."""
import torch
from torch import nn


class Linear(nn.Module):
    """As nn.Linear, so that what is called comes from here."""

    def __init__(self, size=4):
        super().__init__()
        self.lin = nn.Linear(size, size)
        self.act = nn.ReLU()

    def forward(self, x):
        return self.act(self.lin(x))


class Towers(nn.Module):
    """Two lists in step, and a list of lists whose calls stand in one line and read nothing."""

    def __init__(self):
        super().__init__()
        self.enc = nn.ModuleList([Linear(), Linear()])
        self.dec = nn.ModuleList([Linear(), Linear()])
        self.rows = nn.ModuleList([nn.ModuleList([nn.Tanh(), nn.Sigmoid()]), nn.ModuleList([nn.Tanh(), nn.Sigmoid()])])

    def forward(self, x):
        for enc, dec in zip(self.enc, self.dec):
            x = dec(enc(x))
        for row in self.rows:
            for layer in row:
                x = layer(x)
        return self.enc[0](x)


class Branches(nn.Module):
    """Calls from one line that do not depend on each other, in a dictionary of lists."""

    def __init__(self):
        super().__init__()
        self.heads = nn.ModuleDict({"a": nn.ModuleList([Linear(), Linear()]), "b": nn.ModuleList([Linear(), Linear()])})

    def forward(self, x):
        total = x
        for head in self.heads.values():
            for layer in head:
                total = total + layer(x)
        return total


class Inner(nn.Module):
    def __init__(self, shared):
        super().__init__()
        self.own = Linear()
        self.shared = shared

    def forward(self, x):
        return self.shared(self.own(x))


class Shared(nn.Module):
    """One module below two others, and each of these in a list."""

    def __init__(self):
        super().__init__()
        self.shared = Linear()
        self.parts = nn.ModuleList([Inner(self.shared), Inner(self.shared)])

    def forward(self, x):
        for part in self.parts:
            x = part(x)
        return self.shared(x)


class Again(nn.Module):
    """Modules called twice from two lines, from a loop and from a method."""

    def __init__(self):
        super().__init__()
        self.block = Inner(Linear())
        self.stack = nn.Sequential(Linear(), nn.Sequential(Linear(), nn.Tanh()))
        self.norm = nn.LayerNorm(4)

    def twice(self, x):
        return self.block(self.block(x))

    def forward(self, x):
        x = self.twice(x) + self.block(x + 1)
        for _ in range(2):
            x = self.norm(self.stack(x))
        return self.twice(x) * 2


class Gate(nn.Module):
    """Control flow whose nodes have no outputs, and a branch."""

    def __init__(self):
        super().__init__()
        self.one = Linear()
        self.two = Linear()

    def forward(self, x):
        if x.dim() != 2:
            raise ValueError("two dimensions")
        if bool(x.sum() > 0):
            y = self.one(x)
        else:
            y = self.two(x)
        return y


class Gates(nn.Module):
    def __init__(self):
        super().__init__()
        self.gates = nn.ModuleList([Gate(), Gate(), Gate()])

    def forward(self, x):
        for gate in self.gates:
            x = gate(x)
        return x


class Optional(nn.Module):
    """None among the operands: a constant that may have no attributes."""

    def __init__(self):
        super().__init__()
        self.norms = nn.ModuleList([nn.LayerNorm(4), nn.LayerNorm(4, elementwise_affine=False)])
        self.attention = nn.MultiheadAttention(4, 2, batch_first=True)

    def forward(self, x):
        for norm in self.norms:
            x = norm(x)
        y = self.attention(x.unsqueeze(0), x.unsqueeze(0), x.unsqueeze(0))[0]
        return torch.clamp(y, min=0.0).squeeze(0)


class Fork(nn.Module):
    """Forks a module, and a method of its own."""

    def __init__(self):
        super().__init__()
        self.one = Linear()
        self.two = Linear()

    def rest(self, x):
        return self.two(x) * 2

    def forward(self, x):
        one = torch.jit.fork(self.one, x)
        rest = torch.jit.fork(self.rest, x)
        return torch.jit.wait(one) + torch.jit.wait(rest)


class Forks(nn.Module):
    """Bodies of forks, which are graphs of their own: below two modules, and of one line that runs twice."""

    def __init__(self):
        super().__init__()
        self.forks = nn.ModuleList([Fork(), Fork()])
        self.last = Fork()

    def forward(self, x):
        for fork in self.forks:
            x = fork(x)
        rest = torch.jit.fork(self.last.rest, x)
        return self.last(x) + torch.jit.wait(rest)


def interfaces():
    """Makes the interface too, which fresh() has forgotten."""

    @torch.jit.interface
    class Operation(nn.Module):
        def forward(self, x: torch.Tensor) -> torch.Tensor:
            pass

    class Picked(nn.Module):
        operation: Operation

        def __init__(self, operation):
            super().__init__()
            self.own = Linear()
            self.operation = operation

        def forward(self, x: torch.Tensor) -> torch.Tensor:
            return self.operation.forward(self.own(x))

    class Interfaces(nn.Module):
        """Modules that are called through an interface: one whose class is called as it is too, and one that calls another
        so."""

        def __init__(self):
            super().__init__()
            self.one = Picked(Linear())
            self.two = Picked(Picked(Gate()))
            self.known = Linear()

        def forward(self, x):
            return self.known(self.two(self.one(x)))

    return Interfaces()


ALL = [Towers, Branches, Shared, Again, Gates, Optional, Forks, interfaces]
