"""What Python sees of a model: the static tree, the calls that forward hooks record, and who ran each operation.

The rules are those of the policies `hf` and `all`, written here a second time and from the live model, so that the tool,
which sees only a dump, can be compared with them.
"""
import contextlib
import dataclasses
import typing

import torch
from torch.overrides import TorchFunctionMode

TRACED_KINDS = {"conv2d": "_convolution"}  # what the tracer calls an operation whose name in Python is another


@dataclasses.dataclass(frozen=True)
class Policy:
    """Which modules make a level of a class path, and which of those carry their number."""

    static_level: typing.Callable  # module -> bool
    traced_level: typing.Callable  # module -> bool
    numbered_in: tuple | None  # the last part but one of a numbered path, in a trace; None for any


def _is_transformers(module: torch.nn.Module) -> bool:
    return type(module).__module__.startswith("transformers")


HF = Policy(
    static_level=_is_transformers,
    traced_level=lambda module: _is_transformers(module) or type(module).__name__ in ("LayerNorm", "Embedding"),
    numbered_in=("layer", "layers", "block", "blocks", "h"),
)
ALL = Policy(
    static_level=lambda module: type(module).__name__ not in ("ModuleList", "ModuleDict", "ParameterList"),
    traced_level=lambda module: True,
    numbered_in=None,
)


def oracle(model: torch.nn.Module, inputs: tuple | dict) -> dict:
    """All that hooks tell of one run of `model`: under `hf`, and for a model that is not of transformers under `all` too."""
    facts = {"aliases": aliases(model), "root": type(model).__name__, **hierarchies(model, inputs, HF)}
    facts["classes"] = {path: f"{type(child).__module__}.{type(child).__name__}" for path, child in model.named_modules()}
    if not _is_transformers(model):
        facts["all"] = hierarchies(model, inputs, ALL)
    return facts


def hierarchies(model: torch.nn.Module, inputs: tuple | dict, policy: Policy) -> dict:
    """The two trees, every enter and exit, and the figures of both."""
    static, trace = static_tree(model, policy), execution_trace(model, inputs, policy)
    mapping = {entry["module_name"]: entry["tag"] for entry in trace if entry["action"] == "enter"}
    summary = {
        "total_modules_traced": len(mapping),
        "execution_steps": len(trace),
        "max_stack_depth": max((entry["stack_depth"] for entry in trace), default=0),
    }
    return {"static": static, "traced": mapping, "trace": trace, "summary": summary, "compare": comparison(static, mapping)}


def aliases(model: torch.nn.Module) -> dict:
    """Every further name of a module object, with its first name."""
    first: dict[int, str] = {}
    names = model.named_modules(remove_duplicate=False)
    return {path: first[id(child)] for path, child in names if first.setdefault(id(child), path) != path}


def static_tree(model: torch.nn.Module, policy: Policy) -> dict:
    """The class path of every child, called or not."""
    mapping = {}

    def visit(module, path, tag):
        for name, child in module.named_children():
            child_path = f"{path}.{name}" if path else name
            mapping[child_path] = tag + _static_level(name, child, policy)
            visit(child, child_path, mapping[child_path])

    visit(model, "", f"/{type(model).__name__}" if policy.static_level(model) else "")
    return mapping


def execution_trace(model: torch.nn.Module, inputs: tuple | dict, policy: Policy) -> list:
    """Every enter and exit of a module that makes a level, in the order in which hooks see them."""
    stack, trace = [f"/{type(model).__name__}"], []
    levels = {path: _traced_level(path, child, policy) for path, child in model.named_modules()
              if path and policy.traced_level(child)}

    def record(path, action):
        trace.append({"module_name": path, "tag": stack[-1], "action": action, "stack_depth": len(stack),
                      "execution_order": len(trace)})

    def enter(path):
        stack.append(f"{stack[-1]}/{levels[path]}")
        record(path, "enter")

    def leave(path):
        record(path, "exit")
        stack.pop()

    _run_with_hooks(model, inputs, levels, enter, leave)
    return trace


def comparison(static: dict, mapping: dict) -> dict:
    """The figures of the comparison of the two trees."""
    common = [path for path in static if path in mapping]
    matches = sum(static[path] == mapping[path] for path in common)
    return {"static_count": len(static), "traced_count": len(mapping), "common_count": len(common),
            "only_static": len(static) - len(common), "only_traced": len(mapping) - len(common),
            "tag_matches": matches, "tag_differences": len(common) - matches}


def operations(model: torch.nn.Module, inputs: tuple | dict, kinds: tuple) -> list:
    """[kind, module path, call index] of each operation of `kinds` (`aten::relu`) that an eager run makes, in order."""
    running, calls, found = [("", 0)], {}, []

    def enter(path):
        running.append((path, calls.get(path, 0)))
        calls[path] = calls.get(path, 0) + 1

    class Recorder(TorchFunctionMode):
        def __torch_function__(self, function, types, arguments=(), keywords=None):
            kind = f"aten::{TRACED_KINDS.get(function.__name__, function.__name__)}"
            if kind in kinds:
                found.append([kind, *running[-1]])
            return function(*arguments, **(keywords or {}))

    paths = [path for path, _ in model.named_modules() if path]
    with Recorder():
        _run_with_hooks(model, inputs, paths, enter, lambda path: running.pop())
    return found


def _run_with_hooks(model, inputs, paths, enter, leave) -> None:
    """Runs the model, calling `enter` and `leave` around each module of `paths`."""

    def hook(act, path):
        return lambda *_: act(path) and None  # what a hook returns would replace the output

    with contextlib.ExitStack() as hooks, torch.no_grad():
        for path in paths:
            child = model.get_submodule(path)
            hooks.callback(child.register_forward_pre_hook(hook(enter, path)).remove)
            hooks.callback(child.register_forward_hook(hook(leave, path)).remove)
        model(**inputs) if isinstance(inputs, dict) else model(*inputs)


def _static_level(name: str, module: torch.nn.Module, policy: Policy) -> str:
    if not policy.static_level(module):
        return ""
    return f"/{type(module).__name__}" + (f".{name}" if name.isdigit() else "")


def _traced_level(path: str, module: torch.nn.Module, policy: Policy) -> str:
    *_, parent, name = ["", *path.split(".")]
    numbered = name.isdigit() and (policy.numbered_in is None or parent in policy.numbered_in)
    return type(module).__name__ + (f".{name}" if numbered else "")
