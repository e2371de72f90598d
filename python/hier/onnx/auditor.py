"""Judges the module names in an ONNX file against evidence in the file itself.

What a node says is compared with what owns the weights that it reads; a node without weights, with the module in
which it must have run, since it lies on a way from one operation of that module to another and nothing else lies
between. A module that looks like another is also compared with that: where the TorchScript exporter has inlined a
scripted class twice, the second instance's nodes have lost the names of the modules inside, and say the instance
alone.
"""
import collections
import dataclasses
import pathlib

from .._files import FileName
from .files import read_model
from .graphs import Graph, Model, Node
from .names import ANCESTOR, APART, EXACT, INSIDE, Name, common, read_names, resolved_names
from .twins import Twins
from .weights import Weight, Weights, adder
from .within import Enclosing

WRONG, UNKNOWN, NAMELESS = "wrong", "unknown", "nameless"
VERDICTS = (EXACT, ANCESTOR, WRONG, UNKNOWN, NAMELESS)


@dataclasses.dataclass(slots=True)
class Verdict:
    """What is thought of what a node says."""

    node: Node
    name: Name | None  # what it says
    verdict: str = NAMELESS  # one of VERDICTS
    expected: str | None = None  # the module that the evidence tells of
    evidence: str = ""  # 'weight', 'bias', 'dataflow' or 'counterpart'; empty if there is none
    witness: str = ""  # the weight, or the node that is the counterpart


@dataclasses.dataclass
class Audit:
    """The verdicts on all nodes of a file, by one source of names."""

    source: str
    verdicts: list[Verdict]

    def counts(self) -> dict[str, int]:
        """How many nodes have each verdict."""
        counts = collections.Counter(verdict.verdict for verdict in self.verdicts)
        return {verdict: counts[verdict] for verdict in VERDICTS}


def audit(path: FileName, source: str | None = None) -> list[Audit]:
    """Judges the names in the file `path`: an Audit for each source of names in it, or only for `source`, which is
    'hierarchy', 'name-scopes' or 'torch-names'.

    Raises HierError if the file cannot be read, is malformed or has no such names.
    """
    model = Model(read_model(path))
    nodes = [node for graph in model.graphs() for node in graph.nodes]
    names = read_names([node.proto for node in nodes], source)
    said = {name for kind in names.values() for name in kind if name is not None}
    called = {part for name in said for path in (name.path, *name.modules()) for part in path.split(".")}
    weights = Weights(model, Weights(model).dictionaries(called))
    folder = pathlib.Path(path).resolve().parent
    return [Audit(kind, _Judge(model, weights, nodes, said, folder).verdicts()) for kind, said in names.items()]


