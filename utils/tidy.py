#!/usr/bin/env python3
"""Runs clang-tidy over every source of the build, several at a time; one that passed is not run again until it, a
header of the project that it includes, its compile command, .clang-tidy or a requirement changes. What has passed is
kept in the user's cache folder, as ccache keeps what it has compiled, and holds for another clone.

usage: tidy.py [BUILD_FOLDER [SOURCE_FOLDER]]
The build is the release one unless another is named, and the sources are all of it unless a folder of them is."""
import concurrent.futures
import functools
import hashlib
import json
import os
import pathlib
import re
import shlex
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
BUILD = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else ROOT / "build").resolve()
SOURCES = pathlib.Path(sys.argv[2] if len(sys.argv) > 2 else ROOT).resolve()
STAMPS = pathlib.Path(os.environ.get("XDG_CACHE_HOME") or pathlib.Path.home() / ".cache") / "hier/tidy"
TIDY = ROOT / ".venv/bin/clang-tidy"
INCLUDE = re.compile(rb'^\s*#\s*include\s+["<]([^">]+)[">]', re.MULTILINE)


def project_files(source, seen):
    """Adds to `seen` the source and every file of the project that it includes."""
    if source in seen:
        return
    seen.add(source)
    for name in INCLUDE.findall(source.read_bytes()):
        for folder in (source.parent, ROOT / "include", ROOT / "lib"):
            header = folder / os.fsdecode(name)
            if header.is_file():
                project_files(header.resolve(), seen)
                break


def stamp(source, arguments):
    digest = hashlib.sha256(" ".join(arguments).replace(str(ROOT), "").encode())
    files = {ROOT / ".clang-tidy", ROOT / "requirements.txt", ROOT / "requirements-test.txt"}
    project_files(source, files)
    for file in sorted(files):
        digest.update(file.read_bytes())
    return STAMPS / digest.hexdigest()


def without_pch(arguments):
    """Each source says what it includes: one that does not need torch's headers is not to read them."""
    text = "\0".join(arguments)
    return re.sub(r"\0(-Xclang\0)?-include(-pch)?\0(-Xclang\0)?[^\0]*cmake_pch[^\0]*", "", text).split("\0")


@functools.lru_cache(maxsize=None)
def with_headers_of(compiler):
    """What a Clang of another version than clang-tidy brings along, such as libFuzzer's header; nothing for GCC."""
    if "clang" not in compiler:
        return []
    folder = subprocess.run([compiler, "-print-resource-dir"], capture_output=True, text=True, check=True).stdout
    return ["-idirafter", folder.strip() + "/include"]


def compile_commands():
    """The build's compile commands, without ccache and precompiled headers; by source below SOURCES."""
    commands = {}
    for command in json.loads((BUILD / "compile_commands.json").read_text()):
        arguments = shlex.split(command["command"])
        compiler = next(i for i, word in enumerate(arguments) if re.search(r"\+\+[-\d.]*$", word))
        arguments = arguments[compiler:]
        if not command["file"].endswith("cmake_pch.hxx.cxx"):
            commands[command["file"]] = without_pch(arguments) + with_headers_of(arguments[0])
    return {source: arguments for source, arguments in commands.items() if pathlib.Path(source).is_relative_to(SOURCES)}


def tidy(source):
    return subprocess.run([TIDY, "--quiet", "-p", BUILD / "tidy", source], capture_output=True, text=True)


def main():
    STAMPS.mkdir(parents=True, exist_ok=True)
    (BUILD / "tidy").mkdir(exist_ok=True)
    commands = compile_commands()
    database = [{"directory": str(BUILD), "file": source, "arguments": arguments}
                for source, arguments in commands.items()]
    (BUILD / "tidy/compile_commands.json").write_text(json.dumps(database))

    stamps = {source: stamp(pathlib.Path(source), arguments) for source, arguments in commands.items()}
    todo = [source for source in commands if not stamps[source].exists()]
    failed = 0
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        for source, result in zip(todo, pool.map(tidy, todo)):
            if result.returncode == 0:
                stamps[source].touch()
            else:
                failed += 1
                print(result.stdout or result.stderr, end="", flush=True)
    print(f"clang-tidy: {len(todo)} of {len(commands)} sources checked, {failed} with findings")
    return failed > 0


if __name__ == "__main__":
    sys.exit(main())
