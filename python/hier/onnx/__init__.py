"""Hier's tags in ONNX files: exporting them, judging those of others, cutting out the part that is one module.

What needs torch, or more of onnx than its format, is loaded on first use.
"""
import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .auditor import Audit, Verdict, audit
    from .exporter import Exported, export
    from .extractor import Extracted, extract

_WHERE = {"audit": "auditor", "Audit": "auditor", "Verdict": "auditor",
          "export": "exporter", "Exported": "exporter",
          "extract": "extractor", "Extracted": "extractor"}
__all__ = ["Audit", "Exported", "Extracted", "Verdict", "audit", "export", "extract"]


def __getattr__(name: str) -> Any:
    if name not in _WHERE:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(importlib.import_module(f".{_WHERE[name]}", __name__), name)
