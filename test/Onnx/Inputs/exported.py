"""What has to hold of every file that hier.onnx.export makes; the tests beside this file call it.

Witnesses that know nothing of Hier: the weights that an operation reads, which are those of one module of the live
model; forward hooks, which see the module of each operation in an eager run; and torch's own export of the model.
"""
import collections
import json
import logging
import pathlib
import warnings

import numpy
import onnx
import onnxruntime
import torch
from models import hooks

KEYS = ("tag", "path", "call", "origins")
onnxruntime.set_default_logger_severity(3)
logging.getLogger("torch.onnx").setLevel(logging.ERROR)


def nodes_of(body):
    """Every node of a graph or function, those of subgraphs too."""
    for node in body.node:
        yield node
        for attribute in node.attribute:
            for graph in (attribute.g, *attribute.graphs):
                yield from nodes_of(graph)


def all_nodes(model) -> list:
    return [node for body in (model.graph, *model.functions) for node in nodes_of(body)]


def told(node, prefix="hierarchy_") -> dict:
    """What a node tells of its place; fails if it has a key twice or no tag."""
    keys = [entry.key for entry in node.metadata_props]
    assert len(keys) == len(set(keys)), f"{node.name}: keys are not unique: {keys}"
    assert not any("made_by" in key for key in keys), f"{node.name}: a mark is left: {keys}"
    facts = {each.key.removeprefix(prefix): each.value for each in node.metadata_props if each.key.startswith(prefix)}
    assert {"tag", "path"} <= facts.keys() <= set(KEYS), f"{node.name}: {facts}"
    assert facts.get("call") != "0"
    return facts | {"call": int(facts.get("call", 0)), "origins": json.loads(facts.get("origins", "[]"))}


def run(file, inputs: dict) -> list:
    session = onnxruntime.InferenceSession(str(file), providers=["CPUExecutionProvider"])
    taken = {given.name: value for given, value in zip(session.get_inputs(), inputs.values())}
    return session.run(None, {name: value.numpy() for name, value in taken.items()})


def same_outputs(file, live, inputs: dict, plain: pathlib.Path | None) -> None:
    """What the file computes is what the model does and, to the last bit, what torch's own export of it does."""
    got = run(file, inputs)
    with torch.no_grad():
        expected = torch.utils._pytree.tree_leaves(live(**inputs))
    assert len(got) == len(expected)
    for mine, theirs in zip(got, expected):
        numpy.testing.assert_allclose(mine, theirs.numpy(), rtol=1e-4, atol=1e-5)
    if plain:
        for mine, theirs in zip(got, run(plain, inputs)):
            numpy.testing.assert_array_equal(mine, theirs)


def plainly(live, inputs: dict, file: pathlib.Path, dynamo: bool) -> pathlib.Path:
    """The file that torch makes without Hier."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        how = {"kwargs": inputs, "verbose": False} if dynamo else {"input_names": list(inputs)}
        torch.onnx.export(live, () if dynamo else (inputs,), str(file), dynamo=dynamo, **how)
    return file


# --- The weights that an operation reads -----------------------------------------------------------------------------


def weights_and_owners(live) -> dict[bytes, set]:
    """The paths of the modules that have a parameter, by its values, as they are and transposed."""
    owners: dict[bytes, set] = collections.defaultdict(set)
    for path, module in live.named_modules():
        for tensor in (*module.parameters(recurse=False), *module.buffers(recurse=False)):
            if tensor.is_floating_point() and tensor.numel() > 2:
                values = tensor.detach().numpy()
                owners[values.tobytes()].add(path)
                owners[values.T.tobytes()].add(path)
    return owners


def wrong_owners(model, live) -> tuple[int, list]:
    """How many nodes read weights, and those whose module is not the one that has them."""
    owners = weights_and_owners(live)
    values = {each.name: onnx.numpy_helper.to_array(each).tobytes() for each in model.graph.initializer}
    nodes = all_nodes(model)
    for node in nodes:  # weights that are equal are kept once, and reach their other readers through these
        if node.op_type == "Identity" and node.input[0] in values:
            values[node.output[0]] = values[node.input[0]]
    read, wrong = 0, []
    for node in nodes:
        known = [owners[values[name]] for name in node.input if values.get(name) in owners]
        if known and node.op_type != "Identity":
            read += 1
            path = told(node)["path"]
            wrong += [(node.op_type, node.name, path, known)] if not all(path in paths for paths in known) else []
    return read, wrong


# --- What hooks see --------------------------------------------------------------------------------------------------


def weighty(kind: str):
    """A test for nodes of a kind that read a weight of the model: `MatMul` is a Linear, or attention's own."""
    return lambda node, weights: node.op_type in kind.split("|") and any(name in weights for name in node.input)


def plain(kind: str):
    return lambda node, weights: node.op_type in kind.split("|")


OPERATIONS = (  # operations in an eager run, and the nodes that each becomes one of
    (("aten::linear", "aten::addmm"), weighty("MatMul|Gemm")),
    (("aten::embedding",), lambda node, weights: node.op_type == "Gather" and node.input[0] in weights),
    (("aten::layer_norm",), plain("LayerNormalization")),
    (("aten::softmax", "aten::scaled_dot_product_attention"), plain("Softmax")),
    (("aten::_convolution",), plain("Conv")),
    (("aten::silu",), plain("Sigmoid")),
)


def differing_operations(model, live, inputs: dict) -> tuple[str, list]:
    """How many operations of how many that ran are in the file, and the kinds whose modules and calls are not those
    that hooks have seen. Only what looks up positions may be missing: it may be folded into a constant."""
    weights = {each.name for each in model.graph.initializer}
    nodes = all_nodes(model)
    weights |= {node.output[0] for node in nodes if node.op_type == "Identity" and node.input[0] in weights}
    found, ran, differing = 0, 0, []
    for kinds, matches in OPERATIONS:
        seen = [(path, call) for _, path, call in hooks.operations(live, inputs, kinds)]
        mine = [(facts["path"], facts["call"]) for node in nodes if matches(node, weights) for facts in [told(node)]]
        found, ran = found + len(mine), ran + len(seen)
        extra = collections.Counter(mine) - collections.Counter(seen)
        missing = kinds != ("aten::embedding",) and len(mine) < len(seen)
        differing += [(kinds, seen, mine)] if extra or missing else []
    return f"{found} of {ran}", differing


def wrong_tags(model, live, inputs: dict, policy) -> list:
    """The nodes whose tag is not that which hooks have for their module, or for the nearest one around it that has."""
    facts = hooks.hierarchies(live, inputs, policy)["traced"]
    tags = {"": f"/{type(live).__name__}"} | facts

    def expected(path: str) -> str:
        return tags[path] if path in tags else expected(path.rpartition(".")[0])

    return [(node.name, told(node)["path"], told(node)["tag"]) for node in all_nodes(model)
            if told(node)["tag"] != expected(told(node)["path"])]
