"""How the time grows with the model where gradients are needed: then libtorch hands out a graph for each block.
Usage: growth.py BUILD [SIZE]

Prints `done` unless four times the blocks take more than ten times as long, and the processor time of the first runs on
standard error; with a size, that of a model of so many blocks."""
import pathlib
import subprocess
import sys
import time

import torch
from torch import nn

LIBRARY = pathlib.Path(sys.argv[1]).resolve() / "lib/libhier_jit.so"


class Block(nn.Module):
    def __init__(self):
        super().__init__()
        self.linear = nn.Linear(4, 4)
        self.act = nn.Tanh()

    def forward(self, x):
        y = self.act(self.linear(x))
        if bool(y.sum() > 1e9):  # Ends what can be differentiated as a whole.
            y = y * 2
        return y


class Net(nn.Module):
    def __init__(self, size):
        super().__init__()
        self.blocks = nn.ModuleList([Block() for _ in range(size)])

    def forward(self, x):
        for block in self.blocks:
            x = block(x)
        return x


def seconds(size):
    torch.ops.load_library(str(LIBRARY))
    torch.ops.hier.jit_register("tag-hierarchy{policy=all attributes=tag,path,evidence}")
    module = torch.jit.script(Net(size))
    start = time.process_time()
    for _ in range(3):
        module(torch.ones(2, 4))
    spent = time.process_time() - start
    assert torch.ops.hier.jit_runs() == size and torch.ops.hier.jit_failures() == 0
    return spent


def seconds_alone(size):
    """In a process of its own: where there are models of several sizes, it cannot be told which one a graph is of."""
    done = subprocess.run([sys.executable, __file__, LIBRARY.parent.parent, str(size)], check=True, stdout=subprocess.PIPE,
                          text=True)
    print(f"{size} blocks: {float(done.stdout):.2f} s", file=sys.stderr)
    return float(done.stdout)


if len(sys.argv) > 2:
    print(seconds(int(sys.argv[2])))
else:
    # The least of three: other work on the machine can only make it more.
    growth = min(seconds_alone(600) / seconds_alone(150) for _ in range(3))
    print("done" if growth < 10 else f"{growth:.1f} times as long")
