"""hier-onnx on files made by hand: local functions, bodies, numbered calls, shared weights, and whatever can be wrong
with a file.

Each error is one line, and nothing is written. Prints the lines of those errors that a user is most likely to see.
"""
import contextlib
import io
import json
import os
import random
import sys

import numpy
import onnx
import onnxruntime
from onnx import TensorProto, helper

from hier.onnx.cli import main

OPSETS = [helper.make_opsetid("", 20)]


def run(*arguments):
    """The exit status, what was printed, and the error."""
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        status = main([str(argument) for argument in arguments])
    return status, out.getvalue(), err.getvalue()


def node(op, inputs, output, name="", path=None, call=0, origins=(), **attributes):
    made = helper.make_node(op, inputs, [output], name=name, **attributes)
    if path is not None:
        made.metadata_props.add(key="hierarchy_path", value=path)
        made.metadata_props.add(key="hierarchy_tag", value="/Net")
    if origins:
        made.metadata_props.add(key="hierarchy_origins", value=json.dumps(origins))
    if call:
        made.metadata_props.add(key="hierarchy_call", value=str(call))
    return made


def weight(name, shape=(4, 4), seed=0):
    values = numpy.random.default_rng(seed + len(name)).normal(size=shape).astype(numpy.float32)
    return onnx.numpy_helper.from_array(values, name)


def info(name, shape=(2, 4)):
    return helper.make_tensor_value_info(name, TensorProto.FLOAT, shape)


def model(nodes, weights, output, functions=(), opsets=()):
    graph = helper.make_graph(nodes, "g", [info("x")], [info(output)], weights)
    made = helper.make_model(graph, opset_imports=[*OPSETS, *opsets], functions=list(functions), ir_version=10)
    onnx.checker.check_model(made)
    return made


def saved(made, file="made.onnx"):
    onnx.save(made, file)
    return file


def result(file, name, x):
    running = onnxruntime.InferenceSession(file, providers=["CPUExecutionProvider"])
    return running.run([name], {running.get_inputs()[0].name: x})[0]


#===----------------------------------------------------------------------===#
# What the tools take
#===----------------------------------------------------------------------===#


def check_calls():
    """Calls that are numbered, one of them of a module that calls its child twice."""
    nodes, x = [], "x"
    for call in range(2):
        for turn in range(2):
            nodes.append(node("MatMul", [x, "block.lin.weight"], f"m{call}{turn}", path="block.lin",
                              call=2 * call + turn))
            x = f"m{call}{turn}"
        nodes.append(node("Relu", [x], f"r{call}", path="block", call=call))
        x = f"r{call}"
    file = saved(model(nodes, [weight("block.lin.weight")], x))
    status, text, _ = run("extract", "--module", "block", "--call", 1, file, "-o", "part.onnx")
    assert status == 0 and "call 1 of 2, by hierarchy: 3 nodes" in text and "input r0 " in text, text
    assert run("extract", "--module", "block.lin", "--call", 3, file, "-o", "part.onnx")[0] == 0
    assert [each.output[0] for each in onnx.load("part.onnx").graph.node] == ["m11"]
    print(run("extract", "--module", "block", file, "-o", "none.onnx")[2], end="")
    print(run("extract", "--module", "block", "--call", 2, file, "-o", "none.onnx")[2], end="")


def chain(*steps):
    """A file in which each step, (operation, call), reads what the one before it gave: MatMuls are of block.lin."""
    nodes, x = [], "x"
    for number, (op, call) in enumerate(steps):
        inputs, path = ([x, "block.lin.weight"], "block.lin") if op == "MatMul" else ([x], "block")
        x = f"v{number}"
        nodes.append(node(op, inputs, x, path=path, call=call))
    return saved(model(nodes, [weight("block.lin.weight")], x))


