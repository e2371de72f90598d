"""Which module of the model each operation of a graph came from: Hier's passes for Python.

    graph = hier.tag(traced)            # every call inlined, every node tagged
    for node in hier.tags(graph):
        print(node.kind, node.path, node.tag)

What functions take as `what` is one of
  - a torch.jit.ScriptModule, traced or scripted, which is never changed;
  - a torch._C.Graph or a torch.jit.ScriptFunction;
  - a text that torch prints of either, or the bytes of an archive of torch.jit.save;
  - a pathlib.Path of a file with one of these.
Errors: TypeError for anything else, HierError for all that cannot be done with it. `import hier` imports neither torch
nor what `hier.onnx` needs; ImportError says so where torch is missing or is not the one this package was built for."""
from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ._hierarchy import Call, Hierarchy, Module, Step, hierarchy
from ._jit import jit_library
from ._pipeline import Pass, Result, passes, run, text
from ._sidecar import Loaded, load, save
from ._tags import ATTRIBUTES, NodeTags, tag, tags
from .errors import HierError

if TYPE_CHECKING:
    from . import onnx
    from ._dummy import dummy_inputs
    from ._dump import dump

__all__ = ["ATTRIBUTES", "Call", "HierError", "Hierarchy", "Loaded", "Module", "NodeTags", "Pass", "Result", "Step",
           "dummy_inputs", "dump", "hierarchy", "jit_library", "load", "onnx", "passes", "run", "save", "tag", "tags",
           "text"]

# What takes long to import, or packages that are not everywhere, by the module that has it.
_LATER = {"dump": "._dump", "dummy_inputs": "._dummy", "onnx": ".onnx"}


def __getattr__(name: str) -> Any:
    if name not in _LATER:
        raise AttributeError(f"module 'hier' has no attribute '{name}'")
    import importlib
    module = importlib.import_module(_LATER[name], __name__)
    found = module if name == "onnx" else getattr(module, name)
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    return sorted(set(globals()) | set(__all__))
