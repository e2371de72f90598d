"""Archives with their tags beside them.

torch.jit.save writes a module's methods as Python source, which has neither scopes nor attributes. What was known of
each node is kept in a JSON file beside the archive. It is about the flat graph of the archive, not of the module that
was saved: loading compiles the source anew, and numbers and orders constants as it likes."""
import dataclasses
import hashlib
import io
import json
import os
import pathlib
import tempfile
from typing import Any

from ._inputs import given, text_argument
from ._native import native
from ._pipeline import run
from ._tags import NodeTags, tag, tags
from .errors import HierError

FORMAT = "hier-sidecar"
VERSION = 1
# What saving and loading make anew, and may leave out or add.
REMADE = {"prim::Constant", "prim::GetAttr", "prim::ListConstruct", "prim::TupleConstruct", "prim::DictConstruct",
          "prim::ListUnpack", "prim::TupleUnpack", "prim::CreateObject", "prim::unchecked_cast"}


@dataclasses.dataclass(frozen=True)
class Loaded:
    module: Any  #: the torch.jit.ScriptModule
    graph: Any  #: the torch._C.Graph that the method of the sidecar runs, inlined and tagged
    is_exact: bool  #: is each operation's tag that of the module that was saved? Else those of the archive alone.


def sidecar_of(file: str | os.PathLike) -> pathlib.Path:
    """Where the tags of the archive `file` are: model.pt.hier.json."""
    return pathlib.Path(os.fspath(file) + ".hier.json")


#===----------------------------------------------------------------------===#
# Saving
#===----------------------------------------------------------------------===#


def save(module: Any, file: str | os.PathLike, *, policy: str | pathlib.Path | None = None,
         method: str | None = None) -> pathlib.Path:
    """Saves a torch.jit.ScriptModule as torch.jit.save does, and beside it the tags of the graph that `method`
    (forward) runs, which hier.load joins to it. `policy` is as for hier.tag. Gives the sidecar's path.

    The archive is loaded once to see what has become of the nodes: that takes its size in memory. Neither file is
    written unless both are whole. Raises HierError where torch cannot save the module, or a file cannot be written."""
    start = "forward" if method is None else text_argument("method", method)
    if given(module).module is None or not hasattr(module, "save_to_buffer"):
        raise TypeError(f"expected a torch.jit.ScriptModule, not {type(module).__name__}")
    saved = tags(tag(module, policy=policy, method=start))
    try:
        archive = module.save_to_buffer()
    except RuntimeError as error:
        raise HierError(f"torch cannot save this module: {_first_line(error)}") from None
    graph = tag(_loaded(io.BytesIO(archive), "the archive just made"), policy=policy, method=start)
    rows, is_exact = _joined(saved, tags(graph))
    sidecar = {"format": FORMAT, "version": VERSION, "method": start, "is_exact": is_exact,
               "archive": {"sha256": hashlib.sha256(archive).hexdigest()},
               "kinds": _digest(native().kinds_of(graph)), "nodes": [_compact(row) for row in rows]}
    place = sidecar_of(file)
    _write({pathlib.Path(file): archive, place: json.dumps(sidecar, indent=0).encode()})
    return place


def _joined(saved: list[NodeTags], loaded: list[NodeTags]) -> tuple[list[NodeTags], bool]:
    """The tags of the loaded nodes, for operations those of the saved ones if these are the same in the same order."""
    operations = [node for node in saved if node.kind not in REMADE]
    places = [place for place, node in enumerate(loaded) if node.kind not in REMADE]
    if [node.kind for node in operations] != [loaded[place].kind for place in places]:
        return loaded, False
    for node, place in zip(operations, places):
        loaded[place] = dataclasses.replace(node, index=loaded[place].index, outputs=loaded[place].outputs)
    return loaded, True


def _compact(node: NodeTags) -> dict:
    """Without what is empty."""
    full = dataclasses.asdict(node)
    del full["outputs"]
    return {key: value for key, value in full.items() if key == "index" or value not in (None, (), 0)}


