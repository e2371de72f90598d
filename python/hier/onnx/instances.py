"""Tells the calls of a module apart.

The file may number them (`hierarchy_call`, or the `_1` that the TorchScript exporter adds to a name). If it does not,
the calls of a module show in what it runs: the same operations with the same weights, so many times in a row.
"""
import collections
import math

import onnx

from ..errors import HierError
from .graphs import Node, Value
from .names import Name

Call = list[Node]
FLOATS = {onnx.TensorProto.FLOAT, onnx.TensorProto.FLOAT16, onnx.TensorProto.BFLOAT16, onnx.TensorProto.DOUBLE}


def calls(module: str, members: list[Node], name_of: dict[int, Name], numbered: bool) -> list[Call]:
    """The nodes of each call of `module`, in order; `members` are those of all calls in one graph, constants left out.

    numbered: does the file number the calls, so that what has no number is of the first?

    Raises HierError if there are several calls that nothing tells apart.
    """
    marks = _marks(module, members, name_of, numbered)
    count = max(marks.values(), default=0) + 1
    shared = math.gcd(*_weight_uses(members).values())  # 0 without weights
    if not numbered and not shared and count == 1:
        return _pieces(members)
    for number in [count] if numbered else [*_divisors(shared), count]:
        chunks = _chunks(members, number)
        if chunks:
            return chunks
    return _by_marks(module, members, marks, count)


def _marks(module: str, members: list[Node], name_of: dict[int, Name], numbered: bool) -> dict[int, int]:
    """The call of `module` in which a node ran, for the nodes that say it."""
    own = {id(node): name.call for node in members if (name := name_of[id(node)]) is not None and _is_own(name, module)}
    if not numbered:
        return own
    below = collections.defaultdict(dict)  # the calls of each module inside
    for node in members:
        name = name_of[id(node)]
        if name is not None and id(node) not in own:
            below[name.path][id(node)] = name.call
    totals = {path: max(calls_of.values()) + 1 for path, calls_of in below.items()}
    count = max(own.values()) + 1 if own else math.gcd(*totals.values())
    marks = dict(own)
    for path, calls_of in below.items():
        each, left = divmod(totals[path], count)
        if not left:
            marks |= {key: call // each for key, call in calls_of.items()}
    return marks


def _is_own(name: Name, module: str) -> bool:
    return name.rest(module) == ()


def _weight_uses(members: list[Node]) -> dict[int, int]:
    """How often each weight of more than one number is read."""
    uses = collections.Counter()
    for node in members:
        for value in node.inputs:
            tensor = _weight(value)
            if tensor is not None and tensor.data_type in FLOATS and any(size > 1 for size in tensor.dims):
                uses[id(tensor)] += 1
    return uses


def _weight(value: Value | None) -> onnx.TensorProto | None:
    while value is not None and value.tensor is None and value.giver is not None and value.giver.op == "Identity":
        value = value.giver.inputs[0]
    return value.tensor if value is not None else None


def _divisors(number: int) -> list[int]:
    return [divisor for divisor in range(min(number, 4096), 1, -1) if number % divisor == 0]


def _chunks(members: list[Node], number: int) -> list[Call] | None:
    """The members in `number` parts that do the same with the same weights, if they are so many repetitions."""
    length, left = divmod(len(members), number)
    if left or not length:
        return None
    does = [_deed(node) for node in members]
    if any(does[at] != does[at - length] for at in range(length, len(does))):
        return None
    return [members[start:start + length] for start in range(0, len(members), length)]


def _deed(node: Node) -> tuple:
    weights = tuple(id(tensor) for value in node.inputs if (tensor := _weight(value)) is not None and tensor.dims)
    return node.op, weights


def _pieces(members: list[Node]) -> list[Call]:
    """The parts that no value connects, if they do the same: the calls of an activation that a module uses twice."""
    piece_of: dict[int, Call] = {}
    for node in members:
        found = {id(piece): piece for value in node.sources() if value.giver is not None
                 and (piece := piece_of.get(id(value.giver))) is not None}
        merged = sorted((each for piece in found.values() for each in piece), key=lambda each: each.index) + [node]
        for each in merged:
            piece_of[id(each)] = merged
    pieces = list({id(piece): piece for piece in piece_of.values()}.values())
    pieces.sort(key=lambda piece: piece[0].index)
    same = len({tuple(_deed(node) for node in piece) for piece in pieces}) == 1
    return pieces if same else [members]


def _by_marks(module: str, members: list[Node], marks: dict[int, int], count: int) -> list[Call]:
    """The calls as the nodes number them; a node that does not say goes with its neighbours if they agree."""
    found: list[Call] = [[] for _ in range(count)]
    before = 0
    for at, node in enumerate(members):
        call = marks.get(id(node))
        if call is None:
            after = next((marks[id(later)] for later in members[at + 1:] if id(later) in marks), before)
            if after != before:
                raise HierError(f"module '{module}' is called {count} times, and the file does not say where one call "
                                "ends and the next begins")
            call = before
        before = call
        found[call].append(node)
    return [call for call in found if call]
