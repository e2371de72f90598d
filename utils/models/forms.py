"""Every form in which torch prints a graph: one small text for each, beside the dumps of whole models.

A function that returns a text becomes a form by the decorator `@form(name)`; test/Inputs/forms/VERSION/NAME.ir holds what
it returns with that version of torch. Between them they have each kind of type, attribute, constant, block and tail that torch's printers know.
"""
import dataclasses
import enum
import os
import typing

import torch
from torch import nn


@dataclasses.dataclass(frozen=True)
class Form:
    """One form: `make` gives the text."""

    name: str
    make: typing.Callable  # () -> str
    about: str
    needs: str = ""  # a package without which it cannot be made
    least: str = "1.13"  # the version of torch that it takes


_forms: dict[str, Form] = {}


def form(name: str, **facts):
    def add(make: typing.Callable) -> typing.Callable:
        if name in _forms:
            raise ValueError(f"two forms are called {name}")
        _forms[name] = Form(name, make, make.__doc__, **facts)
        return make

    return add


def version() -> str:
    return torch.__version__.partition("+")[0]


def all_forms() -> dict[str, Form]:
    """Those that this version of torch can make."""
    here = [int(part) for part in version().split(".")[:2]]
    return {name: made for name, made in _forms.items() if here >= [int(part) for part in made.least.split(".")]}


# --- A scripted module that has a little of everything ---------------------------------------------------------------


class Pair(typing.NamedTuple):
    first: torch.Tensor
    second: int = 3


@torch.jit.interface
class Step(nn.Module):
    def forward(self, x: torch.Tensor) -> torch.Tensor:
        pass


class Double(nn.Module):
    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return x * 2


@torch.jit.script
class Counter:
    def __init__(self, start: int):
        self.count = start

    def add(self, by: int) -> int:
        self.count += by
        return self.count


def halve(x: torch.Tensor) -> torch.Tensor:
    return x / 2


class Everything(nn.Module):
    names: typing.Dict[str, typing.List[int]]
    step: Step

    def __init__(self):
        super().__init__()
        self.step = Double()
        self.names = {"a\"b\\": [1, 2], "é\n\t": []}
        self.weight = nn.Parameter(torch.ones(2, 3))
        self.scale = 0.1
        self.maybe: typing.Optional[torch.Tensor] = None
        self.register_buffer("steps", torch.zeros(1, dtype=torch.long))

    def forward(self, x: torch.Tensor, n: int, flag: bool) -> typing.Tuple[torch.Tensor, typing.Optional[int]]:
        counter = Counter(n)
        pair = Pair(x, n)
        out = pair.first
        for index in range(n):
            if flag:
                out = self.step.forward(out) + self.weight.sum() * self.scale
            else:
                out = out - index
            if index > 3:
                continue
            n = counter.add(index)
        future = torch.jit.fork(halve, out)
        while bool(out.sum() > 100):
            out = out / 2
        message = "é \"quoted\" \\ \x07\x7f 'single'"
        if n > 5:
            raise ValueError(message)
        sizes: typing.Dict[str, int] = {"n": n}
        items: typing.List[torch.Tensor] = []
        items.append(torch.jit.wait(future))
        value: typing.Union[int, str] = n
        if flag:
            value = message
        assert isinstance(value, int), message
        waves = complex(1.5, -2)
        print(message, waves, float("inf"), -0.0, 1e-7, [1.5, 2.0], [1, 2], (True, None), sizes["n"])
        return items[0].to(torch.device("cpu"), torch.float16), value


def everything():
    return torch.jit.script(Everything().eval())


@form("scripted.graph")
def scripted_graph():
    """Control flow, a fork's subgraph, a class, an interface, a NamedTuple, a Dict, escapes."""
    return str(everything().graph)


@form("scripted.inlined")
def scripted_inlined():
    """The same after torch's inliner, with subgraphs."""
    return str(everything().inlined_graph)


@form("scripted.module")
def scripted_module():
    """All that dump_to_str prints: code, attributes and parameters."""
    return everything()._c.dump_to_str(True, True, True)


@form("no-types.graph")
def no_types():
    """PYTORCH_JIT_TYPE_VERBOSITY=0 leaves out types where it can."""
    os.environ["PYTORCH_JIT_TYPE_VERBOSITY"] = "0"
    return str(everything().graph)


class Color(enum.Enum):
    RED = 1
    GREEN = 2


class Painted(nn.Module):
    def __init__(self):
        super().__init__()
        self.color = Color.GREEN

    def forward(self, x: torch.Tensor, other: Color) -> torch.Tensor:
        return x if self.color == other or other == Color.RED else -x


@form("enum.module", least="2.0")
def enumeration():
    """An enumeration as a type, a constant and an attribute."""
    return torch.jit.script(Painted())._c.dump_to_str(True, True, True)


# --- Functions ------------------------------------------------------------------------------------------------------


@form("function.graph")
def function():
    """A function without a module."""
    return str(torch.jit.script(halve).graph)