def _write(contents: dict[pathlib.Path, bytes]) -> None:
    """All the files, or none: what cannot be replaced is found before anything is."""
    for file in contents:
        if file.exists() and not file.is_file():
            raise HierError(f"{file}: error: {'is a folder' if file.is_dir() else 'is not a regular file'}")
    contents = {pathlib.Path(os.path.realpath(file)): content for file, content in contents.items()}
    scratches: dict[pathlib.Path, str] = {}
    mask = os.umask(0)
    os.umask(mask)
    try:
        for file, content in contents.items():
            with tempfile.NamedTemporaryFile(dir=file.parent, prefix=f".{file.name}.", delete=False) as scratch:
                scratches[file] = scratch.name
                scratch.write(content)
        for file in contents:
            os.chmod(scratches[file], 0o666 & ~mask)
            os.replace(scratches.pop(file), file)
    except OSError as error:
        raise HierError(f"{file}: error: {error.strerror}") from None
    finally:
        for left in scratches.values():
            os.unlink(left)


#===----------------------------------------------------------------------===#
# Loading
#===----------------------------------------------------------------------===#


def load(file: str | os.PathLike, *, map_location: Any = None) -> Loaded:
    """Loads an archive that hier.save has written, and joins to its graph the tags beside it. `map_location` is as for
    torch.jit.load, which loads safely only an archive that is trusted.

    Raises HierError where a file is missing, is no sidecar, or is not of this archive."""
    path = pathlib.Path(file)
    place = sidecar_of(file)
    sidecar = _read_sidecar(place)
    if _sha256(path) != sidecar["archive"]["sha256"]:
        raise HierError(f"{place}: error: these are tags of another archive than {path}")
    module = _loaded(path, str(path), map_location)
    graph = run(module, "inline-calls", method=sidecar["method"]).graph
    if _digest(native().kinds_of(graph)) != sidecar["kinds"]:
        raise HierError(f"{place}: error: this version of torch or of hier makes other nodes of {path}: save it anew")
    native().put_tags(graph, [_row(place, node) for node in sidecar["nodes"]])
    return Loaded(module, graph, sidecar["is_exact"])


def _read_sidecar(place: pathlib.Path) -> dict:
    try:
        sidecar = json.loads(place.read_bytes())
    except OSError as error:
        raise HierError(f"{place}: error: {error.strerror}") from None
    except ValueError:
        raise HierError(f"{place}: error: this is no JSON") from None
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


def _row(place: pathlib.Path, node: Any) -> tuple:
    """A node of the sidecar as put_tags takes it."""
    shape = {"index": int, "kind": str, "tag": str, "path": str, "call": int, "origins": list, "evidence": str}
    sound = (isinstance(node, dict) and "kind" in node and all(type(node[key]) is shape.get(key) for key in node) and
             0 <= node.get("index", -1) < 2**63 and 0 <= node.get("call", 0) < 2**63 and
             all(isinstance(origin, str) for origin in node.get("origins", [])))
    if not sound:
        raise HierError(f"{place}: error: this sidecar is damaged: {str(node)[:60]}")
    return (node["index"], node["kind"], node.get("tag"), node.get("path"), node.get("call", 0),
            node.get("origins", []), node.get("evidence"))


def _loaded(source: Any, name: str, map_location: Any = None):
    import torch
    try:
        return torch.jit.load(source, map_location=map_location)
    except (RuntimeError, ValueError, OSError) as error:
        raise HierError(f"{name}: error: torch cannot load this archive: {_first_line(error)}") from None


def _sha256(file: pathlib.Path) -> str:
    digest = hashlib.sha256()
    try:
        with open(file, "rb") as archive:
            while block := archive.read(1 << 20):
                digest.update(block)
    except OSError as error:
        raise HierError(f"{file}: error: {error.strerror}") from None
    return digest.hexdigest()


def _digest(kinds: list[str]) -> str:
    return hashlib.sha256("\n".join(kinds).encode()).hexdigest()


def _first_line(error: Exception) -> str:
    return next(iter(str(error).strip().splitlines()), type(error).__name__)
