"""Cuts one module, or one call of it, out of an ONNX file, as a model of its own."""
import collections
import dataclasses
import difflib
import pathlib
from collections.abc import Iterable, Iterator

import onnx
import onnx.inliner

from .._files import FileName
from ..errors import HierError
from .cutting import Cut, cut, functions_used
from .files import read_model, write_model
from .graphs import Graph, Key, Model, Node, Value
from .instances import calls
from .names import (EXACT, HIERARCHY, SOURCES, TORCH_NAMES, Name, PathName, ScopeName, read_names, resolved_names,
                    with_borrowed)
from .valuetypes import ValueTypes
from .weights import Weights, prefixes


@dataclasses.dataclass(frozen=True)
class Extracted:
    """What was cut out."""

    module: str
    call: int
    calls: int  # how many calls of the module there are
    source: str  # which names told its nodes: 'hierarchy', 'name-scopes' or 'torch-names'
    nodes: int
    weights: int
    between: int  # nodes that the names do not give to the module, but that lie between its nodes
    inputs: list[onnx.ValueInfoProto]
    outputs: list[onnx.ValueInfoProto]


def extract(path: FileName, module: str, output: FileName, *, call: int | None = None,
            source: str | None = None) -> Extracted:
    """Writes the part of the model in `path` that is the module at the path `module`, such as 'encoder.layer.0', to
    `output`: its nodes and weights; its inputs are the values that enter it, its outputs those that leave it.

    call: which call of the module, from 0; needed if there are several.
    source: which names tell a node's module: 'hierarchy', 'name-scopes' or 'torch-names', by default the first that is
        there.

    Raises HierError, and writes nothing, if the file cannot be read or is malformed, if no node belongs to such a
    module, if it is called several times and `call` does not say which, or if the result is no valid model.
    """
    proto = read_model(path)
    model = Model(proto)
    source, name_of = _names(model, source)
    found = _calls(model, module, name_of, source == HIERARCHY)
    if found is None:  # it runs in a local function
        proto = _without_functions(proto)
        model = Model(proto)
        source, name_of = _names(model, source)
        found = _calls(model, module, name_of, source == HIERARCHY)
    if not found:
        raise HierError(_not_there(module, name_of, Weights(model)))
    number = _chosen(module, found, call)
    types = ValueTypes(proto)
    piece = cut(found[number], types, _shared(model.main, module, name_of))
    built, inputs, outputs = _built(proto, piece, types, f"{module}@{number}" if len(found) > 1 else module or "root")
    write_model(built, output, pathlib.Path(path).resolve().parent)
    return Extracted(module, number, len(found), source, len(piece.nodes), len(piece.weights), piece.between, inputs,
                     outputs)


#===----------------------------------------------------------------------===#
# Which nodes
#===----------------------------------------------------------------------===#


def _names(model: Model, source: str | None) -> tuple[str, dict[int, Name | None]]:
    """The source that is taken, and what each node says."""
    nodes = [node for graph in model.graphs() for node in graph.nodes]
    said = read_names([node.proto for node in nodes], source)
    source = next(kind for kind in SOURCES if kind in said)
    name_of = {id(node): name for node, name in zip(nodes, said[source])}
    return source, _resolved(nodes, name_of, Weights(model)) if source == TORCH_NAMES else name_of


def _without_functions(proto: onnx.ModelProto) -> onnx.ModelProto:
    try:
        return onnx.inliner.inline_local_functions(proto)
    except Exception as error:  # the inliner's own, of several kinds
        raise HierError(f"the local functions cannot be inlined: {str(error).splitlines()[0]}") from error


def _resolved(nodes: list[Node], name_of: dict[int, Name | None], weights: Weights) -> dict[int, Name | None]:
    """torch's names, which leave out containers, with the paths that weights tell of them."""
    resolved = resolved_names(set(name_of.values()), weights.has_module)
    paths: dict[tuple[str, ...], tuple[str, ...]] = {}
    for node in nodes:
        name = resolved[name_of[id(node)]]
        for weight in weights.of.get(id(node), ()):
            if isinstance(name, ScopeName) and name.against(weight.owner) == EXACT:
                paths |= dict(name.owners(weight.owner))
    # What the weights have not told by now is no module that has a place of its own.
    completed = with_borrowed({said: name.completed(paths) if isinstance(name, ScopeName) else name
                               for said, name in resolved.items()})
    return {key: completed[name] for key, name in name_of.items()}


