"""Files that users name, and writing them: each is whole, or is not there."""
from __future__ import annotations

import errno
import os
import pathlib
import secrets
from collections.abc import Mapping
from typing import Union

from .errors import HierError

FileName = Union[str, "os.PathLike[str]"]


def file_argument(name: str, value: object) -> pathlib.Path:
    """The path that `value` names. Raises TypeError for what is neither a str nor an os.PathLike of one, HierError for
    what no file can be called."""
    spelt = value if isinstance(value, str) else os.fspath(value) if isinstance(value, os.PathLike) else None
    if not isinstance(spelt, str):
        raise TypeError(f"{name} must be a str or a path, not {type(value).__name__}")
    check_name(spelt)
    return pathlib.Path(spelt)


def check_name(spelt: str) -> None:
    """Raises HierError if no file can be called so. A name that is not UTF-8 has surrogates for its bytes."""
    try:
        sound = bool(spelt) and b"\0" not in os.fsencode(spelt)
    except UnicodeEncodeError:
        sound = False
    if not sound:
        raise HierError(f"{spelt!r} can be no file's name")


def unreadable(file: FileName, error: OSError) -> HierError:
    """What is to be raised where `file` cannot be read or written, as hier-opt says it."""
    return HierError(f"{os.fspath(file)}: error: {error.strerror or error}")


def check_target(file: pathlib.Path) -> None:
    """Raises OSError if a file cannot take the place of what is there: a folder, or a device such as /dev/null."""
    if file.is_dir():
        raise IsADirectoryError(errno.EISDIR, "is a folder", str(file))
    if file.exists() and not file.is_file():
        raise OSError(errno.EINVAL, "is not a regular file", str(file))


def replace_all(contents: Mapping[pathlib.Path, bytes]) -> None:
    """Writes all the files, or none: each beside its place first, and what cannot be replaced is found before anything
    is. A link stays, and what it leads to is replaced. Raises OSError, whose `filename` is the one in `contents`."""
    scratches: dict[pathlib.Path, pathlib.Path] = {}
    file = pathlib.Path()
    try:
        for file in contents:
            check_target(file)
        for file, content in contents.items():
            scratch_file = _beside(file)
            with open(scratch_file, "xb") as scratch:  # which has the mode that the user's umask gives
                scratches[file] = scratch_file
                scratch.write(content)
        for file in contents:
            os.replace(scratches[file], os.path.realpath(file))
            del scratches[file]
    except OSError as error:
        raise OSError(error.errno, error.strerror or str(error), str(file)) from None
    finally:
        for scratch_file in scratches.values():
            scratch_file.unlink(missing_ok=True)


def _beside(file: pathlib.Path) -> pathlib.Path:
    return pathlib.Path(os.path.realpath(file)).with_name(f".hier-{secrets.token_hex(8)}")
