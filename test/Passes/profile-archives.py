"""Makes what test/Passes/profile*.test run and run it on: python profile-archives.py FOLDER"""
import collections
import os
import pathlib
import pickle
import sys
import zipfile
from typing import List, NamedTuple, Optional, Tuple

import torch
from torch import nn

FOLDER = pathlib.Path(sys.argv[1])
SHARED = torch.ones(1 << 18)


class Layer(nn.Module):
    def __init__(self, width):
        super().__init__()
        self.weight = nn.Parameter(torch.full((width, width), 1 / width))

    def forward(self, x):
        return x @ self.weight


class Net(nn.Module):
    """The one layer has a million times the work of the other; a third is never called."""

    def __init__(self):
        super().__init__()
        self.heavy = Layer(512)
        self.light = Layer(4)
        self.idle = Layer(1)

    def forward(self, x, y):
        return self.heavy(x), self.light(y)


class Turns(nn.Module):
    """Loops, branches, a fork, what works in place, and a state that it changes."""

    def __init__(self):
        super().__init__()
        self.inner = Layer(2)
        self.register_buffer("calls", torch.zeros(()))

    def forward(self, x, turns: int, scale: float = 1.0):
        print("a model may print")
        self.calls.add_(1)
        later = torch.jit.fork(self.inner, x)
        x.mul_(scale)
        for turn in range(turns):
            if turn % 2 == 0:
                x = self.inner(x)
            else:
                x = torch.relu(x)
        return x + torch.jit.wait(later)


class Kinds(nn.Module):
    """Arguments of many types."""

    def forward(self, pair: Tuple[torch.Tensor, float], many: List[torch.Tensor], number: int, flag: bool,
                name: Optional[str]):
        assert flag and number == -300 and name is not None and name == "ü", "the values have come through"
        return pair[0] * pair[1] + many[0].sum() + many[1].sum()


class Named(NamedTuple):
    x: torch.Tensor
    turns: int


class Names(nn.Module):
    """A tuple whose parts have names."""

    def forward(self, named: Named):
        return named.x * named.turns


class Raises(nn.Module):
    def forward(self, x):
        if x.sum() > -1e9:
            raise ValueError("no such luck")
        return x


def archives():
    torch.manual_seed(0)
    for model in (Net(), Turns(), Kinds(), Names(), Raises()):
        torch.jit.script(model.eval()).save(f"{FOLDER}/{type(model).__name__.lower()}.pt")


def inputs():
    saved = {
        "net-inputs": (torch.ones(512, 512), torch.ones(4, 4)),
        "net-list": [torch.ones(512, 512), nn.Parameter(torch.ones(8, 4)[::2])],
        "net-repeated": (torch.ones(1).expand(512, 512), torch.ones(4, 1).expand(4, 4)),
        "turns-inputs": (torch.ones(2, 2), 5),
        "kinds-inputs": ((torch.ones(2, dtype=torch.float64), 3), [torch.ones(2), torch.arange(3)], -300, True, "ü"),
        "names-inputs": ((torch.ones(2), 3),),
        "misnamed": ((torch.ones(2), "three"),),
        "tensor": torch.ones(2, 2),
        "number": 5,
        "dictionary": {"x": torch.ones(2, 2)},
        "huge": 1 << 80,
        "class": (torch.ones(2, 2), torch.float32),
        "class-in-list": [torch.ones(2, 2), torch.float32],
        "hooks": (torch.ones(2, 2), collections.OrderedDict()),
        "spread": torch.ones(1).expand(1 << 24, 2),
        "spread-far": torch.ones(1).expand(1 << 31, 1 << 31),
        "overlapping": [SHARED[:] for _ in range(100)],
        "untyped": torch.ones(2, 2).untyped_storage(),
    }
    for name, value in saved.items():
        torch.save(value, FOLDER / f"{name}.pt")


def rewritten(name, source, change, compression=zipfile.ZIP_STORED):
    """`source`, with what `change` makes of its records."""
    with zipfile.ZipFile(FOLDER / f"{source}.pt") as old, zipfile.ZipFile(FOLDER / f"{name}.pt", "w", compression) as new:
        for record in old.namelist():
            content = change(record.split("/", 1)[1], old.read(record))
            if content is not None:
                new.writestr(record, content)


class Evil:
    def __reduce__(self):
        return os.mkdir, ("evil",)


def hostile():
    aliased = [1]
    pickles = {
        "evil": pickle.dumps(Evil(), protocol=2),
        "deep": b"\x80\x02N" + b"\x85" * 101 + b".",
        "deep-list": b"\x80\x02" + b"]" * 102 + b"a" * 101 + b".",
        "aliased": pickle.dumps((aliased, aliased), protocol=2),
        "cyclic": b"\x80\x02]q\x00h\x00a.",
        "newer": pickle.dumps((1,), protocol=4),
        "empty": b"\x80\x02.",
        "short": b"\x80\x02X\xff\xff\xff\xff",
        "unmarked": b"\x80\x02Nt.",
        "crossed": b"\x80\x02N(\x85N\x86t.",
        "stored": b"\x80\x02(X\x07\x00\x00\x00storagectorch\nFloatStorage\nX\x01\x00\x00\x000NK\x04tQ.",
        "no-function": b"\x80\x02X\x17\x00\x00\x00collections.OrderedDict)R.",
        "forged": b"\x80\x02ctorch._utils\n_rebuild_parameter\n]\x85R.",
        "no-storage": b"\x80\x02ctorch._utils\n_rebuild_tensor_v2\nK\x01K\x00))(tR.",
    }
    for name, content in pickles.items():
        rewritten(name, "tensor", lambda record, old, new=content: new if record == "data.pkl" else old)
    replaced = {
        "larger": (b"K\x02K\x02\x86", b"K\x02K\x09\x86"),
        "negative": (b"K\x02K\x02\x86", b"K\x02J\xff\xff\xff\xff\x86"),
        "wide": (b"K\x02K\x02\x86", b"K\x02\x8a\x08" + b"\xff" * 7 + b"\x7f\x86"),
        "storage": (b"FloatStorage", b"QInt8Storage"),
        "missing": (b"X\x01\x00\x00\x000", b"X\x01\x00\x00\x009"),
    }
    for name, (old, new) in replaced.items():
        rewritten(name, "tensor", lambda record, whole, old=old, new=new: whole.replace(old, new)
                  if record == "data.pkl" else whole)
    for name, bomb in (("deflated", "data/0"), ("deflated-version", "version")):
        rewritten(name, "tensor", lambda record, old, bomb=bomb: bytes(10_000_000) if record == bomb else old,
                  zipfile.ZIP_DEFLATED)
    rewritten("foreign", "tensor", lambda record, old: b"big" if record == "byteorder" else old)
    rewritten("no-pickle", "tensor", lambda record, old: None if record == "data.pkl" else old)
    whole = (FOLDER / "tensor.pt").read_bytes()
    (FOLDER / "cut.pt").write_bytes(whole[:len(whole) // 2])


archives()
inputs()
hostile()
