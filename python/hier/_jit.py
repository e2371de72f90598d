"""Where the plugin for libtorch's JIT is, which the package brings along."""
import pathlib

from ._native import check_torch

_LIBRARY = pathlib.Path(__file__).parent / "lib/libhier_jit.so"


def jit_library() -> pathlib.Path:
    """The shared library that runs Hier's passes in libtorch's JIT, for torch.ops.load_library or a program in C++.
    Imports no torch. Raises ImportError where the package was built without it, or for another torch."""
    import importlib.metadata  # Which takes longer than all of `import hier`.
    try:
        check_torch(importlib.metadata.version("torch"))
    except importlib.metadata.PackageNotFoundError:
        raise ImportError("no torch is installed") from None
    if not _LIBRARY.exists():
        raise ImportError(f"this installation has no {_LIBRARY.name}")
    return _LIBRARY
