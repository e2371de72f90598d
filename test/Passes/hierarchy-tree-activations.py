"""Does hier-opt take the results of operations for new tensors where torch makes new ones?

usage: hierarchy-tree-activations.py FILE
Traces operations on tensors that lie in memory in many ways, writes the graphs to FILE, and asks hier-opt of each.
"""
import collections
import json
import pathlib
import subprocess
import sys

import torch

TENSOR = torch.arange(24.0).reshape(2, 3, 4)
IMAGE = torch.ones(2, 3, 4, 5)
OPERANDS = [TENSOR, TENSOR.mT, TENSOR.mT.contiguous().mT, TENSOR.permute(2, 0, 1), TENSOR[:, ::2], TENSOR[:, :1],
            TENSOR[:1], TENSOR[:, :, 0], TENSOR[:1].expand(2, 3, 4), TENSOR.half(), TENSOR.long(), torch.ones(1, 1, 1),
            torch.ones(1, 1, 1, 1), torch.tensor(3.0), IMAGE, IMAGE.to(memory_format=torch.channels_last),
            torch.ones(2, 1, 4, 5), torch.ones(2, 3, 1, 1)]
FLOATS = torch.ones(1)
OPERATIONS = [
    lambda x: x.contiguous(),
    lambda x: x.contiguous(memory_format=torch.channels_last),
    lambda x: torch.dropout(x, 0.5, False),
    lambda x: torch.dropout(x, 0.5, True),
    lambda x: torch.dropout(x, 0.0, True),
    lambda x: x.flatten(),
    lambda x: x.flatten(-2),
    lambda x: x.ravel(),
    lambda x: x.reshape(-1),
    lambda x: x.reshape(3, -1),
    lambda x: x.resolve_conj(),
    lambda x: x.to(torch.float32),
    lambda x: x.to(torch.float32, copy=True),
    lambda x: x.to(torch.float32, memory_format=torch.channels_last),
    lambda x: x.to("cpu"),
    lambda x: x.to(FLOATS),
    lambda x: x.type_as(FLOATS),
]


def traced(operation, operand):
    """A graph that runs `operation` as text, and the bytes that it makes; None where it takes no such operand."""
    try:
        result = operation(operand)
        graph = torch.jit.trace(operation, operand, check_trace=False).graph
    except (RuntimeError, IndexError):
        return None
    is_new = result.untyped_storage().data_ptr() != operand.untyped_storage().data_ptr()
    return str(graph), result.numel() * result.element_size() if is_new else 0


def activations(texts, file):
    """The bytes that hier-opt tells for each graph."""
    file.write_text("# -----\n".join(texts))
    options = ["--split-input-file", "--print-hierarchy-tree", "--report-format=json"]
    run = subprocess.run(["hier-opt", *options, file], check=True, stdout=subprocess.PIPE)
    return [each["hierarchy_tree"]["modules"][0]["total"]["activation_bytes"] for each in json.loads(run.stdout)]


def main():
    cases = [case for operation in OPERATIONS for operand in OPERANDS if (case := traced(operation, operand))]
    texts = [text for text, _ in cases]
    counts = collections.defaultdict(collections.Counter)
    for (text, made), said in zip(cases, activations(texts, pathlib.Path(sys.argv[1])), strict=True):
        assert said in (made, None), (text, made, said)
        kind = text.rpartition(" = ")[2].partition("(")[0]
        counts[kind]["not known" if said is None else "copies" if said else "views"] += 1
    for kind, count in sorted(counts.items()):
        print(f"{kind}: {count['views']} views, {count['copies']} copies, {count['not known']} not known")


main()