def check_uneven_calls():
    """Calls that run a child unequally often end where the module's own nodes show it."""
    for steps, lengths in (
            ([("MatMul", 0), ("Relu", 0), ("MatMul", 1), ("MatMul", 2), ("MatMul", 3), ("Relu", 1)], [2, 4]),
            ([("Relu", 0), ("MatMul", 0), ("MatMul", 1), ("MatMul", 2), ("Relu", 1), ("MatMul", 3)], [4, 2]),
            ([("MatMul", 0), ("Relu", 0), ("MatMul", 1), ("MatMul", 2), ("Neg", 1), ("MatMul", 3)], [3, 3]),
            ([("Neg", 0), ("MatMul", 0), ("Relu", 0), ("MatMul", 1), ("Relu", 1)], [3, 2])):
        file = chain(*steps)
        for call, length in enumerate(lengths):
            status, text, error = run("extract", "--module", "block", "--call", call, file, "-o", "part.onnx")
            assert status == 0 and f"call {call} of 2, by hierarchy: {length} nodes" in text, (steps, text, error)
    for steps in ([("Relu", 0), ("MatMul", 0), ("MatMul", 1), ("MatMul", 2), ("Relu", 1)],
                  [("MatMul", 0), ("Relu", 0), *(("MatMul", call) for call in (1, 2, 3)), ("Relu", 1), ("MatMul", 4)]):
        status, _, error = run("extract", "--module", "block", "--call", 0, chain(*steps), "-o", "part.onnx")
        assert status == 1 and "does not say where one call ends" in error, (steps, error)


def check_function():
    """Nodes in a local function, whose weight its callers give."""
    inner = [node("MatMul", ["a", "w"], "p", "/lin/MatMul", "lin"), node("Relu", ["p"], "b", "/act/Relu", "act")]
    function = helper.make_function("local", "Block", ["a", "w"], ["b"], inner, OPSETS)
    call = helper.make_node("Block", ["x", "lin.weight"], ["y"], domain="local")
    made = model([call], [weight("lin.weight")], "y", [function], [helper.make_opsetid("local", 1)])
    file = saved(made)
    text = run("audit", file, "--source=hierarchy")[1]
    assert text.startswith(f"{file}: hierarchy: 1 exact, 0 ancestor, 0 wrong, 1 unknown"), text
    assert run("extract", "--module", "lin", file, "-o", "part.onnx")[0] == 0
    assert [each.op_type for each in onnx.load("part.onnx").graph.node] == ["MatMul"]
    call.metadata_props.extend(node("Relu", ["x"], "z", path="outer").metadata_props)
    file = saved(model([call], [weight("lin.weight")], "y", [function], [helper.make_opsetid("local", 1)]))
    assert run("extract", "--module", "outer", file, "-o", "part.onnx")[0] == 0
    part = onnx.load("part.onnx")
    assert len(part.functions) == 1 and {opset.domain for opset in part.opset_import} == {"", "local"}


def check_bodies():
    """A module in a body, which reads a value from outside; one around the `If`."""
    then = helper.make_graph([node("MatMul", ["h", "br.a.weight"], "t", path="br.a")], "then", [], [info("t")])
    other = helper.make_graph([node("MatMul", ["h", "br.b.weight"], "e", path="br.b")], "else", [], [info("e")])
    nodes = [node("Relu", ["x"], "h", path=""), node("ReduceSum", ["h"], "s", path="br", keepdims=0),
             node("Cast", ["s"], "c", path="br", to=TensorProto.BOOL),
             node("If", ["c"], "i", path="br", then_branch=then, else_branch=other), node("Neg", ["i"], "y", path="")]
    weights = [weight("br.a.weight"), weight("br.b.weight", seed=1)]
    file = saved(model(nodes, weights, "y"))
    assert run("audit", "--strict", file)[0] == 0
    x = numpy.abs(numpy.random.default_rng(0).normal(size=(2, 4))).astype(numpy.float32)
    for module, output in (("br", "i"), ("br.a", "t")):
        status, text, error = run("extract", "--module", module, file, "-o", "part.onnx")
        assert status == 0 and "input h float[2,4]" in text, text + error
        assert numpy.allclose(-result("part.onnx", output, x), result(file, "y", x))
    swapped = onnx.load(file)
    for branch in swapped.graph.node[3].attribute:
        branch.g.node[0].metadata_props[0].value = "br.a"
    assert run("audit", "--strict", saved(swapped))[0] == 1