class Scale(torch.autograd.Function):
    @staticmethod
    def forward(context, x, by, name):
        return x * by

    @staticmethod
    def backward(context, gradient):
        return gradient, None, None


class CallsPython(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(2, 2)

    def forward(self, x):
        return Scale.apply(self.fc(x), 2.0, "a, b")


@form("python-call.graph")
def python_call():
    """A Python function with scalars and a name, among tensors."""
    traced = torch.jit.trace(CallsPython(), (torch.rand(1, 2),), check_trace=False)
    return str(traced.inlined_graph)


class CallsIgnored(nn.Module):
    @torch.jit.ignore
    def log(self, x: torch.Tensor) -> None:
        print(x)

    @torch.jit.unused
    def never(self, x: torch.Tensor) -> torch.Tensor:
        return x

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        self.log(x)
        if x.sum() > 100:
            x = self.never(x)
        return x


@form("python-ignored.graph")
def python_ignored():
    """A method that is left to Python, and one that raises."""
    return str(torch.jit.script(CallsIgnored()).graph)


# --- Graphs that torch has worked on ---------------------------------------------------------------------------------


class Convolved(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2d(1, 2, 3)
        self.norm = nn.BatchNorm2d(2)
        self.fc = nn.Linear(2, 2)

    def forward(self, x):
        return self.fc(self.norm(self.conv(x)).relu().mean((2, 3)))


IMAGE = (torch.ones(1, 1, 4, 4),)


@form("frozen.graph")
def frozen_graph():
    """Weights are constants, printed as the text of tensors."""
    return str(torch.jit.freeze(torch.jit.script(Convolved().eval())).graph)


@form("frozen.module")
def frozen_module():
    """The module of a frozen graph has no submodules left."""
    return torch.jit.freeze(torch.jit.script(Convolved().eval()))._c.dump_to_str(True, True, True)


def fused(x, y):
    z = torch.tanh(x * y)
    return torch.sigmoid(z) * x + y


def run(times: int) -> str:
    """What the executor ran last."""
    scripted = torch.jit.script(fused)
    for _ in range(times):
        scripted(torch.rand(2, 2, requires_grad=True), torch.rand(2, 2))
    return str(torch.jit.last_executed_optimized_graph())


@form("profiled.graph")
def profiled():
    """The first run records the types of tensors that it sees, on nodes of their own."""
    return run(1)


@form("optimized.graph")
def optimized():
    """Later runs check for those types: guards, fallbacks and what is differentiated, as a subgraph."""
    return run(3)


SYMBOLIC = """graph(%x : Float(SS(-1), 3, SS(-1)), %y : Float(*, 3, SS(-5)), %z : Float(2, 3)):
  %one : int = prim::Constant[value=1]()
  %sum : Tensor = aten::add(%x, %x, %one)
  %product : Tensor = aten::mul(%sum, %y)
  %known : Tensor = aten::relu(%z)
  return (%product, %known)
"""


@form("symbols.graph")
def symbols():
    """PYTORCH_JIT_TYPE_VERBOSITY=4 prints the symbols of sizes that are not known."""
    os.environ["PYTORCH_JIT_TYPE_VERBOSITY"] = "4"
    graph = torch._C.parse_ir(SYMBOLIC)
    torch._C._jit_pass_propagate_shapes_on_graph(graph)
    return str(graph)


@form("flat-trace.graph")
def flat_trace():
    """A trace without modules: scopes of Python's classes and tensors with all their sizes."""
    graph, _ = torch.jit._get_trace_graph(Convolved().eval(), IMAGE)[:2]
    return str(graph)


@form("quantized.module")
def quantized():
    """Quantised weights, packed parameters, scales and zero points."""
    made = torch.ao.quantization.quantize_dynamic(nn.Sequential(nn.Linear(2, 2)), {nn.Linear}, torch.qint8)
    return torch.jit.script(made)._c.dump_to_str(True, False, False)


# --- ONNX -----------------------------------------------------------------------------------------------------------


def onnx_graph(model, inputs):
    try:
        from torch.onnx._internal.torchscript_exporter import _globals, utils
    except ImportError:  # where torch 1.13 has them
        from torch.onnx import _globals, utils

    _globals.GLOBALS.export_onnx_opset_version = 16
    graph, _, _ = utils._model_to_graph(model, inputs, do_constant_folding=False)
    return str(graph)


@form("onnx.graph")
def onnx():
    """The graph that torch's exporter has before it writes a file."""
    return onnx_graph(Convolved().eval(), IMAGE)


@form("onnx-blocks.graph")
def onnx_blocks():
    """onnx::If and onnx::Loop with blocks, from a scripted module."""

    class Looped(nn.Module):
        def forward(self, x: torch.Tensor, n: int) -> torch.Tensor:
            for _ in range(n):
                if bool(x.sum() > 0):
                    x = x * 2
            return x

    return onnx_graph(torch.jit.script(Looped()), (torch.rand(2), 2))
