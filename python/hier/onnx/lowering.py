"""From an inlined graph that reads a module's attributes to one that takes its weights as inputs, for torch.onnx.

torch does this by freezing a copy of the module, which inlines its calls again; here the graph is inlined already and
stays as it is: attributes that are no tensors become constants, and the code that they switch off goes.
"""
from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, TypeAlias

import torch
from torch.utils import _pytree as pytree

from ..errors import HierError

# torch's stubs leave out much of what its graphs, nodes and values can do.
Graph: TypeAlias = Any
Node: TypeAlias = Any
Value: TypeAlias = Any
# What puts a value in place of an attribute: it gets the graph, the node that reads, the attribute's path and value.
Replacement = Callable[[Graph, Node, str, Any], Value]


def lower(graph: torch._C.Graph, module: torch._C.ScriptModule) -> list[tuple[str, torch.Tensor]]:
    """Replaces what `graph` reads of `module`, its first input, which it then has no more, by inputs and constants.

    Returns the names and values of the inputs, in order. Raises HierError if the graph needs the module still.
    """
    _replace(graph, module, _constant_of)
    torch._C._jit_pass_constant_propagation(graph)
    torch._C._jit_pass_dce(graph)
    tensors = _Tensors(graph)
    _replace(graph, module, tensors.value_of)
    torch._C._jit_pass_dce(graph)
    itself = next(graph.inputs())
    if itself.uses():
        user = itself.uses()[0].user
        raise HierError(f"the exporter cannot take {user.kind()} on a module of the model{_at(user)}")
    graph.eraseInput(0)
    return tensors.named


def nodes_of(block: torch._C.Graph | torch._C.Block) -> Iterator[torch._C.Node]:
    """Every node of a graph or block, and those of its nodes' blocks and subgraphs, in the order in which they
    print."""
    for node in block.nodes():
        yield node
        for inner in node.blocks():
            yield from nodes_of(inner)
        for name in node.attributeNames():
            if node.kindOf(name) == "g":
                yield from nodes_of(node.g(name))


def _replace(graph: Graph, module: torch._C.ScriptModule, replacement: Replacement) -> None:
    """Puts what `replacement` makes of an attribute, if it makes anything, in place of each node that reads it."""
    itself = next(graph.inputs())
    objects: dict[int, tuple[str, Any]] = {itself.unique(): ("", module)}
    for node in list(nodes_of(graph)):
        if node.kind() != "prim::GetAttr" or node.input().unique() not in objects:
            continue
        path, holder = objects[node.input().unique()]
        name, value = node.s("name"), holder.getattr(node.s("name"))
        path = f"{path}.{name}" if path else name
        if isinstance(value, (torch._C.ScriptModule, torch._C.ScriptObject, torch.jit.ScriptModule)):
            objects[node.output().unique()] = path, getattr(value, "_c", value)
        elif (made := replacement(graph, node, path, value)) is not None:
            node.output().replaceAllUsesWith(made)


def _constant_of(graph: Graph, node: Node, path: str, value: Any) -> Value:
    """A constant for what has no tensors in it; None for what has, and for what torch knows no constant of."""
    if any(isinstance(leaf, torch.Tensor) for leaf in pytree.tree_leaves(value)):
        return None
    if value in ([], {}):  # torch makes constants of types that it can see in the value
        return _empty(graph, node, "List" if value == [] else "Dict")
    try:
        constant = graph.insertConstant(value)
    except (TypeError, RuntimeError):
        return None
    constant.node().moveBefore(node)
    constant.node().copyMetadata(node)
    return constant


def _empty(graph: Graph, node: Node, kind: str) -> Value:
    made = graph.create(f"prim::{kind}Construct", [])
    made.insertBefore(node)
    made.output().setType(node.output().type())
    made.copyMetadata(node)
    return made.output()


class _Tensors:
    """Makes the tensors that a graph reads its inputs."""

    def __init__(self, graph: Graph) -> None:
        self._graph = graph
        self._inputs: dict[str, Value] = {}
        self.named: list[tuple[str, torch.Tensor]] = []

    def value_of(self, graph: Graph, node: Node, path: str, value: Any) -> Value:
        if isinstance(value, torch.Tensor):
            return self._input(path, value)
        if isinstance(value, (list, tuple)) and value and all(isinstance(item, torch.Tensor) for item in value):
            made = graph.create(f"prim::{'List' if isinstance(value, list) else 'Tuple'}Construct",
                                [self._input(f"{path}.{at}", item) for at, item in enumerate(value)])
            made.insertBefore(node)
            made.output().setType(node.output().type())
            made.copyMetadata(node)
            return made.output()
        raise HierError(f"the exporter cannot take the attribute '{path}', which is of type {node.output().type()}")

    def _input(self, name: str, tensor: torch.Tensor) -> Value:
        if name not in self._inputs:
            added = self._graph.addInput()
            added.setDebugName(name)
            added.setType(torch._C.TensorType.get())
            self._inputs[name] = added
            self.named.append((name, tensor.detach()))
        return self._inputs[name]


def _at(node: Node) -> str:
    place = node.sourceRange().strip().splitlines()
    return f": {place[-1].strip()}" if place else ""