def check_shared():
    """A tied weight may be used under another module's name; a node of several modules may have either's."""
    nodes = [node("Gather", ["emb.weight", "i"], "g", path="emb"), node("Add", ["x", "g"], "a", path=""),
             node("MatMul", ["a", "emb.weight"], "m", path="head"), node("Relu", ["m"], "y", path="head")]
    file = saved(model(nodes, [weight("emb.weight"), onnx.numpy_helper.from_array(numpy.array([0, 1]), "i")], "y"))
    counts = json.loads(run("audit", "--format=json", file)[1])["sources"][0]["counts"]
    assert counts == {"exact": 1, "ancestor": 0, "wrong": 0, "unknown": 3, "nameless": 0}, counts
    for said, verdict in (("a.q", "exact"), ("a.k", "exact"), ("a", "exact"), ("", "ancestor"), ("a.v", "wrong")):
        nodes = [node("Gemm", ["x", "a.q.weight", "a.k.bias"], "p", path=said),
                 node("Gemm", ["p", "a.v.weight", "a.v.bias"], "y", path="a.v")]
        weights = [weight("a.q.weight"), weight("a.k.bias", (4,)), weight("a.v.weight"), weight("a.v.bias", (4,))]
        counts = json.loads(run("audit", "--format=json", saved(model(nodes, weights, "y")))[1])["sources"][0]["counts"]
        assert counts[verdict] == 1 + (verdict == "exact"), (said, counts)


def check_dictionary():
    """A parameter of a ParameterDict is one of the module around it; but what a name calls in one instance is a module,
    which the other has lost."""
    for said, verdict in (("b.1", "exact"), ("b.1.pd", "wrong")):
        nodes = [node("Mul", ["x", "b.0.pd.alpha"], "m", path="b.0"),
                 node("Mul", ["m", "b.1.pd.alpha"], "y", path=said)]
        file = saved(model(nodes, [weight("b.0.pd.alpha", (4,)), weight("b.1.pd.alpha", (4,), 1)], "y"))
        first = json.loads(run("audit", "--format=json", "--show=exact,wrong", file)[1])["sources"][0]["nodes"][0]
        assert (first["verdict"], first["expected"]) == (verdict, "b.0" if said == "b.1" else "b.0.pd"), first


def check_tied():
    """A weight that has the name of a module which runs elsewhere may be tied, or lent; it is not if that goes on."""
    start = node("MatMul", ["x", "start.weight"], "s", path="start")
    weights = [weight("start.weight"), weight("head.weight", seed=1), weight("head.bias", (4,))]
    for nodes, count in (
            ([node("MatMul", ["s", "head.weight"], "e", path="emb"),
              node("MatMul", ["e", "onnx::MatMul_3"], "m", path="head"),
              node("Add", ["m", "head.bias"], "y", path="head")], 0),
            ([node("Mul", ["s", "head.bias"], "m", path="head"),
              node("MatMul", ["m", "head.weight"], "y", path="borrower")], 0),
            ([node("MatMul", ["s", "head.weight"], "m", path="other"),
              node("Add", ["m", "head.bias"], "y", path="head")], 1)):
        used = {name for each in nodes for name in each.input}
        folded = [weight("onnx::MatMul_3", seed=1)] if "onnx::MatMul_3" in used else []
        file = saved(model([start, *nodes], weights + folded, "y"))
        counts = json.loads(run("audit", "--format=json", file)[1])["sources"][0]["counts"]
        assert counts["wrong"] == count, (nodes, counts)


