"""hier.onnx.export: an ONNX file each of whose nodes says which module of the model it comes from."""
from __future__ import annotations

import contextlib
import dataclasses
import os
import pathlib
import tempfile
import typing
from collections.abc import Iterator

import onnx
import torch

from .._files import FileName, file_argument
from .._tracing import inputs_of
from ..errors import HierError
from . import files, placing
from .calls import CallTree

if typing.TYPE_CHECKING:
    from .dynamo import Dynamo
    from .torchscript import TorchScript

PREFIX = "hierarchy_"
Exportable = typing.Union[torch.nn.Module, torch.jit.ScriptModule, torch.export.ExportedProgram]


@dataclasses.dataclass(frozen=True)
class Exported:
    """What is in a file that was exported."""

    file: pathlib.Path
    nodes: int  # all nodes, those of subgraphs and functions included
    modules: int  # the modules that nodes belong to
    shared: int  # nodes that serve several calls: they have the nearest common ancestor's tag, and origins
    found_out: int  # nodes that the exporter made without a record, placed by the nodes around them


def export(model: Exportable, args: typing.Any, file: FileName, *, kwargs: dict[str, typing.Any] | None = None,
           dynamo: bool = True, prefix: str = PREFIX, policy: str | pathlib.Path | None = None,
           **options: typing.Any) -> Exported:
    """Exports `model` to the ONNX file `file` by torch.onnx.export, with the place of every node in its metadata_props.

    Each node of the graph, of its subgraphs and of local functions has `hierarchy_tag`, the classes of the modules
    that were running; `hierarchy_path`, the module's name in named_modules(), "" for the root; from a module's second
    call on `hierarchy_call`, how many calls came before; and if several modules share it `hierarchy_origins`, a JSON
    list of their paths. What the model computes is what torch's own export computes.

    model: a torch.nn.Module, a torch.jit.ScriptModule (with dynamo=False), or an ExportedProgram (with dynamo=True).
    args: the inputs to export with: a tuple, one tensor, or a dict by the names of forward's parameters.
    kwargs: more inputs by name.
    dynamo: which of torch's exporters: the one by torch.export, or else the TorchScript one, which is given a trace
        made here.
    prefix: what the keys begin with in place of `hierarchy_`.
    policy: which modules make a level of a tag: `hf`, `all`, the name of a JSON file, or by default `hf` for models of
        transformers and `all` for others. docs/Tags.md tells what they are.
    options: those of torch.onnx.export: opset_version, input_names, dynamic_axes, external_data and so on.

    Raises HierError, in one line, if torch cannot export the model or an argument is not what it should be; then
    nothing is written. The file is written elsewhere and renamed when it is whole, its external data too. While it
    exports it changes functions of torch's exporter: one export at a time in a process.
    """
    with _errors_of(file):
        target = _target(file)
        _check(options, prefix)
        exporter = _exporter(model, *inputs_of(args, kwargs), dynamo, policy, options)
        with tempfile.TemporaryDirectory(dir=target.parent, prefix=f".{target.name}.") as folder:
            made = pathlib.Path(folder) / target.name
            tree = exporter.run(str(made))
            exported = _finish(made, pathlib.Path(file), exporter, tree, prefix)
            _check_file(made, file, has_weights=options.get("export_params", True))
            files.put_in_place(made, target)
    return exported


@contextlib.contextmanager
def _errors_of(file: FileName) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise HierError(f"{file}: {error.strerror or error}") from error


def _target(file: FileName) -> pathlib.Path:
    """The file itself, where `file` is a link to it."""
    if not isinstance(file, (str, os.PathLike)) or not os.fspath(file):
        raise HierError(f"file must be the name of a file, not {type(file).__name__}")
    file = file_argument("file", file)
    target = pathlib.Path(os.path.realpath(file))
    files.check_target(target)
    if not target.parent.is_dir():
        raise HierError(f"{file}: there is no folder {target.parent}")
    return target


def _check(options: dict[str, typing.Any], prefix: object) -> None:
    if not isinstance(prefix, str) or not prefix:
        raise HierError("prefix must be a text that is not empty")
    for name in ("f", "dynamo"):
        if name in options:
            raise HierError(f"'{name}' is not an option here")
    if options.get("export_modules_as_functions"):
        raise HierError("export_modules_as_functions is not supported: functions do not tell calls apart")


def _exporter(model: Exportable, args: tuple[typing.Any, ...], kwargs: dict[str, typing.Any], dynamo: bool,
              policy: str | pathlib.Path | None, options: dict[str, typing.Any]) -> Dynamo | TorchScript:
    if isinstance(model, torch.export.ExportedProgram) and not dynamo:
        raise HierError("the TorchScript exporter (dynamo=False) takes modules, not an ExportedProgram")
    if dynamo and isinstance(model, (torch.jit.ScriptModule, torch.jit.ScriptFunction)):
        raise HierError("torch.export takes no scripted modules: export this one with dynamo=False")
    if not isinstance(model, (torch.nn.Module, torch.export.ExportedProgram)):
        raise HierError(f"model must be a torch.nn.Module or an ExportedProgram, not {type(model).__name__}")
    if dynamo:
        from .dynamo import Dynamo
        return Dynamo(model, args, kwargs, policy, options)
    from .torchscript import TorchScript
    assert isinstance(model, torch.nn.Module)  # which was found out above
    return TorchScript(model, args, kwargs, policy, options)


def _finish(made: pathlib.Path, file: pathlib.Path, exporter: Dynamo | TorchScript, tree: CallTree,
            prefix: str) -> Exported:
    """Places the nodes of the file `made` and writes it anew."""
    model = onnx.load(str(made), load_external_data=False)
    nodes = list(placing.nodes_of_model(model))  # kept, so that each stays one object
    work = placing.Placing(model, exporter.recorded, tree.root)
    places = work.run()
    placing.write(model, places, prefix)
    exporter.rename(model)
    onnx.save(model, str(made))
    return Exported(file, len(nodes), len({places[id(node)].call.path for node in nodes}),
                    sum(bool(places[id(node)].origins) for node in nodes), work.found_out)


def _check_file(made: pathlib.Path, file: FileName, has_weights: bool) -> None:
    try:
        onnx.checker.check_model(str(made) if has_weights else _with_all_inputs(onnx.load(str(made))))
    except onnx.checker.ValidationError as error:
        text = str(error).strip().splitlines()[0]
        raise HierError(f"{file}: onnx.checker refuses what torch.onnx.export has made: {text}") from None


def _with_all_inputs(model: onnx.ModelProto) -> onnx.ModelProto:
    """`model`, which has been written without its weights, with inputs for them: only so it can be checked."""
    nodes = list(placing.all_nodes(model.graph))
    graphs = [model.graph, *(graph for node in nodes for each in node.attribute for graph in (each.g, *each.graphs))]
    made = {name for node in nodes for name in node.output}
    made |= {value.name for graph in graphs for value in (*graph.input, *graph.initializer)}
    read = [name for node in nodes for name in node.input] + [value.name for graph in graphs for value in graph.output]
    for name in dict.fromkeys(name for name in read if name and name not in made):
        model.graph.input.append(onnx.helper.make_tensor_value_info(name, onnx.TensorProto.FLOAT, []))
    return model
