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
from . import _hierarchy, _jit, _pipeline, _sidecar, _tags
from ._hierarchy import Call, Hierarchy, Module, Step
from ._pipeline import Pass, Result
from ._sidecar import Loaded
from ._tags import ATTRIBUTES, NodeTags
from .errors import HierError

hierarchy = _hierarchy.hierarchy
jit_library = _jit.jit_library
load = _sidecar.load
passes = _pipeline.passes
run = _pipeline.run
save = _sidecar.save
tag = _tags.tag
tags = _tags.tags
text = _pipeline.text

# What takes long to import, or packages that are not everywhere, by the module that has it.
_LATER = {"dump": "._dump", "dummy_inputs": "._dummy_inputs", "onnx": ".onnx"}

__all__ = ["ATTRIBUTES", "Call", "HierError", "Hierarchy", "Loaded", "Module", "NodeTags", "Pass", "Result", "Step",
           "hierarchy", "jit_library", "load", "passes", "run", "save", "tag", "tags", "text", *_LATER]


def __getattr__(name: str):
    if name not in _LATER:
        raise AttributeError(f"module 'hier' has no attribute '{name}'")
    import importlib
    module = importlib.import_module(_LATER[name], __name__)
    found = module if name == "onnx" else getattr(module, name)
    globals()[name] = found
    return found


def __dir__():
    return sorted(set(globals()) | set(__all__))
