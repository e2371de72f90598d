"""Loads hier._hier, the compiled part of this package.

It uses the classes of torch's C++ libraries, which change from version to version: it is loaded after torch, and only
beside the very version that it was built for."""
import importlib.util
import sys


def torch_version() -> str:
    """The torch that the compiled part was built for. Raises ImportError in a source tree, which has no such part."""
    try:
        from ._built import TORCH_VERSION
    except ModuleNotFoundError:
        raise ImportError("this package is not built: `pip install .` builds it, and so does `make build`, into "
                          "build/python") from None
    return TORCH_VERSION


def check_torch(version: str) -> None:
    """Raises ImportError unless `version` is the torch that the compiled part was built for; +cpu or +cu126 are one."""
    built_for = torch_version()
    if version.partition("+")[0] != built_for.partition("+")[0]:
        raise ImportError(f"hier was built for torch {built_for}, and torch {version} is installed: install that "
                          "version, or build hier for this one")


def need_torch() -> None:
    """After this `from . import _hier` works. Raises ImportError where torch is missing or another than it was built
    for."""
    if "hier._hier" in sys.modules:
        return
    if importlib.util.find_spec("torch") is None:
        raise ImportError(f"hier needs torch {torch_version()}, and no torch is installed")
    import torch
    check_torch(torch.__version__)
