"""The types and shapes of a model's values: as the file says, else by onnx.shape_inference, without the weights'
contents.
"""
import onnx
import onnx.shape_inference

from .graphs import Scope, Value

SMALL = 1024  # elements: a weight of no more may be a shape, whose contents the inference needs


class ValueTypes:
    """Looks up the type of a value."""

    def __init__(self, model: onnx.ModelProto):
        self._model = model
        self._inferred: dict[str, onnx.ValueInfoProto] | None = None
        self._said: dict[int, dict[str, onnx.ValueInfoProto]] = {}

    def info(self, value: Value) -> onnx.ValueInfoProto | None:
        """What is known of the value: a type, with a shape if that is known too; None if nothing is."""
        said = self._said_in(value.scope).get(value.name)
        if said is None or not _has_shape(said):
            said = self._infer().get(value.name) or said
        if said is None and value.tensor is not None:
            return onnx.helper.make_tensor_value_info(value.name, value.tensor.data_type, list(value.tensor.dims))
        if said is None and value.fed_by:
            said = self.info(value.fed_by[0]) if value.scope.holder is None else None
        if said is None:
            return None
        named = onnx.ValueInfoProto()
        named.CopyFrom(said)
        named.name = value.name
        return named

    def sizes(self, value: Value) -> list[int | str | None] | None:
        """The sizes of a tensor: a number, a name, or None for each; None if nothing is known."""
        info = self.info(value)
        if info is None or not info.type.tensor_type.HasField("shape"):
            return None
        return [dim.dim_value if dim.HasField("dim_value") else dim.dim_param or None
                for dim in info.type.tensor_type.shape.dim]

    def _said_in(self, scope: Scope) -> dict[str, onnx.ValueInfoProto]:
        if id(scope) not in self._said:
            graph = scope.proto
            infos = list(graph.value_info)
            if isinstance(graph, onnx.GraphProto):
                infos += [*graph.input, *graph.output]
            self._said[id(scope)] = {info.name: info for info in infos if _has_type(info)}
        return self._said[id(scope)]

    def _infer(self) -> dict[str, onnx.ValueInfoProto]:
        if self._inferred is None:
            self._inferred = {}
            try:
                inferred = onnx.shape_inference.infer_shapes(_without_weights(self._model), data_prop=True)
            except Exception:  # what it cannot infer stays unknown
                return self._inferred
            pending = [inferred.graph]
            while pending:
                graph = pending.pop()
                for info in [*graph.value_info, *graph.input, *graph.output]:
                    if _has_type(info):
                        self._inferred[info.name] = _without_made_up_sizes(info)
                for node in graph.node:
                    for attribute in node.attribute:
                        pending += [attribute.g] if attribute.HasField("g") else attribute.graphs
        return self._inferred


def _has_type(info: onnx.ValueInfoProto) -> bool:
    kind = info.type.WhichOneof("value")
    return kind is not None and (kind != "tensor_type" or info.type.tensor_type.elem_type != 0)


def _has_shape(info: onnx.ValueInfoProto) -> bool:
    return info.type.WhichOneof("value") != "tensor_type" or bool(info.type.tensor_type.HasField("shape"))


def _without_made_up_sizes(info: onnx.ValueInfoProto) -> onnx.ValueInfoProto:
    """Leaves out the names that the inference gives to sizes that it does not know."""
    for size in info.type.tensor_type.shape.dim if info.type.WhichOneof("value") == "tensor_type" else ():
        if size.dim_param.startswith("unk__"):
            size.Clear()
    return info


def _without_weights(model: onnx.ModelProto) -> onnx.ModelProto:
    """The model with its larger weights as inputs."""
    bare = onnx.ModelProto(ir_version=max(model.ir_version, 4))
    bare.opset_import.extend(model.opset_import)
    bare.functions.extend(model.functions)
    graph = bare.graph
    graph.name = model.graph.name
    graph.node.extend(model.graph.node)
    graph.output.extend(model.graph.output)
    graph.value_info.extend(model.graph.value_info)
    weights = {tensor.name for tensor in model.graph.initializer}
    graph.input.extend(given for given in model.graph.input if given.name not in weights)
    for tensor in model.graph.initializer:
        count = 1
        for size in tensor.dims:
            count *= size
        if count <= SMALL and tensor.data_location != onnx.TensorProto.EXTERNAL:
            graph.initializer.append(tensor)
        else:
            graph.input.append(onnx.helper.make_tensor_value_info(tensor.name, tensor.data_type, list(tensor.dims)))
    return bare