def check_origins():
    """What serves two modules comes along, but not what lies between; it leaves if what is in neither reads it."""
    both = {"path": "", "origins": ["a", "b"]}
    nodes = [node("MatMul", ["x", "a.q.weight"], "q", path="a.q"), node("Exp", ["x"], "e", **both),
             node("Neg", ["e"], "n", **both), node("Mul", ["q", "n"], "a", path="a"),
             node("MatMul", ["a", "mid.weight"], "m", path="mid"), node("Mul", ["m", "n"], "b", path="b"),
             node("Sub", ["b", "e"], "y", path="")]
    made = model(nodes, [weight("a.q.weight"), weight("mid.weight", seed=1)], "y")
    made.graph.output.extend([info("a"), info("b"), info("e")])
    file = saved(made)
    x = numpy.random.default_rng(1).normal(size=(2, 4)).astype(numpy.float32)
    for module, inputs, operations in (("a", ["x"], ["MatMul", "Exp", "Neg", "Mul"]),
                                       ("b", ["x", "m"], ["Exp", "Neg", "Mul"])):
        status, text, error = run("extract", "--module", module, file, "-o", "part.onnx")
        part = onnx.load("part.onnx").graph
        assert status == 0 and "between" not in text, text + error
        assert [each.op_type for each in part.node] == operations and [each.name for each in part.input] == inputs
        assert [each.name for each in part.output] == ["e", module], text
    assert run("extract", "--module", "a", file, "-o", "part.onnx")[0] == 0
    assert numpy.array_equal(result("part.onnx", "a", x), result(file, "a", x))
    assert run("extract", "--module", "mid", file, "-o", "part.onnx")[0] == 0
    nodes = [node("Exp", ["x"], "e", **both), node("Neg", ["e"], "y", path="")]
    assert run("extract", "--module", "b", saved(model(nodes, [], "y")), "-o", "part.onnx")[0] == 0
    assert [each.op_type for each in onnx.load("part.onnx").graph.node] == ["Exp"]


def check_same_names():
    """torch's names: a module of the same name inside another is not it; one that is only called from there is."""
    inside = [node("MatMul", ["x", "block.lin.weight"], "l", "/block/lin/MatMul"),
              node("Relu", ["l"], "r", "/block/act/Relu")]
    tanh = model([*inside, node("Tanh", ["r"], "y", "/act/Tanh")], [weight("block.lin.weight")], "y")
    prelu = model([*inside, node("PRelu", ["r", "act.weight"], "y", "/act/PRelu")],
                  [weight("block.lin.weight"), weight("act.weight", (4,))], "y")
    for made in (tanh, prelu):
        file = saved(made)
        for module, operation in (("act", made.graph.node[2].op_type), ("block.act", "Relu")):
            assert run("extract", "--module", module, file, "-o", "part.onnx")[0] == 0
            assert [each.op_type for each in onnx.load("part.onnx").graph.node] == [operation], module
        assert run("audit", "--strict", file)[0] == 0
    for name in ("shared.weight", "onnx::MatMul_7"):
        nodes = [inside[0], node("MatMul", ["l", name], "s", "/block/shared/MatMul"), node("Neg", ["s"], "y", "/Neg")]
        file = saved(model(nodes, [weight("block.lin.weight"), weight(name)], "y"))
        assert run("extract", "--module", "shared", file, "-o", "part.onnx")[0] == 0, name
        assert [each.output[0] for each in onnx.load("part.onnx").graph.node] == ["s"]


def check_sizes():
    """A size that one module computes and another uses is computed again; a constant comes along."""
    one = onnx.numpy_helper.from_array(numpy.array([4], dtype=numpy.int64), "four")
    nodes = [node("Shape", ["x"], "s", path="first", start=0, end=1),
             node("Concat", ["s", "four"], "to", path="first", axis=0),
             node("Reshape", ["x", "to"], "r", path="first"), node("Relu", ["r"], "h", path=""),
             node("Reshape", ["x", "to"], "q", path="second"), node("Add", ["q", "h"], "y", path="second")]
    file = saved(model(nodes, [one], "y"))
    status, text, error = run("extract", "--module", "second", file, "-o", "part.onnx")
    assert status == 0 and text.count("input") == 2 and "4 nodes" in text, text + error
    status, text, error = run("extract", "--module", "first", file, "-o", "part.onnx")
    assert text.count("output") == 1 and "output r " in text, text + error