def _runs(name: Name, module: str, called: set[str]) -> bool:
    """Does the name say that the module ran, without leaving out one of `called`, which are no containers?"""
    if not name.runs(module) or not isinstance(name, ScopeName):
        return name.runs(module)
    said = {name.literal(taken) for taken in range(len(name.parts) + 1)}
    return module in said or not any(outer in called and outer not in said for outer in prefixes(module)[1:-1])


def _calls(model: Model, module: str, name_of: dict[int, Name | None], numbered: bool) -> list[list[Node]] | None:
    """The nodes of each call; None if they are to be found in local functions."""
    members = _members(model.main, module, name_of)
    running = {function_key for function_key, graph in model.functions.items() if _members(graph, module, name_of)}
    covered = {node.called() for node in members}
    if running - _reached(model, covered):
        return None
    by_scope = collections.defaultdict(list)
    for node in members:
        by_scope[id(node.scope)].append(node)
    found = []
    for group in by_scope.values():
        moving = [node for node in group if not node.constant]
        constant = [node for node in group if node.constant]
        split = calls(module, moving, name_of, numbered) if moving and module else [moving or constant]
        found += [[*constant, *each] if len(split) == 1 and moving else each for each in split]
    return [sorted(each, key=lambda node: node.index) for each in found]


def _members(graph: Graph, module: str, name_of: dict[int, Name | None]) -> list[Node]:
    """The nodes of the module, without those in bodies of its own nodes; those that serve others too only if there are
    no others."""
    called = {each for name in set(name_of.values()) if name is not None for each in name.modules()}
    runs = {name: name is not None and _runs(name, module, called) for name in set(name_of.values())}
    inside = {id(node) for node in graph.nodes if not module or runs[name_of[id(node)]]}
    alone = inside - _shared(graph, module, name_of).keys()
    if any(id(node) in alone and not node.constant for node in graph.nodes):
        inside = alone
    _add_holders(graph, inside)
    return [node for node in graph.nodes
            if id(node) in inside and not any(id(holder) in inside for holder in _holders(node))]


def _shared(graph: Graph, module: str, name_of: dict[int, Name | None]) -> dict[int, set[int]]:
    """The nodes that serve the module and others, each with those of its readers that are in one of all these."""
    return {id(node): _readers_within(node, name.origins, name_of) for node in graph.nodes
            if isinstance(name := name_of[id(node)], PathName) and name.shares(module)}


def _readers_within(node: Node, modules: tuple[str, ...], name_of: dict[int, Name | None]) -> set[int]:
    readers = {id(reader): name_of[id(reader)] for value in node.outputs for reader, _ in value.readers}
    return {key for key, name in readers.items() if name is not None and any(name.runs(module) for module in modules)}


def _add_holders(graph: Graph, inside: set[int]) -> None:
    """Adds each node without a place of its own all of whose bodies are the module's."""
    for node in graph.nodes:
        if node.bodies and id(node) not in inside:
            bodies = [[each for each in body.nodes if not each.constant] for body in node.bodies]
            if all(body and all(id(each) in inside for each in body) for body in bodies):
                inside.add(id(node))


def _holders(node: Node) -> Iterator[Node]:
    scope = node.scope
    while scope.holder is not None:
        yield scope.holder
        scope = scope.holder.scope


def _reached(model: Model, keys: set[Key]) -> set[Key]:
    """The functions that are called from those of `keys`, with these."""
    reached, pending = set(), [key for key in keys if key in model.functions]
    while pending:
        key = pending.pop()
        if key not in reached:
            reached.add(key)
            pending += [node.called() for node in model.functions[key].nodes if node.called() in model.functions]
    return reached


def _chosen(module: str, found: list[list[Node]], call: int | None) -> int:
    if call is None and len(found) > 1:
        listed = ", ".join(f"{number} (from {_first(nodes)})" for number, nodes in enumerate(found[:8]))
        listed += ", ..." if len(found) > 8 else ""
        raise HierError(f"module '{module}' is called {len(found)} times; choose with --call: {listed}")
    if call is not None and not 0 <= call < len(found):
        times = "once" if len(found) == 1 else f"{len(found)} times"
        raise HierError(f"module '{module}' is called {times}: there is no call {call}")
    return call or 0


