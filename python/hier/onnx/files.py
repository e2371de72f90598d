"""Reading and writing ONNX files as the tools need it: external weights stay on disk, and a file is written whole or
not at all.

What a file is made of is not trusted: bytes that are no model, and weights that lie outside the file's folder, are
errors of one line.
"""
import contextlib
import os
import pathlib
import tempfile
import typing

import onnx
import onnx.checker
from google.protobuf.message import DecodeError

from .. import _files
from ..errors import HierError

CHUNK = 1 << 24  # bytes that are copied at once
LARGE = 1 << 20  # bytes of a weight that is worth a page of its own
LARGEST = (1 << 31) - 1  # bytes that a message of protobuf can have


def read_model(path: _files.FileName) -> onnx.ModelProto:
    """The model in the file `path`, without what it keeps in other files.

    Raises TypeError for what is no name of a file, HierError if the file cannot be read or holds no model.
    """
    file = _files.file_argument("path", path)
    try:
        content = file.read_bytes()
    except OSError as error:
        raise HierError(f"{path}: {error.strerror or error}") from error
    model = onnx.ModelProto()
    try:
        model.ParseFromString(content)
    except (DecodeError, RuntimeError, ValueError) as error:  # a message of more than 2 GiB is one of the latter
        raise HierError(f"{path}: not an ONNX model") from error
    if not model.HasField("graph") or not model.ir_version:
        raise HierError(f"{path}: not an ONNX model" if content else f"{path}: the file is empty")
    return model


#===----------------------------------------------------------------------===#
# Weights in other files
#===----------------------------------------------------------------------===#


class ExternalData(typing.NamedTuple):
    """Where the bytes of a weight are."""

    file: pathlib.Path
    offset: int
    length: int


def is_external(tensor: onnx.TensorProto) -> bool:
    """Are the weight's bytes in another file?"""
    return tensor.data_location == onnx.TensorProto.EXTERNAL


def external_data(tensor: onnx.TensorProto, folder: pathlib.Path) -> ExternalData:
    """Where the bytes of `tensor` are, which is external; its file is below `folder`, where the model's file is.

    Raises HierError if there is no such place.
    """
    entries = {entry.key: entry.value for entry in tensor.external_data}
    file = (folder / entries.get("location", "")).resolve()
    if not entries.get("location") or not file.is_relative_to(folder.resolve()):
        raise HierError(f"weight '{tensor.name}' lies outside the model's folder, in '{entries.get('location', '')}'")
    if not file.is_file():
        raise HierError(f"weight '{tensor.name}' lies in '{entries['location']}', which is not there")
    size = file.stat().st_size
    try:
        offset = int(entries.get("offset", 0))
        length = int(entries.get("length", size - offset))
    except ValueError as error:
        raise HierError(f"weight '{tensor.name}' lies at a place that is no number") from error
    if offset < 0 or length < 0 or offset + length > size:
        raise HierError(f"weight '{tensor.name}' lies beyond the end of '{entries['location']}'")
    return ExternalData(file, offset, length)


#===----------------------------------------------------------------------===#
# Writing
#===----------------------------------------------------------------------===#


def check_target(file: pathlib.Path) -> None:
    """Raises HierError if a file cannot take the place of what is there: a folder, or a device such as /dev/null."""
    try:
        _files.check_target(file)
    except OSError as error:
        raise HierError(f"{file}: {error.strerror}") from None


def write_model(model: onnx.ModelProto, path: _files.FileName, folder: pathlib.Path) -> None:
    """Writes `model` to `path`; the bytes of its external weights, which lie below `folder`, go to `path` + '.data'.

    The model is changed to say so. What is written has passed onnx.checker. Raises HierError, and leaves what was at
    `path`, if it does not pass or cannot be written.
    """
    check_target(_files.file_argument("path", path))
    target = pathlib.Path(os.path.realpath(path))
    external = [tensor for tensor in model.graph.initializer if is_external(tensor)]
    sources = [external_data(tensor, folder) for tensor in external]
    data = target.with_name(target.name + ".data")
    if any(source.file == data for source in sources):
        raise HierError(f"{path}: would overwrite the weights of the model that is read")
    try:
        with tempfile.TemporaryDirectory(prefix=f".{target.name}.", dir=target.parent) as scratch:
            written = pathlib.Path(scratch) / target.name
            if external:
                _copy_weights(external, sources, written.with_name(data.name))
            if model.ByteSize() > LARGEST:
                raise HierError(f"{path}: the weights are more than a file can hold")
            written.write_bytes(model.SerializeToString())
            _check(written, path)
            put_in_place(written, target)
    except OSError as error:
        raise HierError(f"{path}: {error.strerror or error}") from error


def put_in_place(made: pathlib.Path, target: pathlib.Path) -> None:
    """Moves what lies beside the file `made`, its external data, to where `target` is, then `made` itself to `target`.

    Raises HierError or OSError if one of them cannot be moved; then what was there before is there again. The folder of
    `made` must be in the file system of `target`.
    """
    others = [other for other in made.parent.iterdir() if other != made]
    for other in others:
        check_target(target.with_name(other.name))
    with tempfile.TemporaryDirectory(dir=made.parent) as before, contextlib.ExitStack() as undo:
        for other in others:
            place, kept = target.with_name(other.name), pathlib.Path(before) / other.name
            if place.exists():
                os.replace(place, kept)
                undo.callback(os.replace, kept, place)
            else:
                undo.callback(place.unlink, missing_ok=True)
            os.replace(other, place)
        os.replace(made, target)
        undo.pop_all()


def _copy_weights(tensors: list[onnx.TensorProto], sources: list[ExternalData], data: pathlib.Path) -> None:
    """Copies the bytes of each tensor to the file `data`, and has the tensor say where."""
    with open(data, "wb") as output, contextlib.ExitStack() as opened:
        files = {source.file: opened.enter_context(open(source.file, "rb")) for source in set(sources)}
        for tensor, source in zip(tensors, sources):
            page = 4096 if source.length >= LARGE else 64  # what is mapped into memory begins at a page
            output.write(b"\0" * (-output.tell() % page))
            place = {"location": data.name, "offset": output.tell(), "length": source.length}
            files[source.file].seek(source.offset)
            left = source.length
            while left > 0:
                chunk = files[source.file].read(min(left, CHUNK))
                if not chunk:
                    raise HierError(f"weight '{tensor.name}' cannot be read to its end")
                output.write(chunk)
                left -= len(chunk)
            del tensor.external_data[:]
            for key, value in place.items():
                tensor.external_data.add(key=key, value=str(value))


def _check(file: pathlib.Path, path: _files.FileName) -> None:
    try:
        onnx.checker.check_model(str(file))
    except Exception as error:  # the checker has several kinds of its own, and none in common
        reason = next(iter(str(error).strip().splitlines()), "the checker does not say why")
        raise HierError(f"{path}: what was extracted is no valid model: {reason}") from error
