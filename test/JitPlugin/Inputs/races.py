"""Models run, with gradients, in threads while Python compiles others: what libtorch hands out then has no module of its
own, so that the plugin looks for its method in the unit that is being compiled into. Usage: races.py BUILD

Prints `done`; a process that looks at a method as it is being made does not get there."""
import importlib
import pathlib
import sys
import tempfile
import threading

import torch

LIBRARY = pathlib.Path(sys.argv[1]).resolve() / "lib/libhier_jit.so"
SMALL = """
class Layer{n}(nn.Module):
    def __init__(self):
        super().__init__()
        self.linear = nn.Linear(4, 4)

    def forward(self, x):
        y = torch.tanh(self.linear(x))
        if bool(y.sum() > 1e9):
            y = y * 2
        return y


class Small{n}(nn.Module):
    def __init__(self):
        super().__init__()
        self.layers = nn.ModuleList([Layer{n}(), Layer{n}(), Layer{n}()])

    def forward(self, x):
        for layer in self.layers:
            x = layer(x)
        return x
"""
LARGE = "\nclass Large{n}(nn.Module):\n    def forward(self, x):\n" + "".join(
    f"        if bool(x.sum() > {bound}):\n            x = torch.tanh(x) + {bound}\n" for bound in range(200)) + "        return x\n"
MODELS, COMPILED = 60, 25

with tempfile.TemporaryDirectory() as folder:
    source = "import torch\nfrom torch import nn\n" + "".join(SMALL.format(n=n) for n in range(MODELS)) + "".join(
        LARGE.format(n=n) for n in range(COMPILED))
    (pathlib.Path(folder) / "made_models.py").write_text(source)
    sys.path.insert(0, folder)
    made = importlib.import_module("made_models")
    torch.ops.load_library(str(LIBRARY))
    torch.ops.hier.jit_register("tag-hierarchy{policy=all}")
    waiting = [torch.jit.script(getattr(made, f"Small{n}")()) for n in range(MODELS)]

    def run():
        while waiting:
            try:
                module = waiting.pop()
            except IndexError:
                return
            for _ in range(3):
                module(torch.ones(2, 4, requires_grad=True)).sum().backward()

    workers = [threading.Thread(target=run) for _ in range(2)]
    for worker in workers:
        worker.start()
    for n in range(COMPILED):
        torch.jit.script(getattr(made, f"Large{n}")())
    for worker in workers:
        worker.join()
    assert torch.ops.hier.jit_failures() == 0
    print("done")
