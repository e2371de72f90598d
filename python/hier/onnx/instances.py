"""Tells the calls of a module apart.

The file may number them (`hierarchy_call`, or the `_1` that the TorchScript exporter adds to a name). If it does not,
the calls of a module show in what it runs: the same operations with the same weights, so many times in a row.
"""
import collections
import itertools
import math

import onnx

from ..errors import HierError
from .graphs import Node, Value
from .names import Name

Call = list[Node]
FLOATS = {onnx.TensorProto.FLOAT, onnx.TensorProto.FLOAT16, onnx.TensorProto.BFLOAT16, onnx.TensorProto.DOUBLE}


def calls(module: str, members: list[Node], name_of: dict[int, Name | None], numbered: bool) -> list[Call]:
    """The nodes of each call of `module`, in order; `members` are those of all calls in one graph, constants left out.

    numbered: does the file number the calls, so that what has no number is of the first?

    Raises HierError if there are several calls that nothing tells apart.
    """
    own = {id(node): name.call for node in members if (name := name_of[id(node)]) is not None and _is_own(name, module)}
    below = _calls_below(module, members, name_of) if numbered else {}
    count = max(own.values()) + 1 if own else math.gcd(*_totals(below).values()) or 1
    shared = math.gcd(*_weight_uses(members).values())  # 0 without weights
    if not numbered and not shared and count == 1:
        return _pieces(members)
    for number in [count] if numbered else [*_divisors(shared), count]:
        chunks = _chunks(members, number)
        if chunks and not (numbered and _contradict(own, chunks)):
            return chunks
    marks = _even_marks(members, own, below, count) or _bounded_marks(members, own)
    return _by_marks(module, members, marks, count)


def _is_own(name: Name, module: str) -> bool:
    return name.rest(module) == ()


#===----------------------------------------------------------------------===#
# What the numbers say
#===----------------------------------------------------------------------===#


def _calls_below(module: str, members: list[Node], name_of: dict[int, Name | None]) -> dict[str, dict[int, int]]:
    """For each module inside, which call of it each of its nodes ran in."""
    below: dict[str, dict[int, int]] = collections.defaultdict(dict)
    for node in members:
        name = name_of[id(node)]
        if name is not None and name.rest(module):
            below[name.path][id(node)] = name.call
    return below


def _totals(below: dict[str, dict[int, int]]) -> dict[str, int]:
    """How often each module inside is called."""
    return {path: max(calls_of.values()) + 1 for path, calls_of in below.items()}


def _contradict(own: dict[int, int], chunks: list[Call]) -> bool:
    return any(own.get(id(node), number) != number for number, chunk in enumerate(chunks) for node in chunk)


def _even_marks(members: list[Node], own: dict[int, int], below: dict[str, dict[int, int]],
                count: int) -> dict[int, int] | None:
    """The call in which each node ran if all make equally many calls of the modules inside, in the same order; None if
    they do not."""
    totals = _totals(below)
    if not totals or any(total % count for total in totals.values()):
        return None
    ran = {key: (path, call) for path, calls_of in below.items() for key, call in calls_of.items()}
    marks = own | {key: call * count // totals[path] for key, (path, call) in ran.items()}
    said = [node for node in members if id(node) in marks]
    if any(marks[id(before)] > marks[id(after)] for before, after in itertools.pairwise(said)):
        return None
    courses = [_course([node for node in said if marks[id(node)] == call], own, ran) for call in range(count)]
    turns = sorted((turns for _, turns in courses), key=len)
    same = len({paths for paths, _ in courses}) == 1
    return marks if same and all(few <= many for few, many in itertools.pairwise(turns)) else None


def _course(call: Call, own: dict[int, int], ran: dict[int, tuple[str, int]]) -> tuple[tuple[str, ...], set[int]]:
    """The modules inside that a call runs, in order, and behind how many of them it does something itself."""
    runs: dict[tuple[str, int], None] = {}
    turns = set()
    for node in call:
        if id(node) in own:
            turns.add(len(runs))
        else:
            runs[ran[id(node)]] = None
    return tuple(path for path, _ in runs), turns


def _bounded_marks(members: list[Node], own: dict[int, int]) -> dict[int, int]:
    """The call in which a node ran, as far as the module's own nodes show where each begins and ends."""
    places = [at for at, node in enumerate(members) if id(node) in own]
    said = [own[id(members[at])] for at in places]
    if not places or said != sorted(said):
        return own
    marks = dict(own)
    for before, after in itertools.pairwise(places):
        gap = members[before + 1:after]
        first, second = own[id(members[before])], own[id(members[after])]
        length = _length_of_end(gap, members[:places[0]], members[places[-1] + 1:])
        if second == first + 1 and length is not None:
            marks |= {id(node): first if at < length else second for at, node in enumerate(gap)}
    return marks


def _length_of_end(gap: list[Node], start: list[Node], end: list[Node]) -> int | None:
    """How many of the nodes between two calls' own are of the former call, to go by those at the start of the first
    call and at the end of the last; None if these do not tell."""
    if bool(start) != bool(end):
        return len(gap) if end else 0
    return len(end) if [_deed(node) for node in gap] == [_deed(node) for node in end + start] else None


def _by_marks(module: str, members: list[Node], marks: dict[int, int], count: int) -> list[Call]:
    """The calls as the nodes number them; a node that does not say goes with its neighbours if they agree."""
    undecided = HierError(f"module '{module}' is called {count} times, and the file does not say where one call ends "
                          "and the next begins")
    if not marks:
        raise undecided
    found: list[Call] = [[] for _ in range(count)]
    before = 0
    for at, node in enumerate(members):
        call = marks.get(id(node))
        if call is None:
            after = next((marks[id(later)] for later in members[at + 1:] if id(later) in marks), before)
            if after != before:
                raise undecided
            call = before
        before = call
        found[call].append(node)
    return [call for call in found if call]


#===----------------------------------------------------------------------===#
# What the operations show
#===----------------------------------------------------------------------===#


def _weight_uses(members: list[Node]) -> dict[int, int]:
    """How often each weight of more than one number is read."""
    uses: collections.Counter[int] = collections.Counter()
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


def _deed(node: Node) -> tuple[str, tuple[int, ...]]:
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
