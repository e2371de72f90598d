"""Which module owns the weights that a node reads: the evidence in an ONNX file that no exporter's bookkeeping can
spoil.

torch keeps the names of parameters, `encoder.layer.0.output.dense.bias`. Where it has transposed one the name is lost
(`onnx::MatMul_276`), but a bias that is added to the product tells whose the product is. Where equal weights were
made one, the TorchScript exporter leaves an `Identity` with each name, and the dynamo exporter only one of the names:
a weight with readers in several modules says little about any of them.
"""
import dataclasses
import pathlib
import re

import numpy
import onnx
import onnx.numpy_helper

from .files import external_data, is_external
from .graphs import Graph, Model, Node, Value

# Names that exporters make up: of a constant, of a value, of what was moved out of the graph.
MADE_UP = re.compile(r"(?:.*[/:].*|val_\d+|_?\d+|.*\.\d+)", re.DOTALL)
PARAMETERS = {"weight", "bias", "running_mean", "running_var", "gamma", "beta"}
# What gives a weight another name or form, and leaves it one.
FORMS = {"Identity", "Cast", "Transpose", "Reshape", "Squeeze", "Unsqueeze", "QuantizeLinear", "DequantizeLinear"}
PRODUCTS = {"MatMul", "Gemm", "MatMulInteger"}
SMALL = 1 << 16  # bytes of a weight that is worth reading to see whether all its elements are equal


@dataclasses.dataclass(frozen=True, slots=True)
class Weight:
    """A named weight."""

    name: str
    owner: str  # the path of the module whose parameter or buffer it is
    parameter: str  # its name in that module
    tensor: onnx.TensorProto | None = dataclasses.field(compare=False, hash=False, default=None)

    def is_uniform(self, folder: pathlib.Path) -> bool:
        """Are all its elements equal, as those of a new bias are? Then other weights may have been made one with it."""
        if self.tensor is None:
            return False
        shape = [size for size in self.tensor.dims if size != 1]
        if not shape:
            return True
        try:
            if is_external(self.tensor):
                if external_data(self.tensor, folder).length > SMALL:
                    return False
            values = onnx.numpy_helper.to_array(self.tensor, base_dir=str(folder)).ravel()
            return bool(values.size == 0 or numpy.all(values == values[0]))
        except Exception:  # what cannot be read decides nothing
            return False


def parsed(name: str, tensor: onnx.TensorProto | None = None,
           dictionaries: frozenset[str] = frozenset()) -> Weight | None:
    """The weight that is called `name`, if a parameter's path is what the name is. `dictionaries` are the paths of what
    holds parameters, but is no module."""
    *owner, parameter = name.split(".")
    # An element of a ParameterList, or a ParameterDict, is the parameter of the module around it.
    if owner and (parameter.isdecimal() or ".".join(owner) in dictionaries):
        *owner, last = owner
        parameter = f"{last}.{parameter}"
        if not owner and tensor is None:
            return None
    elif MADE_UP.fullmatch(name):
        return None
    if MADE_UP.fullmatch(".".join(owner)) and "/" in name or ":" in name or not all([*owner, parameter]):
        return None
    return Weight(name, ".".join(owner), parameter, tensor) if owner else None


