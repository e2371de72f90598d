"""Runs hier-onnx on what both of torch's exporters make of small models, and compares with what hooks record.

Prints a line for each thing that held; stops at what did not.
"""
import collections
import os
import sys

import numpy
import onnx
import onnxruntime
import torch

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "Inputs"))

import exports  # noqa: E402
import hier.onnx  # noqa: E402
from hier.errors import HierError  # noqa: E402
from hier.onnx import audit, extract  # noqa: E402
from hier.onnx.names import SCOPES_KEY, scopes_name  # noqa: E402

OPTIONS = onnxruntime.SessionOptions()
OPTIONS.log_severity_level, OPTIONS.intra_op_num_threads = 4, 1


def session(model):
    return onnxruntime.InferenceSession(model, OPTIONS, providers=["CPUExecutionProvider"])


def wrong(file, **options):
    """The nodes that are wrong, with the module that they are of."""
    return {verdict.node.proto.name: verdict.expected for found in audit(file, **options) for verdict in found.verdicts
            if verdict.verdict == "wrong"}


#===----------------------------------------------------------------------===#
# Extraction against hooks
#===----------------------------------------------------------------------===#


def tensors(value):
    if isinstance(value, torch.Tensor):
        return [value.detach().numpy().copy()]
    parts = value.values() if isinstance(value, dict) else value if isinstance(value, (tuple, list)) else ()
    return [tensor for part in parts for tensor in tensors(part)]


def recorded(model, inputs):
    """The tensors that enter and leave each module, for each of its calls."""
    calls = collections.defaultdict(list)

    def note(path):
        return lambda _, args, kwargs, output: calls[path].append((tensors(args) + tensors(kwargs), tensors(output)))

    hooks = [module.register_forward_hook(note(path), with_kwargs=True) for path, module in model.named_modules()]
    with torch.no_grad():
        model(**inputs)
    for hook in hooks:
        hook.remove()
    return calls


def same(one, other):
    return one.shape == other.shape and one.dtype == other.dtype and numpy.allclose(one, other, atol=1e-4, rtol=1e-4)


def among(tensor, others):
    return any(same(tensor, other) for other in others)


def every_value(file, inputs):
    """What each value of the whole model is."""
    model = onnx.load(file)
    known = {given.name for given in model.graph.output}
    names = [name for node in model.graph.node for name in node.output if name and name not in known]
    model.graph.output.extend(onnx.ValueInfoProto(name=name) for name in names)
    running = session(model.SerializeToString())
    feed = {given.name: value.numpy() for given, value in zip(running.get_inputs(), inputs.values())}
    return feed | dict(zip([given.name for given in running.get_outputs()], running.run(None, feed)))


def compare(file, calls, inputs, foreign=()):
    """Extracts each call of each module and runs it with what entered the module; how many there were, and how many
    modules leave no node."""
    values, count, gone = every_value(file, inputs), 0, []
    for path, each in calls.items():
        for number, (entered, left) in enumerate(each):
            place = f"{file}: {path}, call {number}"
            try:
                found = extract(file, path, "part.onnx", call=number if len(each) > 1 else None)
            except HierError as error:
                assert "no node belongs to" in str(error), f"{place}: {error}"
                gone.append(path)
                continue
            assert found.calls == len(each), place
            onnx.checker.check_model("part.onnx", full_check=True)
            part = session("part.onnx")
            feed = {}
            for given in part.get_inputs():
                value = values[given.name]
                feed[given.name] = next((tensor for tensor in entered if same(tensor, value)), value)
                assert among(value, entered) or path.endswith(foreign), f"{place}: {given.name} enters from elsewhere"
            results = part.run(None, feed)
            for tensor in left:  # what is handed through is given by no node
                assert among(tensor, results) or among(tensor, entered), f"{place}: differs"
            for name, result in zip((given.name for given in part.get_outputs()), results):
                assert among(result, left) or among(result, entered), f"{place}: {name} should not leave"
            count += 1
    assert all("drop" in path or path in FOLDED for path in gone), gone
    return count


# Modules that compute the same for every input, or that the dynamo exporter knows by another name.
FOLDED = {"wpe", "rotary_emb", "embeddings.position_embeddings", "shared",
          "encoder.block.0.layer.0.SelfAttention.relative_attention_bias"}


def check_transformers():
    for name, model, inputs in exports.transformers_models():
        calls = recorded(model, inputs)
        for dynamo in (False, True):
            kind = "dynamo" if dynamo else "torchscript"
            file = exports.exported(model, inputs, f"{name}-{kind}.onnx", dynamo)
            figures = audit(file)[0].counts()
            assert not figures["wrong"] and not figures["ancestor"] and figures["exact"] >= 6, (file, figures)
            # The optimiser moves a Reshape of GPT-2's c_proj over its border.
            count = compare(file, calls, inputs, foreign="c_proj" if dynamo and name == "gpt2" else ())
            print(f"{name} {kind}: 0 wrong, {figures['exact']} of {sum(figures.values())} confirmed; "
                  f"{count} calls extracted")
            if dynamo:
                check_tags(file, calls, inputs, name)


#===----------------------------------------------------------------------===#
# Hier's metadata
#===----------------------------------------------------------------------===#


def tagged(file, output, prefix="hierarchy_", change=lambda path: path):
    """Writes the file with the module of each node as Hier writes it, and without the dynamo exporter's."""
    model = onnx.load(file)
    for node in model.graph.node:
        name = scopes_name(node)
        kept = [entry for entry in node.metadata_props if not entry.key.startswith("pkg.") and entry.key != "namespace"]
        del node.metadata_props[:]
        node.metadata_props.extend(kept)
        if name is not None:
            node.metadata_props.add(key=prefix + "path", value=change(name.path))
            node.metadata_props.add(key=prefix + "tag", value="/Model")
    onnx.save(model, output)
    return output


