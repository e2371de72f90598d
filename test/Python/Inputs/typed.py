"""What type checkers know of the package. An ignored error that is none is an error too."""
import pathlib

import torch
from typing_extensions import assert_type

import hier

Graph = torch._C.Graph


def tags_of(module: torch.jit.ScriptModule, graph: Graph) -> None:
    assert_type(hier.tag(module), Graph)
    assert_type(hier.tag(graph, policy=pathlib.Path("levels.json"), in_place=True), Graph)
    assert_type(hier.tag("graph():\n  return ()\n", attributes=["path"]), str)
    assert_type(hier.tag(pathlib.Path("model.pt")), str)
    assert_type(hier.tags(graph)[0].path, str | None)
    hier.tag(3)  # type: ignore[call-overload]
    hier.tag("graph", in_place=True)  # type: ignore[call-overload]
    hier.tags("graph")  # type: ignore[arg-type]


def others(module: torch.jit.ScriptModule) -> None:
    assert_type(hier.run(module, "inline-calls").graph, Graph | None)
    assert_type(hier.run(b"", "clone", method="forward").text, str)
    assert_type(hier.hierarchy(module).traced_tags, dict[str, str])
    assert_type(hier.load(hier.save(module, "model.pt")).module, torch.jit.ScriptModule)
    assert_type(hier.onnx.export(torch.nn.ReLU(), torch.ones(1), "model.onnx").nodes, int)
    hier.run(None, "clone")  # type: ignore[arg-type]
    hier.run(module, ["clone"])  # type: ignore[arg-type]
    hier.save(module, b"model.pt")  # type: ignore[arg-type]
    hier.hierarchy(module).policy = "hf"  # type: ignore[misc]
