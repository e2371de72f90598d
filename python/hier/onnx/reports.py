"""What `hier-onnx` prints: for people, and of an audit also as JSON."""
from typing import Any

import onnx

from .auditor import Audit, Verdict
from .extractor import Extracted
from .names import EXACT

ELEMENTS = set(onnx.TensorProto.DataType.values())
HOW = {"weight": "owns its weight", "bias": "owns the bias that is added to it,", "dataflow": "",
       "counterpart": "is what its counterpart says,"}


def summary(audit: Audit) -> str:
    """One line of figures."""
    counts = audit.counts()
    nameless = counts.pop("nameless")
    figures = ", ".join(f"{count} {verdict}" for verdict, count in counts.items())
    return f"{audit.source}: {figures}" + (f"; {nameless} nodes say nothing" if nameless else "")


def line(verdict: Verdict) -> str:
    """What is thought of one node, and why."""
    text = f"  {verdict.verdict}: {named(verdict)} says {verdict.name}"
    if verdict.expected is None:
        return text
    expected = verdict.expected or "the root"
    if verdict.evidence == "dataflow":
        return f"{text}; it lies between operations of {expected}"
    return f"{text}; {expected} {HOW[verdict.evidence]} {verdict.witness}"


def named(verdict: Verdict) -> str:
    """The node's name, or its first output's, and its operation."""
    node = verdict.node.proto
    return f"{node.name or next(iter(node.output), '')} ({node.op_type})"


def as_text(file: str, audits: list[Audit], shown: set[str]) -> str:
    """The report for people: the figures of each source and the nodes whose verdicts are `shown`."""
    lines = []
    for audit in audits:
        lines.append(f"{file}: {summary(audit)}")
        lines += [line(verdict) for verdict in audit.verdicts if verdict.verdict in shown]
    return "\n".join(lines)


def as_json(file: str, audits: list[Audit], shown: set[str]) -> dict[str, Any]:
    """The report for programs, a JSON object of plain values."""
    return {"file": file, "sources": [
        {"source": audit.source, "counts": audit.counts(),
         "exact_by": _exact_by(audit),
         "nodes": [_node(verdict) for verdict in audit.verdicts if verdict.verdict in shown]} for audit in audits]}


def _exact_by(audit: Audit) -> dict[str, int]:
    """How many nodes each kind of evidence confirms."""
    kinds = [verdict.evidence for verdict in audit.verdicts if verdict.verdict == EXACT]
    return {kind: kinds.count(kind) for kind in sorted(set(kinds))}


def _node(verdict: Verdict) -> dict[str, Any]:
    node = verdict.node.proto
    return {"verdict": verdict.verdict, "name": node.name, "op": node.op_type, "outputs": list(node.output),
            "says": None if verdict.name is None else verdict.name.path, "expected": verdict.expected,
            "evidence": verdict.evidence or None, "witness": verdict.witness or None}


#===----------------------------------------------------------------------===#
# Extracting
#===----------------------------------------------------------------------===#


def extracted_as_text(found: Extracted, output: str) -> str:
    """What was written to `output`, with its inputs and outputs a line each."""
    call = f", call {found.call} of {found.calls}" if found.calls > 1 else ""
    between = f", {found.between} of them between the module's" if found.between else ""
    lines = [f"{output}: {found.module or 'the root'}{call}, by {found.source}: {found.nodes} nodes{between}, "
             f"{found.weights} weights"]
    lines += [f"  input {described(info)}" for info in found.inputs]
    lines += [f"  output {described(info)}" for info in found.outputs]
    return "\n".join(lines)


def described(info: onnx.ValueInfoProto) -> str:
    """A value's name and type: `x float32[2,batch,?]`."""
    kind = info.type.WhichOneof("value")
    if kind != "tensor_type":
        return f"{info.name} {kind.removesuffix('_type')}"
    tensor = info.type.tensor_type
    name = onnx.TensorProto.DataType.Name(tensor.elem_type).lower() if tensor.elem_type in ELEMENTS else "?"
    if not tensor.HasField("shape"):
        return f"{info.name} {name}"
    sizes = [str(dim.dim_value) if dim.HasField("dim_value") else dim.dim_param or "?" for dim in tensor.shape.dim]
    return f"{info.name} {name}[{','.join(sizes)}]"