def check_tags(file, calls, inputs, name):
    """Names that were exchanged are found, with whatever prefix, and those alone."""
    if name != "bert":
        return
    assert SCOPES_KEY in {entry.key for node in onnx.load(file).graph.node for entry in node.metadata_props}
    right = tagged(file, "tagged.onnx")
    assert [found.source for found in audit(right)] == ["hierarchy"] and not wrong(right)
    assert compare(right, calls, inputs) > 30
    swap = {"encoder.layer.0.attention.self.query": "encoder.layer.1.attention.self.key",
            "encoder.layer.1.attention.self.key": "encoder.layer.0.attention.self.query"}
    file = tagged(file, "swapped.onnx", "other.", lambda path: swap.get(path, path))
    found = wrong(file)
    assert sorted(found.values()) == sorted([*swap] * 2), found
    print(f"bert tagged: {len(found)} exchanged names found")


#===----------------------------------------------------------------------===#
# Scripted modules, odd names, branches, weights in other files
#===----------------------------------------------------------------------===#


def check_scripted():
    torch.manual_seed(0)
    layers = {f"/layers.{number}/{op}": f"layers.{number}{module}" for number in (1, 2)
              for op, module in (("Gemm", ".inner.lin"), ("Relu", ".inner"), ("LayerNormalization", ".norm"))}
    x = torch.randn(2, 4)
    torch.onnx.export(torch.jit.script(exports.Layers().eval()), (x,), "scripted.onnx", dynamo=False)
    assert wrong("scripted.onnx") == layers, wrong("scripted.onnx")
    print(f"scripted: {len(layers)} wrong names found")
    # Scripted modules in a trace lose the names in every instance: so do modules that use a child's weights.
    traced = torch.jit.trace(exports.Layers(scripted=True).eval(), x)
    torch.onnx.export(traced, (x,), "traced.onnx", dynamo=False)
    figures = audit("traced.onnx")[0].counts()
    assert figures["ancestor"] == 6 and not figures["wrong"], figures
    torch.onnx.export(exports.Layers().eval(), (x,), "plain.onnx", dynamo=False)
    assert not wrong("plain.onnx")


def check_odd():
    model = exports.randomised(exports.Odd())
    inputs = {"x": torch.randn(2, 3, 4)}
    calls = recorded(model, inputs)
    del calls["sub"], calls["sub.lin"]  # called in four ways, and torch's names tell two of them
    for dynamo in (False, True):
        file = exports.exported(model, inputs, "odd.onnx", dynamo)
        found = audit(file)[0]
        # The attention uses the weight of its out_proj, which it does not call.
        assert not found.counts()["wrong"] and found.counts()["ancestor"] <= 1, found.counts()
        missing = {path for path in calls if path.startswith("mha.") or path == "tied"}
        count = compare(file, {path: calls[path] for path in calls if path not in missing}, inputs)
        print(f"odd names: {count} calls extracted")


def check_branches():
    torch.onnx.export(torch.jit.script(exports.Branches().eval()), (torch.randn(2, 4),), "branches.onnx", dynamo=False)
    assert not wrong("branches.onnx")
    for module, call, inputs in (("a", None, 1), ("b", 0, 1), ("b", 1, 1)):
        found = extract("branches.onnx", module, "part.onnx", call=call)
        assert len(found.inputs) == inputs and found.nodes == 1
        session("part.onnx")
    print("branches: extracted")


def check_merged():
    """What the exporter has made one comes along with each module that it serves, and nothing between them."""
    model = exports.randomised(torch.nn.Transformer(4, 2, 2, 2, 8, batch_first=True))
    inputs = {"src": torch.randn(2, 3, 4), "tgt": torch.randn(2, 3, 4)}
    hier.onnx.export(model, inputs, "merged.onnx")
    calls = {path: each for path, each in recorded(model, inputs).items() if not path.endswith("out_proj")}
    count = compare("merged.onnx", calls, inputs)
    found = extract("merged.onnx", "decoder.layers.1.multihead_attn", "part.onnx")
    assert found.nodes < 50 and not found.between and len(found.inputs) == 2, found
    print(f"merged: {count} calls extracted")


def check_external():
    name, model, inputs = next(exports.transformers_models())
    file = exports.exported(model, inputs, "external.onnx", True, external_data=True)
    count = compare(file, recorded(model, inputs), inputs)
    extract(file, "encoder.layer.1", "part.onnx")
    assert os.path.getsize("part.onnx.data") < os.path.getsize("external.onnx.data")
    sizes = {"batch": torch.export.Dim("batch", min=2, max=8), "length": torch.export.Dim("length", min=4, max=16)}
    shapes = {given: {0: sizes["batch"], 1: sizes["length"]} for given in inputs}
    file = exports.exported(model, inputs, "dynamic.onnx", True, dynamic_shapes=shapes)
    count += compare(file, recorded(model, inputs), inputs, foreign=())
    found = extract(file, "encoder.layer.1", "part.onnx")
    assert len(found.inputs) == 2 and len(found.outputs) == 1
    print(f"weights in other files, sizes that vary: {count} calls extracted")


if __name__ == "__main__":
    os.makedirs(sys.argv[1], exist_ok=True)
    os.chdir(sys.argv[1])
    check_scripted()
    check_odd()
    check_branches()
    check_merged()
    check_external()
    check_transformers()
