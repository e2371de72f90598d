"""The modules of a live model: their paths, their classes, and which of an object's names is its first."""
import torch


class Modules:
    """What the names of a model's modules stand for. A module with several names goes by the first, as in
    named_modules()."""

    def __init__(self, model: torch.nn.Module):
        self.path_of: dict[int, str] = {id(module): path for path, module in model.named_modules()}
        names = model.named_modules(remove_duplicate=False)
        self.first_name: dict[str, str] = {path: self.path_of[id(module)] for path, module in names}
        self.classes: dict[str, str] = {path: class_name(type(module)) for path, module in model.named_modules()}


def class_name(cls: type) -> str:
    """`package.module.Class`, as torch.jit names it too."""
    return f"{cls.__module__}.{cls.__name__}"

