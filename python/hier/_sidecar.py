"""Archives with their tags beside them.

torch.jit.save writes a module's methods as Python source, which has neither scopes nor attributes. What was known of
each node is kept in a JSON file beside the archive. It is about the flat graph of the archive, not of the module that
was saved: loading compiles the source anew, and numbers and orders constants as it likes."""
from __future__ import annotations

import dataclasses
import hashlib
import io
import json
import os
import pathlib
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, BinaryIO, Union

from ._files import FileName, file_argument, replace_all, unreadable
from ._inputs import compiled, graph_argument, method_argument
from ._native import need_torch
from ._pipeline import run
from ._tags import NodeTags, tag, tags
from .errors import HierError, first_line

if TYPE_CHECKING:
    import torch

    from ._hier import _Row

MapLocation = Union[str, "torch.device", None]

FORMAT = "hier-sidecar"
VERSION = 1
# What saving and loading make anew, and may leave out or add.
REMADE = {"prim::Constant", "prim::GetAttr", "prim::ListConstruct", "prim::TupleConstruct", "prim::DictConstruct",
          "prim::ListUnpack", "prim::TupleUnpack", "prim::CreateObject", "prim::unchecked_cast"}


@dataclasses.dataclass(frozen=True)
class Loaded:
    module: torch.jit.ScriptModule
    graph: torch._C.Graph  #: that the method of the sidecar runs, inlined and tagged
    is_exact: bool  #: is each operation's tag that of the module that was saved? Else those of the archive alone.


def sidecar_of(file: pathlib.Path) -> pathlib.Path:
    """Where the tags of the archive `file` are: model.pt.hier.json."""
    return pathlib.Path(f"{file}.hier.json")


#===----------------------------------------------------------------------===#
# Saving
#===----------------------------------------------------------------------===#


def save(module: torch.jit.ScriptModule, file: FileName, *, policy: str | pathlib.Path | None = None,
         method: str | None = None) -> pathlib.Path:
    """Saves a torch.jit.ScriptModule as torch.jit.save does, and beside it the tags of the graph that `method`
    (forward) runs, which hier.load joins to it. `policy` is as for hier.tag. Gives the sidecar's path.

    The archive is loaded once to see what has become of the nodes: that takes its size in memory. Neither file is
    written unless both are whole. Raises TypeError for what is no module or no name of a file, HierError where torch
    cannot save the module, or a file cannot be written."""
    path, start = file_argument("file", file), method_argument(method) or "forward"
    saved = tags(tag(_module_argument(module), policy=policy, method=start))
    try:
        archive: bytes = module.save_to_buffer()
    except RuntimeError as error:
        raise HierError(f"torch cannot save this module: {first_line(error)}") from None
    graph = tag(_loaded(io.BytesIO(archive), "the archive just made"), policy=policy, method=start)
    rows, is_exact = _joined(saved, tags(graph))
    sidecar = {"format": FORMAT, "version": VERSION, "method": start, "is_exact": is_exact,
               "archive": {"sha256": hashlib.sha256(archive).hexdigest()},
               "kinds": _kinds(graph), "nodes": [_compact(row) for row in rows]}
    place = sidecar_of(path)
    try:
        replace_all({path: archive, place: json.dumps(sidecar, indent=0).encode()})
    except OSError as error:
        raise unreadable(error.filename, error) from None
    return place


def _module_argument(module: object) -> torch.jit.ScriptModule:
    need_torch()
    import torch
    if not isinstance(module, torch.jit.ScriptModule):
        raise TypeError(f"expected a torch.jit.ScriptModule, not {type(module).__name__}")
    compiled(module)
    return module


def _joined(saved: list[NodeTags], loaded: list[NodeTags]) -> tuple[list[NodeTags], bool]:
    """The tags of the loaded nodes, for operations those of the saved ones if these are the same in the same order."""
    operations = [node for node in saved if node.kind not in REMADE]
    places = [place for place, node in enumerate(loaded) if node.kind not in REMADE]
    if [node.kind for node in operations] != [loaded[place].kind for place in places]:
        return loaded, False
    for node, place in zip(operations, places):
        loaded[place] = dataclasses.replace(node, index=loaded[place].index, outputs=loaded[place].outputs)
    return loaded, True


def _compact(node: NodeTags) -> dict[str, Any]:
    """Without what is empty."""
    full = dataclasses.asdict(node)
    del full["outputs"]
    return {key: value for key, value in full.items() if key == "index" or value not in (None, (), 0)}


#===----------------------------------------------------------------------===#
# Loading
#===----------------------------------------------------------------------===#


