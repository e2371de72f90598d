"""Tag policies: which modules make a level of a class path. The same as hier-opt's option `policy=`, over plain names.

A class path starts with the root's class, and each module that is called adds its level while the call lasts, if the
policy gives it one. docs/Tags.md tells the rules.
"""
import dataclasses
import fnmatch
import json
import os
import pathlib
import re

from ..errors import HierError

NUMBERED_LISTS = ("layer", "layers", "block", "blocks", "h")


@dataclasses.dataclass(frozen=True)
class TagPolicy:
    """Which classes make a level, and the containers whose children keep their number in it; `*` is any of either."""

    levels: tuple[str, ...]
    numbered: tuple[str, ...] = ()

    def level(self, class_name: str, path: str) -> str:
        """The level that a call of the module at `path`, of the class `package.module.Class`, makes; "" for none."""
        if not class_name or not any(_matches(pattern, class_name) for pattern in self.levels):
            return ""
        *_, parent, name = ["", *path.split(".")]
        number = name if name.isascii() and name.isdigit() and {"*", parent} & set(self.numbered) else ""
        return bare(class_name) + (f".{number}" if number else "")


HF = TagPolicy(("transformers*", "LayerNorm", "Embedding"), NUMBERED_LISTS)
ALL = TagPolicy(("*",), ("*",))


def bare(class_name: str) -> str:
    """The class without its package and module."""
    return class_name.rpartition(".")[2]


def _matches(pattern: str, class_name: str) -> bool:
    if "*" not in pattern:
        return pattern in (class_name, bare(class_name))
    return fnmatch.fnmatchcase(class_name, re.sub(r"([?\[])", r"[\1]", pattern))  # of fnmatch's signs, only the star


def policy_of(choice: TagPolicy | str | os.PathLike | None, root_class: str) -> TagPolicy:
    """The policy that a user chose: one of these, `hf`, `all`, the name of a JSON file, or None for the root's default.

    Raises HierError for any other name, and for a file that cannot be read or is no policy.
    """
    if choice is None:
        return HF if root_class.startswith("transformers") else ALL
    if isinstance(choice, TagPolicy):
        return choice
    named = {"hf": HF, "all": ALL}.get(str(choice))
    if named:
        return named
    if not str(choice).endswith(".json"):
        raise HierError(f"unknown policy '{choice}': expected hf, all or the name of a .json file")
    return _read(pathlib.Path(choice))


def _read(file: pathlib.Path) -> TagPolicy:
    try:
        given = json.loads(file.read_text())
    except (OSError, ValueError, RecursionError) as error:
        raise HierError(f"{file}: cannot read the policy: {getattr(error, 'strerror', None) or error}") from None
    if not isinstance(given, dict) or "levels" not in given or given.keys() - {"levels", "numbered"}:
        raise HierError(f"{file}: a policy is an object of 'levels' and, if anything is numbered, 'numbered'")
    for key, names in given.items():
        if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
            raise HierError(f"{file}: '{key}' of a policy is a list of names")
    return TagPolicy(tuple(given["levels"]), tuple(given.get("numbered", ())))