class _Judge:
    """Judges the names of one source."""

    def __init__(self, model: Model, weights: Weights, nodes: list[Node], said: list[Name | None],
                 folder: pathlib.Path) -> None:
        self.model, self.weights, self.folder = model, weights, folder
        resolved = resolved_names(set(said), weights.has_module)
        self.verdict_of = {id(node): Verdict(node, resolved[name]) for node, name in zip(nodes, said)}
        self.names = {name for name in resolved.values() if name is not None}
        # Equal weights that were made one keep each of their names only in the TorchScript exporter's files.
        self.merges_silently = not any(node.proto.name.startswith("/") for node in nodes)

    def verdicts(self) -> list[Verdict]:
        for verdict in self.verdict_of.values():
            if verdict.name is not None:
                self._judge_by_weights(verdict, verdict.name)
        for graph in self.model.graphs():
            self._judge_by_dataflow(graph)
        Twins(self.weights, self.verdict_of).judge()
        return list(self.verdict_of.values())

    def _name(self, node: Node) -> Name | None:
        return self.verdict_of[id(node)].name

    #===------------------------------------------------------------------===#
    # Weights
    #===------------------------------------------------------------------===#

    def _judge_by_weights(self, verdict: Verdict, name: Name) -> None:
        verdict.verdict = UNKNOWN
        weights = self.weights.of.get(id(verdict.node))
        if not weights:
            return
        owners = {weight.owner for weight in weights}
        found: dict[str, Weight] = {}
        for weight in sorted(weights, key=lambda weight: (weight.parameter != "weight", weight.name)):
            relation = self._trusted(verdict.node, name, weight)
            if relation is not None:
                found.setdefault(relation, weight)
        kind = next((kind for kind in (EXACT, INSIDE, ANCESTOR, APART) if kind in found), None)
        if kind is None:
            return
        whole = common(owners)
        verdict.expected = found[kind].owner
        if kind in (ANCESTOR, APART) and len(owners) > 1 and name.against(whole) == EXACT:
            kind, verdict.expected = EXACT, whole  # it serves several modules, and names what holds them
        verdict.evidence = "bias" if id(verdict.node) in self.weights.inferred else "weight"
        verdict.witness = found.get(kind, next(iter(found.values()))).name
        verdict.verdict = {EXACT: EXACT, INSIDE: UNKNOWN, ANCESTOR: ANCESTOR, APART: WRONG}[kind]

    def _trusted(self, node: Node, name: Name, weight: Weight) -> str | None:
        """How the name stands to the weight's owner, None if the weight tells nothing about this node."""
        relation = name.against(weight.owner)
        if relation in (EXACT, INSIDE):
            return relation
        readers = self.weights.readers.get(weight, ())
        others = {self._name(reader) for reader in readers} - {None, name}
        uniform = self.merges_silently and weight.is_uniform(self.folder)
        if relation == ANCESTOR:
            return None if uniform else ANCESTOR
        # A tied weight, or one of several equal ones, has one name alone, and a module may lend what it owns. So that
        # the owner runs elsewhere proves nothing; it does that the module that is named has such a weight itself, or
        # that the owner adds its bias to the product.
        module = name.path
        if f"{module}.{weight.parameter}" in self.weights.named:
            return APART
        return APART if not others and not uniform and self._is_finished(node, weight) else None

    def _is_finished(self, node: Node, weight: Weight) -> bool:
        """Is the node a product with the weight, to which the weight's owner, by that name, adds another of its own?"""
        added = adder(node)
        name = self._name(added) if added is not None else None
        return name is not None and name.against(weight.owner) == EXACT and any(
            other != weight and other.owner == weight.owner for other in self.weights.of.get(id(added), ()))

    #===------------------------------------------------------------------===#
    # Dataflow
    #===------------------------------------------------------------------===#

    def _judge_by_dataflow(self, graph: Graph) -> None:
        anchors = {node.index: owner for node in graph.nodes if (owner := self._anchor(node)) is not None}
        running = {module for name in self.names for module in name.modules()} - {""}
        enclosing = Enclosing(graph, anchors, self._use_counts(), running)
        for node in graph.nodes:
            verdict = self.verdict_of[id(node)]
            module = enclosing.module(node)
            name = verdict.name
            if name is None or verdict.verdict != UNKNOWN or verdict.evidence or module is None:
                continue
            relation = name.against(module)
            if relation == APART and not self._is_proven_apart(name, module, enclosing):
                continue
            verdict.expected, verdict.evidence = module, "dataflow"
            verdict.verdict = {EXACT: EXACT, INSIDE: UNKNOWN, ANCESTOR: ANCESTOR, APART: WRONG}[relation]

    def _anchor(self, node: Node) -> str | None:
        """The module that the node's weights are sure to tell."""
        weights = self.weights.of.get(id(node))
        if not weights or node.constant:
            return None
        sure = [weight.owner for weight in weights if self._is_unshared(weight)]
        return common(sure) if sure else None

    def _is_unshared(self, weight: Weight) -> bool:
        said = {self._name(reader) for reader in self.weights.readers.get(weight, ())}
        names = {name for name in said if name is not None}
        relations = {name.against(weight.owner) for name in names}
        return APART not in relations and not (self.merges_silently and len(names) > 1 and EXACT not in relations)

    def _use_counts(self) -> dict[str, int]:
        """How often each owner's least used weight is read."""
        counts: dict[str, int] = {}
        for weight, readers in self.weights.readers.items():
            if readers:
                counts[weight.owner] = min(counts.get(weight.owner, len(readers)), len(readers))
        return counts

    def _is_proven_apart(self, name: Name, module: str, enclosing: Enclosing) -> bool:
        """Does the name say a module whose own place in the dataflow is elsewhere, not one that this module calls?"""
        path = name.path
        while path and not self.weights.has_module(path):
            path = path.rpartition(".")[0]
        return bool(path) and not name.runs(module) and path in enclosing.known and not (
            module + ".").startswith(path + ".")