class Weights:
    """The weights of a model's nodes."""

    def __init__(self, model: Model, dictionaries: frozenset[str] = frozenset()):
        self._dictionaries = dictionaries
        self._memory: dict[int, frozenset[Weight]] = {}
        self.of: dict[int, frozenset[Weight]] = {}  # id of a node -> its weights
        self.inferred: set[int] = set()  # the nodes whose weight is told by a bias
        self.readers: dict[Weight, list[Node]] = {}
        self.named: dict[str, Weight] = {}
        for graph in model.graphs():
            self._collect(graph)
        for graph in model.graphs():
            self._infer(graph)
        self.owners = {weight.owner for weight in self.named.values()}
        self._inside = {prefix for owner in self.owners for prefix in prefixes(owner)}

    def has_module(self, path: str) -> bool:
        """Does the module or one inside it own a weight?"""
        return path in self._inside

    def dictionaries(self, called: set[str]) -> frozenset[str]:
        """The owners that look like a ParameterDict: `called` has none of that name, there is no module inside, and the
        weights are not called as a module's mostly are."""
        modules = {weight.owner for weight in self.named.values() if weight.parameter in PARAMETERS}
        around = {outer for owner in self.owners for outer in prefixes(owner)[:-1]}
        return frozenset(owner for owner in self.owners - modules - around if owner.split(".")[-1] not in called)

    def _collect(self, graph: Graph) -> None:
        for node in graph.nodes:
            # An Identity may give a weight its own name back.
            told = node.outputs if _changes_form(node) else node.inputs
            found = frozenset().union(*(self.behind(value) for value in told if value is not None))
            if not found:
                continue
            self.of[id(node)] = found
            for weight in found:
                self.named.setdefault(weight.name, weight)
                if not _changes_form(node):
                    self.readers.setdefault(weight, []).append(node)

    def behind(self, value: Value) -> frozenset[Weight]:
        """The named weights that the value is, or is computed from."""
        known = self._memory.get(id(value))
        if known is None:
            self._memory[id(value)] = frozenset()  # a function that calls itself ends here
            known = self._memory[id(value)] = self._behind(value)
        return known

    def _behind(self, value: Value) -> frozenset[Weight]:
        if value.tensor is not None:
            weight = parsed(value.name, value.tensor, self._dictionaries)
            return frozenset([weight]) if weight else frozenset()
        if value.giver is None:
            if isinstance(value.scope.proto, onnx.FunctionProto):
                return frozenset().union(*(self.behind(source) for source in value.fed_by))
            weight = parsed(value.name) if value.scope.outer is None else None
            return frozenset([weight]) if weight and weight.parameter in PARAMETERS else frozenset()
        if not _changes_form(value.giver):
            return frozenset()
        if value.giver.op == "Identity":
            weight = parsed(value.name, _tensor_behind(value), self._dictionaries)
            if weight:
                return frozenset([weight])
        return frozenset().union(*(self.behind(source) for source in value.giver.inputs if source is not None))

    def _infer(self, graph: Graph) -> None:
        """Tells whose a product with a nameless weight is by the bias that is added to it."""
        for node in graph.nodes:
            added = adder(node)
            if added is None or id(node) in self.of:
                continue
            matrix = next((value for value in node.inputs[::-1] if value is not None and is_nameless(value)), None)
            if matrix is None:
                continue
            biases = self.of.get(id(added), frozenset())
            width = _width(matrix)
            fitting = frozenset(bias for bias in biases
                                if bias.tensor is not None and list(bias.tensor.dims) == [width])
            if len(fitting) == 1:
                self.of[id(node)] = fitting
                self.inferred.add(id(node))


def prefixes(path: str) -> list[str]:
    """The module and all modules around it, the root first."""
    parts = path.split(".") if path else []
    return [".".join(parts[:count]) for count in range(len(parts) + 1)]


def adder(node: Node) -> Node | None:
    """The operation that adds to what `node` computes, if that is a product and nothing else reads it."""
    readers = node.outputs[0].readers if node.op in PRODUCTS and node.outputs else []
    return readers[0][0] if len(readers) == 1 and readers[0][0].op == "Add" and readers[0][1] >= 0 else None


def is_nameless(value: Value) -> bool:
    """Is the value a weight whose name an exporter made up?"""
    return _tensor_behind(value) is not None


def _tensor_behind(value: Value) -> onnx.TensorProto | None:
    """The weight that the value is, perhaps by another name."""
    known: Value | None = value
    while known is not None and known.tensor is None:
        if known.giver is None or known.giver.op != "Identity" or not known.giver.constant:
            return None
        known = known.giver.inputs[0]
    return known.tensor if known is not None else None


def _width(value: Value) -> int:
    tensor = _tensor_behind(value)
    return tensor.dims[-1] if tensor is not None and tensor.dims else -1


def _changes_form(node: Node) -> bool:
    """Does the node only give a weight another name or form?"""
    return node.constant and node.op in FORMS
