"""Exports models that are not of transformers, with what is hard in each, and what cannot be exported.

usage: export-others.py FOLDER. Prints a line for each; a failed comparison ends the process. Modules of the models are
called by names that say where they stand, and every tag is compared with what the model does by construction.
"""
import collections
import os
import pathlib
import sys
import tempfile
import warnings
from unittest import mock

warnings.simplefilter("ignore")

import exported  # noqa: E402  (it stands beside this file)
import onnx  # noqa: E402
import onnxscript  # noqa: E402
import torch  # noqa: E402

import hier.onnx  # noqa: E402

FOLDER = pathlib.Path(sys.argv[1])


class Inner(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.lin = torch.nn.Linear(4, 4)

    def forward(self, x):
        return torch.relu(self.lin(x))


class Layer(torch.nn.Module):
    """Scripted, two of these share a class, and torch's own export loses what is within the second."""

    def __init__(self):
        super().__init__()
        self.inner = Inner()
        self.norm = torch.nn.BatchNorm1d(4)

    def forward(self, x):
        return self.norm(self.inner(x)) + x


class Branches(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.yes, self.no = Inner(), Inner()

    def forward(self, x):
        return torch.cond(x.sum() > 0, lambda x: self.yes(self.yes(x)), lambda x: self.no(x) * 2, (x,))


class Net(torch.nn.Module):
    """A module called twice, one with two names, one under a strange key, a direct forward(), and branches, twice."""

    def __init__(self):
        super().__init__()
        self.twice = Inner()
        self.other_name = self.twice
        self.strange = torch.nn.ModuleDict({"a b/c": Inner(), "p](r": Inner()})
        self.direct = Inner()
        self.branches = Branches()

    def forward(self, x):
        x = self.other_name(self.twice(self.twice(x)))
        x = self.strange["p](r"](self.strange["a b/c"](x))
        return self.branches(self.branches(x)) + self.direct.forward(x)


class Reused(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.inner = Inner()

    def forward(self, x):
        x = self.inner(x)
        return torch.cond(x.sum() > 0, lambda x: self.inner(self.inner(x)), lambda x: self.inner(x) * 2, (x,))


class Loops(torch.nn.Module):
    """Compiled from its source: an If and a Loop, and optional inputs."""

    def __init__(self):
        super().__init__()
        self.layers = torch.nn.ModuleList([Layer(), Layer(), Layer()])
        self.twice = Inner()
        self.register_buffer("shift", torch.full((4,), 0.5))

    def forward(self, x, times: int = 2, mask: torch.Tensor | None = None):
        for layer in self.layers:
            x = layer(x)
        if mask is not None:
            x = x * mask
        if bool(x.sum() > 0):
            x = self.twice(self.twice(x))
        else:
            x = x - self.shift
        for i in range(x.size(0)):
            x = self.layers[0](x) + i
        return x


class Mixed(torch.nn.Module):
    """Scripted modules in a live one; the first is called twice."""

    def __init__(self):
        super().__init__()
        self.first, self.second = torch.jit.script(Layer()), torch.jit.script(Layer())

    def forward(self, x):
        return self.second(self.first(self.first(x)))


class Gelus(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.one, self.two = torch.nn.GELU(), torch.nn.GELU()
        self.lin = torch.nn.Linear(4, 4)

    def forward(self, x):
        return self.two(self.lin(self.one(x)))


class Sized(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.lin = torch.nn.Linear(4, 4)

    def forward(self, x, size):
        height, width = size
        return self.lin(x.view(height, width // 2, 2).reshape(height, width))


class SizedLayers(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.layers = torch.nn.ModuleList([Sized(), Sized()])

    def forward(self, x, size):
        for layer in self.layers:
            x = layer(x, size)
        return x


class Moved(torch.nn.Module):
    """The tracer takes the sizes out of the layers, into the graph of the model."""

    def __init__(self):
        super().__init__()
        self.first, self.stack = torch.nn.Linear(4, 4), SizedLayers()

    def forward(self, x):
        x = self.first(x)
        return self.stack(x, (x.shape[0], x.shape[1]))


class Attends(torch.nn.Module):
    def __init__(self, attention):
        super().__init__()
        self.attention = attention

    def forward(self, x):
        return self.attention(x, x, x, need_weights=False)[0]


class Optional(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.lin = torch.nn.Linear(4, 4)

    def forward(self, x, mask=None, shift=None, flip=False, times=2, more=None):
        x = self.lin(x) * times
        for other in (mask, shift, *([more["a"], more["b"][0] * more["b"][1]] if more else [])):
            x = x if other is None else x * other
        return -x if flip else x


class Counts(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.register_buffer("count", torch.zeros(1))

    def forward(self, x):
        self.count.add_(1)
        return x * self.count


class Asks(torch.nn.Module):
    def forward(self, x):
        return x + 1 if x.sum() > 0 else x


class Attributes(torch.nn.Module):
    """What a scripted module may have beside tensors."""
    sizes: list[list[int]]
    times: dict[str, int]
    none: list[int]

    def __init__(self):
        super().__init__()
        self.lin = torch.nn.Linear(4, 4)
        self.device = torch.device("cpu")
        self.sizes, self.times, self.none = [[1, 2], [2, 1]], {"a": 3}, []

    def forward(self, x):
        x = self.lin(x) + torch.ones(4, device=self.device) * self.sizes[0][1] * self.times["a"]
        for each in self.none:
            x = x * each
        return x + len(self.none)


def make(module: torch.nn.Module) -> torch.nn.Module:
    torch.manual_seed(0)
    for tensor in (*module.parameters(), *module.buffers()):
        if tensor.is_floating_point():
            torch.nn.init.uniform_(tensor, 0.1, 1)
    return module.eval()


def inputs() -> dict:
    return {"x": torch.arange(8.0).reshape(2, 4) / 8 + 0.1}


def places(file, kinds=None) -> list:
    """`path` or `path#call` of each node, in order, of some kinds of nodes or all."""
    all_told = [(node, exported.told(node)) for node in exported.all_nodes(onnx.load(file))]
    return [facts["path"] + (f"#{facts['call']}" if facts["call"] else "") for node, facts in all_told
            if not kinds or node.op_type in kinds]


def export(name: str, module, **options) -> pathlib.Path:
    file = FOLDER / f"{name}.onnx"
    hier.onnx.export(module, tuple(inputs().values()), file, **options)
    exported.same_outputs(file, lambda x: module(x), inputs(), None)
    print(f"{name}: {len(places(file))} nodes", flush=True)
    return file


# --- The models ------------------------------------------------------------------------------------------------------


def calls_and_branches() -> None:
    net = make(Net())
    expected = ["twice.lin", "twice.lin#1", "twice.lin#2", "strange.a b/c.lin", "strange.p](r.lin",
                "branches.yes.lin", "branches.yes.lin#1", "branches.no.lin",
                "branches.yes.lin#2", "branches.yes.lin#3", "branches.no.lin#1", "direct.lin"]
    program = torch.export.export(net, (), inputs())
    for name, module in (("cond", net), ("cond-of-program", program)):
        file = FOLDER / f"{name}.onnx"
        hier.onnx.export(module, inputs(), file)
        exported.same_outputs(file, net, inputs(), None)
        if module is net:
            assert places(file, ["Gemm"]) == expected, places(file, ["Gemm"])
            assert places(file, ["If"]) == ["branches", "branches#1"]
            assert places(file, ["Relu"])[-1] == "", "who calls forward() directly runs it"
        else:  # Such a program has no objects, whose first names could be looked up, and no stacks within branches.
            branches = ["branches", "branches", "branches", "branches#1", "branches#1", "branches#1"]
            told = ["twice.lin", "twice.lin#1", "other_name.lin", *expected[3:5], *branches, "direct.lin"]
            assert places(file, ["Gemm"]) == told, places(file, ["Gemm"])
        tags = {facts["tag"] for facts in map(exported.told, exported.all_nodes(onnx.load(file)))}
        assert {"/Net/Branches", *(["/Net/Branches/Inner/Linear"] if module is net else [])} <= tags, tags
        print(f"{name}: {len(places(file))} nodes", flush=True)


def branches_by_weight() -> None:
    """Where a program has lost the stacks within branches, weights tell the modules whose classes are known."""
    net = make(Reused())
    for name, module in (("reused", net), ("reused-of-program", torch.export.export(net, (), inputs()))):
        file = FOLDER / f"{name}.onnx"
        hier.onnx.export(module, inputs(), file)
        gemms = [facts for node in exported.all_nodes(onnx.load(file)) if node.op_type == "Gemm"
                 for facts in [exported.told(node)]]
        assert [facts["path"] for facts in gemms] == ["inner.lin"] * 4, gemms
        assert [facts["call"] for facts in gemms] == [0, 1, 2, 3], gemms
        assert {facts["tag"] for facts in gemms} == {"/Reused/Inner/Linear"}, gemms
    print("by weight: 4 calls")


def scripted() -> None:
    layer = ["layers.{}.inner.lin", "layers.{}.inner", "layers.{}.norm", "layers.{}"]
    wanted = ["Gemm", "Relu", "BatchNormalization", "Add", "If", "Loop", "Sub"]
    file = export("scripted", torch.jit.script(make(Loops())), dynamo=False)
    layers = [part.format(at) for at in range(3) for part in layer]
    again = [f"{part.format(0)}#1" for part in layer]
    expected = [*layers, "", "twice.lin", "twice", "twice.lin#1", "twice#1", "", "", *again, ""]
    assert places(file, wanted) == expected, places(file, wanted)

    file = export("mixed", make(Mixed()), dynamo=False)
    parts = ["{}.inner.lin", "{}.inner", "{}.norm", "{}"]
    calls = (("first", ""), ("first", "#1"), ("second", ""))
    expected = [part.format(name) + call for name, call in calls for part in parts]
    assert places(file, wanted) == expected, places(file, wanted)
    names = {node.name: exported.told(node) for node in exported.all_nodes(onnx.load(file))}
    assert names["/second/inner/lin/Gemm"]["path"] == "second.inner.lin", names
    assert names["/second/inner/lin/Gemm"]["tag"] == "/Mixed/Layer/Inner/Linear"
    file = export("traced-inside", make(torch.nn.Sequential(Inner(), Inner())), dynamo=False)
    assert places(file, ["Gemm", "Relu"]) == ["0.lin", "0", "1.lin", "1"], places(file)


def moved() -> None:
    """Each module is called once, wherever the tracer has put its nodes."""
    file = export("moved", make(Moved()), dynamo=False)
    assert not [place for place in places(file) if "#" in place], places(file)
    expected = ["first", "stack.layers.0.lin", "stack.layers.1.lin"]
    assert places(file, ["Gemm"]) == expected, places(file, ["Gemm"])


def functions() -> None:
    """A function of onnxscript stays a local function unless torch inlines it: then each call has its own nodes."""
    op = onnxscript.opset18
    domain = onnxscript.values.Opset("test", 1)

    @onnxscript.script(domain)
    def Gelu(x: onnxscript.FLOAT[...]) -> onnxscript.FLOAT[...]:  # noqa: N802
        return op.Mul(x, op.Sigmoid(op.Mul(x, 1.702)))

    def gelu(x, approximate: str = "none"):
        return Gelu(x)

    def node_of(name: str, **how):
        file = FOLDER / f"{name}.onnx"
        hier.onnx.export(make(Gelus()), tuple(inputs().values()), file, **how)
        model = onnx.load(file)
        assert bool(model.functions) == (not how["dynamo"])
        print(f"{name}: {len(exported.all_nodes(model))} nodes", flush=True)
        facts = [(node.op_type, exported.told(node)) for node in exported.all_nodes(model)]
        return [(fact["path"], fact["origins"]) for kind, fact in facts if kind == "Sigmoid"]

    found = node_of("inlined-function", dynamo=True, custom_translation_table={torch.ops.aten.gelu.default: gelu})
    assert found == [("one", []), ("two", [])], found
    torch.onnx.utils.register_custom_op_symbolic(
        "aten::gelu", lambda g, x, approximate: g.onnxscript_op(Gelu, x).setType(x.type()), 17)
    try:
        found = node_of("function", dynamo=False, opset_version=18, custom_opsets={"test": 1})
    finally:
        torch.onnx.utils.unregister_custom_op_symbolic("aten::gelu", 17)
    assert found == [("", ["one", "two"])], found


def options() -> None:
    net = make(Mixed())
    policy = FOLDER / "policy.json"
    policy.write_text('{"levels": ["Layer"], "numbered": []}')
    file = FOLDER / "options.onnx"
    for dynamo in (True, False):
        module = make(torch.nn.Sequential(Layer(), Layer())) if dynamo else net
        hier.onnx.export(module, inputs()["x"], file, dynamo=dynamo, prefix="my.", policy=policy,
                         output_names=["result"], **({} if dynamo else {"dynamic_axes": {"x": {0: "n"}}}))
        facts = [exported.told(node, "my.") for node in exported.all_nodes(onnx.load(file))]
        root = type(module).__name__
        assert {fact["tag"] for fact in facts} == {f"/{root}/Layer"}, facts
        assert onnx.load(file).graph.output[0].name == "result"
        exported.same_outputs(file, lambda x: module(x), {"x": torch.rand(2 if dynamo else 5, 4)}, None)
    assert sorted(each.name for each in FOLDER.glob("options*")) == ["options.onnx", "options.onnx.data"]
    print("options: prefix, policy, names, axes")


def training_mode() -> None:
    """A file is made in the mode in which torch makes it, and the model's own modes come back."""
    def modes(module, **options) -> set:
        before = [each.training for each in module.modules()]
        file = FOLDER / "training.onnx"
        hier.onnx.export(module, inputs()["x"], file, dynamo=False, **options)
        assert [each.training for each in module.modules()] == before
        nodes = [node for node in exported.all_nodes(onnx.load(file)) if node.op_type == "BatchNormalization"]
        return {attribute.i for node in nodes for attribute in node.attribute if attribute.name == "training_mode"}

    for compiled in (lambda module: module, torch.jit.script):
        partly = compiled(make(torch.nn.Sequential(Layer(), Layer())))
        partly[1].train()
        assert modes(partly) == {0}
        assert modes(partly, training=torch.onnx.TrainingMode.TRAINING) == {1}
        assert modes(compiled(Layer().train()), training=torch.onnx.TrainingMode.PRESERVE) == {1}
    print("training: as torch has it")


def fast_paths() -> None:
    encoder = torch.nn.TransformerEncoderLayer(4, 2, 8, batch_first=True).self_attn
    attention = make(Attends(encoder))
    file = FOLDER / "attention.onnx"
    hier.onnx.export(attention, torch.rand(2, 3, 4), file, dynamo=False)
    exported.same_outputs(file, lambda x: attention(x), {"x": torch.rand(2, 3, 4)}, None)
    assert set(places(file, ["Softmax"])) == {"attention"}
    print("attention: by its slow path")


def given_inputs() -> None:
    """Inputs in all the ways that torch takes; what is no tensor is part of the model."""
    x, y = inputs()["x"], torch.rand(2, 4)
    model = make(Optional())
    cases = [((x, None, y), {}, ["x", "shift"]), ((x, None, None, True), {}, ["x"]), ((x,), {"flip": True}, ["x"]),
             ((x,), {"shift": y, "flip": True, "times": 3}, ["x", "shift"]), ((x, {"shift": y}), {}, ["x", "shift"]),
             (collections.UserDict(x=x, mask=y), {}, ["x", "mask"]),
             ({"x": x, "more": {"a": y, "b": [x, 2]}}, {}, ["x", "more_a", "more_b_0"]),
             ((x, y, y, False, 2, {"a": y, "b": [x, 1]}, {}), {}, ["x", "mask", "shift", "more_a", "more_b_0"])]
    file = FOLDER / "given.onnx"
    for args, kwargs, names in cases:
        hier.onnx.export(model, args, file, kwargs=kwargs, dynamo=False)
        assert [each.name for each in onnx.load(file).graph.input] == names, (names, onnx.load(file).graph.input)
        named = isinstance(args, collections.UserDict | dict)
        last = args[-1] if not named and isinstance(args[-1], dict) else None
        args, kwargs = ((), dict(args)) if named else (args, kwargs) if last is None else (args[:-1], last)
        tensors = [leaf for leaf in torch.utils._pytree.tree_leaves((args, kwargs)) if isinstance(leaf, torch.Tensor)]
        exported.same_outputs(file, lambda **_: model(*args, **kwargs), dict(zip(names, tensors)), None)
    hier.onnx.export(torch.jit.script(make(Inner())), ({"x": x},), file, dynamo=False)
    assert [each.name for each in onnx.load(file).graph.input] == ["x"]
    print(f"given: {len(cases)} ways")


def state() -> None:
    """The model is run as often as torch runs it."""
    found = []
    for export_it in (torch.onnx.export, hier.onnx.export):
        for dynamo in (True, False):
            model, file = make(Counts()), FOLDER / "state.onnx"
            model.count.zero_()
            export_it(model, (inputs()["x"],), str(file), dynamo=dynamo, verbose=False)
            found.append((model.count.item(), exported.run(file, inputs())[0].tolist()))
    assert found[:2] == found[2:], found
    print("state: as torch leaves it")


def constants() -> None:
    file = export("constants", torch.jit.script(make(Attributes())), dynamo=False)
    assert places(file, ["Gemm"]) == ["lin"]


def warned() -> None:
    """What torch has to say of the model is heard, of itself not."""
    model = torch.nn.Sequential(Asks())
    for dynamo, text in ((True, "in training mode"), (False, "Converting a tensor to a Python boolean")):
        with warnings.catch_warnings(record=True) as heard:
            warnings.simplefilter("always")
            hier.onnx.export(Inner() if dynamo else model, inputs()["x"], FOLDER / "warned.onnx", dynamo=dynamo)
        assert [text in str(each.message) for each in heard] == [True], [str(each.message) for each in heard]
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        hier.dump(model, inputs()["x"])
    print("warned: of the model")


def weightless() -> None:
    """A file may leave out its weights, in branches too: then it is checked as if they were inputs."""
    for dynamo, net in ((True, make(Net())), (False, make(Mixed()))):
        file = FOLDER / "weightless.onnx"
        hier.onnx.export(net, inputs()["x"], file, dynamo=dynamo, export_params=False)
        assert not onnx.load(file).graph.initializer or not dynamo
        assert places(file, ["Gemm"])
    print("weightless: both")


def places_of_files() -> None:
    """A link is followed, and what was there stays if either of two files cannot be put in its place."""
    folder = FOLDER / "places"
    (folder / "models").mkdir(parents=True)
    link, file, data = folder / "link.onnx", folder / "models" / "real.onnx", folder / "models" / "real.onnx.data"
    link.symlink_to(file)
    hier.onnx.export(make(Inner()), inputs()["x"], link)
    assert link.is_symlink() and sorted(file.parent.iterdir()) == [file, data] and len(list(folder.iterdir())) == 2
    before = file.read_bytes(), data.read_bytes()
    move = os.replace

    def fails_at_last(source, target):
        if target == file:
            raise PermissionError(1, "not allowed")
        move(source, target)

    for first in (True, False):  # there is external data already, or none
        with mock.patch("os.replace", fails_at_last):
            fails(make(Layer()), inputs()["x"], {"file": link}, folder)
        assert (file.read_bytes(), sorted(file.parent.iterdir())) == (before[0], [file, data][:1 + first])
        assert not first or data.read_bytes() == before[1]
        data.unlink(missing_ok=True)
    data.mkdir()
    fails(make(Layer()), inputs()["x"], {"file": link}, folder)
    assert file.read_bytes() == before[0] and data.is_dir() and len(list(file.parent.iterdir())) == 2


def fails(module, args, given: dict, folder) -> None:
    try:
        hier.onnx.export(module, args, **given)
    except hier.HierError as error:
        text = str(error).replace(str(FOLDER), "FOLDER").replace(str(folder), "SCRATCH")
        assert "\n" not in text, text
        print(f"error: {text}", flush=True)
    else:
        raise AssertionError(f"no error for {module} {args} {given}")


def errors() -> None:
    class Fails(torch.nn.Module):
        def forward(self, x):
            raise ValueError("no\nmore")

    class Unknown(torch.nn.Module):
        def forward(self, x):
            return torch.linalg.eig(x[:2, :2])[0]

    net, x = make(Inner()), inputs()["x"]
    os.mkfifo(FOLDER / "pipe")
    cases = [
        (net, x, {"file": FOLDER}), (net, x, {"file": FOLDER / "pipe"}),
        (net, x, {"file": FOLDER / "no" / "such.onnx"}), (net, x, {"file": 3}),
        (net, x, {"file": FOLDER / ("n" * 300)}),
        (3, x, {}), (net, 3, {}), (net, x, {"prefix": ""}), (net, x, {"policy": "some"}), (net, x, {"f": "file"}),
        (net, x, {"policy": FOLDER / "missing.json"}),
        (torch.jit.script(Inner()), x, {"dynamo": True}), (torch.export.export(net, (x,)), x, {"dynamo": False}),
        (net, {"y": x}, {"dynamo": True}), (net, {"y": x}, {"dynamo": False}), (net, (x, x), {"dynamo": False}),
        (Fails(), x, {"dynamo": True}), (Fails(), x, {"dynamo": False}),
        (Unknown(), x, {"dynamo": True}), (Unknown(), x, {"dynamo": False}),
        (torch.jit.script(Inner()), (x, x), {"dynamo": False}), (torch.jit.script(Inner()), (), {"dynamo": False}),
    ]
    with tempfile.TemporaryDirectory() as folder:
        for module, args, given in cases:
            given = {"file": pathlib.Path(folder) / "none.onnx"} | given
            fails(module, args, given, folder)
            left = list(pathlib.Path(folder).iterdir())
            assert not left, f"something is left: {left}"


calls_and_branches()
branches_by_weight()
scripted()
moved()
functions()
options()
training_mode()
fast_paths()
given_inputs()
state()
constants()
warned()
weightless()
errors()
places_of_files()
