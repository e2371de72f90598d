"""The scripts of the installed package. hier-opt, hier-diff and hier-reduce become the program of that name, which needs the
libraries of the torch that Python finds; hier-onnx is Python's, and needs onnx."""
import importlib.metadata
import importlib.util
import os
import pathlib
import sys

from ._native import check_torch

FOLDER = pathlib.Path(__file__).parent / "bin"


def _become(name: str) -> None:
    """Does not return. torch itself is not imported: that takes more than a second."""
    program = FOLDER / name
    found = importlib.util.find_spec("torch")
    try:
        if not program.exists():
            raise ImportError(f"this installation has no {name}")
        if found is None or found.submodule_search_locations is None:
            raise ImportError("no torch is installed")
        check_torch(importlib.metadata.version("torch"))
    except (ImportError, importlib.metadata.PackageNotFoundError) as error:
        sys.exit(f"{name}: error: {error}")
    libraries = [str(pathlib.Path(folder) / "lib") for folder in found.submodule_search_locations]
    rest = os.environ.get("LD_LIBRARY_PATH")
    path = os.pathsep.join(libraries + ([rest] if rest else []))
    os.execve(program, [name, *sys.argv[1:]], {**os.environ, "LD_LIBRARY_PATH": path})


def hier_opt() -> None:
    _become("hier-opt")


def hier_diff() -> None:
    _become("hier-diff")


def hier_reduce() -> None:
    _become("hier-reduce")


def hier_onnx() -> int:
    """The exit status."""
    try:
        from .onnx.cli import main
    except ModuleNotFoundError as error:
        sys.exit(f"hier-onnx: error: the package {error.name} is not installed")
    return main()