def load(file: FileName, *, map_location: MapLocation = None) -> Loaded:
    """Loads an archive that hier.save has written, and joins to its graph the tags beside it. `map_location` is as for
    torch.jit.load, which loads safely only an archive that is trusted.

    Raises TypeError for what is no name of a file or no place, HierError where a file is missing, is no sidecar, or is
    not of this archive."""
    path = file_argument("file", file)
    place = sidecar_of(path)
    _check_location(map_location)
    sidecar = _read_sidecar(place)
    with _opened(path) as archive:
        if _sha256(archive, path) != sidecar["archive"]["sha256"]:
            raise HierError(f"{place}: error: these are tags of another archive than {path}")
        module = _loaded(path if _is_utf8(path) else archive, str(path), map_location)
    graph = graph_argument(run(module, "inline-calls", method=sidecar["method"]).graph)
    if _kinds(graph) != sidecar["kinds"]:
        raise HierError(f"{place}: error: this version of torch or of hier makes other nodes of {path}: save it anew")
    from . import _hier
    _hier.put_tags(graph, [_row(place, node) for node in sidecar["nodes"]])
    return Loaded(module, graph, sidecar["is_exact"])


def _check_location(map_location: object) -> None:
    need_torch()
    import torch
    if not isinstance(map_location, (str, torch.device, type(None))):
        raise TypeError(f"map_location must be a str or a torch.device, not {type(map_location).__name__}")


def _read_sidecar(place: pathlib.Path) -> dict[str, Any]:
    try:
        sidecar = json.loads(place.read_bytes())
    except OSError as error:
        raise unreadable(place, error) from None
    except ValueError:
        raise HierError(f"{place}: error: this is no JSON") from None
    except RecursionError:
        raise HierError(f"{place}: error: this sidecar is damaged: it is nested too deep") from None
    if not isinstance(sidecar, dict) or sidecar.get("format") != FORMAT:
        raise HierError(f"{place}: error: this is no sidecar of hier.save")
    if sidecar.get("version") != VERSION:
        raise HierError(f"{place}: error: a sidecar of version {sidecar.get('version')}, and only {VERSION} is known")
    archive = sidecar.get("archive")
    sound = (isinstance(archive, dict) and isinstance(archive.get("sha256"), str) and
             isinstance(sidecar.get("method"), str) and isinstance(sidecar.get("kinds"), str) and
             isinstance(sidecar.get("is_exact"), bool) and isinstance(sidecar.get("nodes"), list))
    if not sound:
        raise HierError(f"{place}: error: this sidecar is damaged")
    return sidecar


def _row(place: pathlib.Path, node: Any) -> _Row:
    """A node of the sidecar as put_tags takes it."""
    shape = {"index": int, "kind": str, "tag": str, "path": str, "call": int, "origins": list, "evidence": str}
    sound = (isinstance(node, dict) and "kind" in node and all(type(node[key]) is shape.get(key) for key in node) and
             0 <= node.get("index", -1) < 2**63 and 0 <= node.get("call", 0) < 2**63 and
             all(isinstance(origin, str) for origin in node.get("origins", [])) and _is_text(node))
    if not sound:
        raise HierError(f"{place}: error: this sidecar is damaged: {str(node)[:60]}")
    return (node["index"], node["kind"], node.get("tag"), node.get("path"), node.get("call", 0),
            node.get("origins", []), node.get("evidence"))


def _is_text(node: Mapping[str, Any]) -> bool:
    """Can all that the node says be spelt in UTF-8?"""
    texts = [text for value in node.values() for text in (value if isinstance(value, list) else [value])]
    return all(_is_utf8(text) for text in texts if isinstance(text, str))


def _is_utf8(text: FileName) -> bool:
    try:
        os.fspath(text).encode()
    except UnicodeEncodeError:
        return False
    return True


def _loaded(source: pathlib.Path | BinaryIO, name: str, map_location: MapLocation = None) -> torch.jit.ScriptModule:
    import torch
    try:
        module: torch.jit.ScriptModule = torch.jit.load(  # type: ignore[no-untyped-call]
            source, map_location=map_location)
        return module
    except (RuntimeError, ValueError, OSError) as error:
        raise HierError(f"{name}: error: torch cannot load this archive: {first_line(error)}") from None


def _opened(file: pathlib.Path) -> BinaryIO:
    try:
        return open(file, "rb")
    except OSError as error:
        raise unreadable(file, error) from None


def _sha256(archive: BinaryIO, file: pathlib.Path) -> str:
    """That of the whole archive, which is at its start again afterwards."""
    digest = hashlib.sha256()
    try:
        while block := archive.read(1 << 20):
            digest.update(block)
        archive.seek(0)
    except OSError as error:
        raise unreadable(file, error) from None
    return digest.hexdigest()


def _kinds(graph: torch._C.Graph) -> str:
    """What tells whether a graph has the same nodes as another."""
    from . import _hier
    return hashlib.sha256("\n".join(_hier.kinds_of(graph)).encode()).hexdigest()
