"""hier.dump: the text of a model's TorchScript, which hier-opt and hier's passes read."""
from __future__ import annotations

import pathlib
import typing

from ._models import from_config, is_configuration
from .errors import HierError, kind_and_first_line

if typing.TYPE_CHECKING:
    import torch

KINDS = {
    "module": "the module dump: the tree of objects, and every method's graph with its calls; the best input",
    "graph": "the graph of forward, with its calls",
    "inlined": "the graph of forward, inlined by torch",
}


def dump(model: typing.Any, inputs: typing.Any = None, *, kind: str = "module", script: bool = False, batch: int = 2,
         length: int = 16, seed: int = 0) -> str:
    """The text of `model`, traced with `inputs`, which ends with a newline.

    model: a torch.nn.Module, a configuration of transformers, of which AutoModel makes a model with random weights, or
        a module that torch.jit has traced or scripted, which is dumped as it is. A model is traced in the mode in which
        it is: call eval() first; one that is made of a configuration is in it.
    inputs: a tuple, a tensor, or a dict by the names of forward's parameters; by default what hier.dummy_inputs makes
        with `batch`, `length` and `seed`.
    kind: `module`, the module dump; `graph`, that of forward; `inlined`, that after torch's inliner.
    script: compile the model from its source instead of tracing it.

    Raises HierError if the model cannot be traced or scripted, or there are no inputs to trace it with.
    """
    import torch

    if kind not in KINDS:
        raise HierError(f"unknown kind of dump '{kind}': expected {', '.join(KINDS)}")
    if is_configuration(model):
        model = from_config(model, seed)
    if not isinstance(model, torch.nn.Module):
        raise HierError(f"expected a module or a configuration, not {type(model).__name__}")
    compiled = _compiled(model, inputs, script, {"batch": batch, "length": length, "seed": seed})
    if kind == "module":
        return str(compiled._c.dump_to_str(True, False, False))
    if not compiled._c._has_method("forward"):
        raise HierError("the module has no method 'forward': its module dump shows those that it has")
    return str(compiled.graph if kind == "graph" else compiled.inlined_graph)


def _compiled(model: typing.Any, inputs: typing.Any, script: bool,
              sizes: dict[str, int]) -> "torch.jit.ScriptModule":
    import torch

    from ._dummy import dummy_inputs
    from ._tracing import inputs_of, trace

    if isinstance(model, torch.jit.ScriptModule):
        return model
    if script:
        try:
            return typing.cast(torch.jit.ScriptModule, torch.jit.script(model))
        except Exception as error:
            raise HierError(f"cannot script {type(model).__name__}: {kind_and_first_line(error)}") from error
    return trace(model, *inputs_of(dummy_inputs(model, **sizes) if inputs is None else inputs))


def read_model(path: str | pathlib.Path) -> typing.Any:
    """What a path holds: the configuration in a config.json, or in a folder that has one, or the module of an archive.

    Nothing is fetched: weights beside a config.json are not read. Raises HierError, which names the file.
    """
    path = pathlib.Path(path)
    file = path / "config.json" if path.is_dir() else path
    try:
        with file.open("rb") as opened:
            start = opened.read(2)
    except OSError as error:
        raise HierError(f"{file}: {error.strerror}") from None
    return _read_archive(file) if start == b"PK" else _read_config(file)


def _read_config(file: pathlib.Path) -> typing.Any:
    import json

    try:
        values = json.loads(file.read_text())
    except (ValueError, RecursionError) as error:
        raise HierError(f"{file}: neither an archive nor JSON: {error}") from None
    if not isinstance(values, dict) or not isinstance(values.get("model_type"), str):
        raise HierError(f"{file}: has no 'model_type'")
    try:
        from transformers import CONFIG_MAPPING
    except ImportError:
        raise HierError(f"{file}: reading a configuration needs the package transformers") from None
    if values["model_type"] not in CONFIG_MAPPING:
        raise HierError(f"{file}: transformers knows no model_type '{values['model_type']}'")
    try:
        return CONFIG_MAPPING[values["model_type"]].from_dict(values)
    except Exception as error:
        raise HierError(f"{file}: {type(error).__name__}: {error}") from None


def _read_archive(file: pathlib.Path) -> typing.Any:
    import torch

    try:
        return torch.jit.load(str(file), map_location="cpu")  # type: ignore[no-untyped-call]
    except Exception as error:
        raise HierError(f"{file}: not an archive of torch.jit: {kind_and_first_line(error)}") from None