#===----------------------------------------------------------------------===#
# What is wrong
#===----------------------------------------------------------------------===#


def refused(content, *arguments):
    """The one line of the error."""
    with open("bad.onnx", "wb") as file:
        file.write(content if isinstance(content, bytes) else content.SerializeToString())
    status, _, error = run(arguments[0], "bad.onnx", *arguments[1:])
    assert status == 1 and error.startswith("hier-onnx: error: ") and error.count("\n") == 1, (status, error)
    return error


def check_errors():
    extract = ["extract", "--module", "encoder.layer.0", "-o", "none.onnx"]
    nodes = [node("MatMul", ["x", "encoder.layer.0.lin.weight"], "h", path="encoder.layer.0.lin"),
             node("Relu", ["h"], "y", path="encoder.layer.0")]
    good = model(nodes, [weight("encoder.layer.0.lin.weight")], "y")
    print(refused(b"", "audit"), refused(b"\x99not a model", "audit"),
          refused(good.SerializeToString()[:-40], *extract),
          refused(good, "extract", "--module", "encoder.layr.0", "-o", "none.onnx"),
          refused(good, "audit", "--source=torch-names"), sep="", end="")
    cycle = onnx.ModelProto.FromString(good.SerializeToString())
    cycle.graph.node[0].input[0] = "y"
    twice = onnx.ModelProto.FromString(good.SerializeToString())
    twice.graph.node[1].output[0] = "h"
    outside = onnx.ModelProto.FromString(good.SerializeToString())
    tensor = outside.graph.initializer[0]
    tensor.ClearField("raw_data")
    tensor.data_location = TensorProto.EXTERNAL
    tensor.external_data.add(key="location", value="../../secret")
    elsewhere = onnx.ModelProto.FromString(outside.SerializeToString())
    elsewhere.graph.initializer[0].external_data[0].value = "gone.data"
    print(*(refused(made, *extract) for made in (cycle, twice, outside, elsewhere)), sep="", end="")
    print(run("audit", "gone.onnx")[2], run("audit", ".")[2], sep="", end="")
    print(run(*extract[:-1], "gone/none.onnx", saved(good))[2], end="")
    os.mkfifo("pipe")
    print(run(*extract[:-1], "pipe", saved(good))[2], end="")
    assert not os.path.exists("none.onnx") and not [name for name in os.listdir() if name.startswith(".")]


def check_changed_files():
    """Files with bytes changed, cut off or moved give a result or one line."""
    chance = random.Random(7)
    whole = onnx.load("made.onnx").SerializeToString()
    for _ in range(400):
        content = bytearray(whole)
        at, kind = chance.randrange(len(content)), chance.randrange(3)
        if kind == 0:
            del content[at:]
        elif kind == 1:
            content[at] = chance.randrange(256)
        else:
            start = chance.randrange(len(content))
            content[at:at + 20] = content[start:start + chance.randrange(40)]
        with open("bad.onnx", "wb") as file:
            file.write(content)
        extract = ["extract", "--module", "encoder.layer.0", "bad.onnx", "-o", "part.onnx"]
        for arguments in (["audit", "bad.onnx"], extract):
            status, _, error = run(*arguments)
            assert (status == 1) == bool(error) and error.count("\n") == (status == 1), (status, error)


if __name__ == "__main__":
    os.makedirs(sys.argv[1], exist_ok=True)
    os.chdir(sys.argv[1])
    check_calls()
    check_uneven_calls()
    check_function()
    check_bodies()
    check_shared()
    check_dictionary()
    check_tied()
    check_origins()
    check_same_names()
    check_sizes()
    check_errors()
    check_changed_files()
    print("done")