def _first(nodes: list[Node]) -> str:
    node = next((node for node in nodes if not node.constant), nodes[0]).proto
    return f"{node.op_type} {node.name or next(iter(node.output), '')}"


def _not_there(module: str, name_of: dict[int, Name | None], weights: Weights) -> str:
    known = {outer for name in set(name_of.values()) if name is not None for each in {*name.modules(), name.path}
             for outer in prefixes(each)} - {""}
    if weights.has_module(module):
        return f"no node belongs to module '{module}', though the file has its weights"
    near = difflib.get_close_matches(module, sorted(known), n=3, cutoff=0.5)
    near = near or [path for path in sorted(known) if path.endswith("." + module.rpartition(".")[2])][:3]
    hint = f"; the nearest names are {', '.join(near)}" if near else ""
    return f"no node belongs to a module '{module}'{hint}"


#===----------------------------------------------------------------------===#
# The new model
#===----------------------------------------------------------------------===#


def _built(proto: onnx.ModelProto, piece: Cut, types: ValueTypes,
           name: str) -> tuple[onnx.ModelProto, list[onnx.ValueInfoProto], list[onnx.ValueInfoProto]]:
    """The model that holds `piece`, and the types of its inputs and outputs."""
    built = onnx.ModelProto(ir_version=max(proto.ir_version, 4), producer_name=proto.producer_name,
                            producer_version=proto.producer_version, domain=proto.domain,
                            model_version=proto.model_version)
    built.metadata_props.extend(proto.metadata_props)
    nodes = [node.proto for node in piece.nodes]
    built.functions.extend(functions_used(nodes, proto))
    built.opset_import.extend(_opsets(proto, nodes, built.functions))
    graph = built.graph
    graph.name = name
    graph.node.extend(nodes)
    graph.metadata_props.extend(proto.graph.metadata_props)
    _add_weights(graph, piece.weights)
    inputs = [_typed(types, value) for value in piece.inputs]
    outputs = [_typed(types, value) for value in piece.outputs]
    if not outputs:
        raise HierError(f"module '{name}' gives nothing that is read outside")
    graph.input.extend(inputs)
    graph.output.extend(outputs)
    _keep_infos(graph, piece, proto)
    return built, inputs, outputs


def _typed(types: ValueTypes, value: Value) -> onnx.ValueInfoProto:
    info = types.info(value)
    if info is None:
        raise HierError(f"the type of '{value.name}', which enters or leaves the module, is not known")
    return info


def _opsets(proto: onnx.ModelProto, nodes: list[onnx.NodeProto],
            functions: Iterable[onnx.FunctionProto]) -> list[onnx.OperatorSetIdProto]:
    """The imports of the domains that are used."""
    used, pending = {""}, [*nodes, *(node for function in functions for node in function.node)]
    used.update(function.domain for function in functions)
    while pending:
        node = pending.pop()
        used.add("" if node.domain == "ai.onnx" else node.domain)
        for attribute in node.attribute:
            for body in [attribute.g, *attribute.graphs]:
                pending += body.node
    return [opset for opset in proto.opset_import if ("" if opset.domain == "ai.onnx" else opset.domain) in used]


def _add_weights(graph: onnx.GraphProto, weights: list[Value]) -> None:
    for value in weights:
        sparse = next((tensor for tensor in getattr(value.scope.proto, "sparse_initializer", ())
                       if tensor.values.name == value.name), None)
        if sparse is not None:
            graph.sparse_initializer.append(sparse)
        else:
            graph.initializer.append(value.tensor)


def _keep_infos(graph: onnx.GraphProto, piece: Cut, proto: onnx.ModelProto) -> None:
    """Keeps what the file says of the values inside."""
    boundary = {info.name for info in [*graph.input, *graph.output]}
    given = {value.name for node in piece.nodes for value in node.outputs} | {value.name for value in piece.weights}
    scopes = {id(node.scope): node.scope for node in piece.nodes}
    for scope in scopes.values():
        infos = scope.proto.value_info
        graph.value_info.extend(info for info in infos if info.name in given and info.name not in boundary)
    graph.quantization_annotation.extend(
        note for note in proto.graph.quantization_annotation if note.tensor_name in given | boundary)
