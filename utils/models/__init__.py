"""The models whose dumps the tests use: what one is, and how a file of this package adds one.

A function that returns a module and its example inputs becomes a model by a decorator, `@traced` or `@scripted`, which
gives the dump its name and says what else is known of it. Each file holds one theme and imports nothing but torch when
it is loaded, so that the transformers models can be listed, and left out, where that package is missing.
"""
import dataclasses
import importlib
import importlib.util
import typing

import torch

THEMES = ("huggingface", "blocks", "structure", "mixed", "control", "callees")


@dataclasses.dataclass(frozen=True)
class Model:
    """One model: how to make it, and what is recorded of it beside its dumps."""

    name: str
    make: typing.Callable  # () -> (module, tuple of example inputs)
    form: str  # "traced" or "scripted"
    about: str
    needs: str = ""  # a package without which it cannot be made
    hooks: bool = True  # whether Python hooks see its modules (they do not see into scripted ones)
    records: tuple = ()  # kinds of operation to record in an eager run: their modules are the truth
    truth: tuple = ()  # or the truth by hand: (kind, module path) or (kind, module path, call index)
    archive: bool = True  # whether torch can save it and load it again


_models: dict[str, Model] = {}


def _adds(form: str, name: str, **facts):
    def add(make: typing.Callable) -> typing.Callable:
        if name in _models:
            raise ValueError(f"two models are called {name}")
        _models[name] = Model(name, make, form, make.__doc__, **facts)
        return make

    return add


def traced(name: str, **facts):
    """Adds a model that is traced with its example inputs."""
    return _adds("traced", name, **facts)


def scripted(name: str, **facts):
    """Adds a model that is compiled from its source."""
    return _adds("scripted", name, hooks=False, **facts)


def all_models() -> dict[str, Model]:
    """Every model by its name, theme by theme in the order in which each file has them."""
    for theme in THEMES:
        importlib.import_module(f"{__name__}.{theme}")
    return _models


def makeable(chosen: list) -> list:
    """The models whose package is here; says which are left out."""
    missing = [model for model in chosen if model.needs and not importlib.util.find_spec(model.needs)]
    if missing:
        print(f"{missing[0].needs} is not installed: left out {', '.join(model.name for model in missing)}", flush=True)
    return [model for model in chosen if model not in missing]


def build(model: Model) -> tuple:
    """The live module and its example inputs, the same each time."""
    torch.set_num_threads(1)
    torch.manual_seed(0)
    live, inputs = model.make()
    return live.eval(), inputs


def inputs_module(inputs: tuple):
    """A scripted module that holds `inputs` and whose forward() returns them as List[Tensor], for programs in C++."""

    class Inputs(torch.nn.Module):
        def __init__(self):
            super().__init__()
            self.inputs = list(inputs)

        def forward(self) -> list[torch.Tensor]:
            return self.inputs

    return torch.jit.script(Inputs())
