#!/usr/bin/env python3
"""Cuts the small texts that fuzzing starts from out of the dumps in test/Inputs and the lit tests of text.

usage: make-seeds.py FOLDER
Writes FOLDER/text, whole items and graphs of a few nodes; FOLDER/pipeline, the pipelines of the lit tests and the
flags of Passes.def; FOLDER/bytes, what the program generator may begin with; FOLDER/pickle, what torch.save writes of
small values. The same tree gives the same seeds.
"""
import hashlib
import io
import os
import pathlib
import pickle
import random
import re
import sys
import zipfile

ROOT = pathlib.Path(__file__).resolve().parent.parent
LARGEST = 4096
PART = re.compile(rb"^#--- .*\n", re.MULTILINE)
COMMENT = re.compile(rb"^#.*\n", re.MULTILINE)
ITEM = re.compile(rb"^(?=graph\(|module )", re.MULTILINE)
NODE = re.compile(rb"^  (%[^ ]+) : .* = .*\n", re.MULTILINE)
PIPELINE = re.compile(r"--pass-pipeline=(\"(?:[^\"\\]|\\.)*\"|\S+)")
FLAG = re.compile(r"^HIER_(?:PASS|REPORT|TORCH_PASS)\(\"([a-z-]+)\"", re.MULTILINE)


def items(text):
    """The graphs and modules of a lit test's text, part by part, and each part as a whole."""
    for part in PART.split(text):
        bare = COMMENT.sub(b"", part)
        yield bare
        yield from ITEM.split(bare)


def beginnings(graph):
    """The first few nodes of a graph without blocks and subgraphs, made whole by a return."""
    nodes = list(NODE.finditer(graph))
    if b"\n    block0(" in graph or b"\nwith " in graph or not nodes:
        return
    for count in (1, 3, 8, 20):
        if count <= len(nodes):
            last = nodes[count - 1]
            yield graph[: last.end()] + b"  return (" + last.group(1) + b")\n"


def texts():
    for file in sorted((ROOT / "test/IR").glob("*.ir")) + sorted((ROOT / "test/Passes").glob("*.ir")):
        yield from items(file.read_bytes())
    for file in sorted((ROOT / "test/Inputs").glob("*.ir")):
        text = file.read_bytes()
        yield text
        if text.startswith(b"graph("):
            yield from beginnings(text)


def pipelines():
    for file in sorted((ROOT / "test/Driver").glob("*.test")):
        for written in PIPELINE.findall(file.read_text()):
            yield re.sub(r"\\(.)", r"\1", written.strip('"')).encode()
    flags = FLAG.findall((ROOT / "lib/Passes/Passes.def").read_text())
    yield from (flag.encode() for flag in flags)
    yield ",".join(flags).encode()
    yield b'tag-hierarchy{policy=hf attributes=tag,path,call,origins,evidence max-nodes=100}'
    yield b'{"levels": ["transformers*", "LayerNorm"], "numbered": ["layer", "*"]}'


def byte_strings():
    source = random.Random(1)
    for length in (16, 64, 256, 512, 1024, 2048):
        for _ in range(4):
            yield source.randbytes(length)


def pickled_extents(extents):
    return b"(" + b"".join(b"J" + extent.to_bytes(4, "little") for extent in extents) + b"t"


def pickled_tensor(storage, sizes, strides):
    """A view of the record `0`, the one that the fuzzer has."""
    stored = b"(X\x07\x00\x00\x00storageq\x00ctorch\n" + storage + b"\nX\x01\x00\x00\x000X\x03\x00\x00\x00cpuK\x10tQ"
    return (b"ctorch._utils\n_rebuild_tensor_v2\n(" + stored + b"K\x00" + pickled_extents(sizes) + pickled_extents(strides)
            + b"\x89ccollections\nOrderedDict\n)RtR")


def pickles():
    shared = "shared"
    for value in (None, True, -300, 1 << 40, 1 << 80, 1.5, "ü", (), [], {"a": 1}, (shared, shared), [1, [2, (3.5, None)]], [shared] * 9):
        yield pickle.dumps(value, protocol=2)
    floats = pickled_tensor(b"FloatStorage", (2, 2), (2, 1))
    longs = pickled_tensor(b"LongStorage", (4,), (2,))
    repeated = pickled_tensor(b"HalfStorage", (1 << 20, 9), (0, 1))
    parameter = b"ctorch._utils\n_rebuild_parameter\n(" + floats + b"\x89ccollections\nOrderedDict\n)RtR"
    for body in (floats, longs, repeated, parameter, floats + longs + b"\x86", b"](" + repeated * 3 + b"e", b"]" + longs + b"a"):
        yield b"\x80\x02" + body + b"."
    yield saved_file(b"\x80\x02" + floats + b".")


def saved_file(pickled):
    """As torch.save writes it, at no time of day."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, content in (("data.pkl", pickled), ("data/0", bytes(64)), ("version", b"3\n")):
            archive.writestr(zipfile.ZipInfo(f"saved/{name}"), content)
    return file.getvalue()


def write(folder, seeds):
    """Files go by their content, as libFuzzer names them, so that none is there twice."""
    folder.mkdir(parents=True, exist_ok=True)
    names = set()
    for seed in seeds:
        if 0 < len(seed) <= LARGEST:
            name = hashlib.sha1(seed).hexdigest()
            names.add(name)
            if not (folder / name).exists():
                # Put there whole, for fuzzers that read while another starts.
                part = folder.parent / f"{name}.{os.getpid()}"
                part.write_bytes(seed)
                part.rename(folder / name)
    for stale in folder.iterdir():
        if stale.name not in names:
            stale.unlink(missing_ok=True)


def main():
    folder = pathlib.Path(sys.argv[1])
    write(folder / "text", texts())
    write(folder / "pipeline", pipelines())
    write(folder / "bytes", byte_strings())
    write(folder / "pickle", pickles())


if __name__ == "__main__":
    sys.exit(main())
