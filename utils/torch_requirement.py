"""Tells pip, for pyproject.toml, which torch the wheel needs: the release that the compiled part is built for.

Any build of that release will do, +cpu or +cu126, and no other release: the C++ classes of libtorch, which the compiled
part holds and calls, change from one to the next.
"""
from __future__ import annotations

import importlib.util
import pathlib
import re
from collections.abc import Mapping
from typing import Any


def dynamic_metadata(settings: Mapping[str, Any], project: Mapping[str, Any]) -> dict[str, list[str]]:
    """The requirements that depend on the build. Raises RuntimeError where there is no torch to build with."""
    return {"dependencies": [f"torch=={release()}"]}


def dynamic_wheel(settings: Mapping[str, Any]) -> dict[str, bool]:
    """A wheel that is built of an sdist may be for another torch."""
    return {"dependencies": True}


def release() -> str:
    """That of the torch that this Python would import, which is the one that cmake/FindLibtorch.cmake takes."""
    found = importlib.util.find_spec("torch")
    if found is None or found.origin is None:
        raise RuntimeError("there is no torch to build hier for: install the release that it is to work with")
    text = (pathlib.Path(found.origin).parent / "version.py").read_text()
    version = re.search(r"^__version__ = ['\"]([^'\"+]+)", text, re.MULTILINE)
    if version is None:
        raise RuntimeError(f"{found.origin} does not say which torch it is")
    return version[1]
