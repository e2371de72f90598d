#!/usr/bin/env python3
"""Runs the commands that the documents show and compares their output with what the documents say.

A block that begins with ```console holds commands, each after `$ `, and below each what it prints; `...` alone on a
line stands for any number of lines. Commands run at the top of the repository. Those of ```console session run in an
empty folder instead, which all such blocks of a document share, and in which a block such as ```python lit.cfg.py
makes the file of that name; there $HIER is the repository, and the suites' module is on PYTHONPATH. ```console package
is the same where the build has the Python package, which is on PYTHONPATH too, and is left as it is where it has not;
$HIER_JIT is the build's plugin for the JIT.
docs/Passes.md is made from `hier-opt --list-passes`. Usage: check-docs.py [--fix] [HIER_OPT], by default the hier-opt
on the path, else build/bin/hier-opt; --fix rewrites what differs.
"""
import dataclasses
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

sys.dont_write_bytecode = True

import hier_lit  # noqa: E402  (what stands beside this file leaves no bytecode there)

ROOT = pathlib.Path(__file__).resolve().parent.parent
BLOCK = re.compile(r"^(```(\w+)(?: ([\w./-]+))?\n)(.*?)(```)", re.DOTALL | re.MULTILINE)
PASSES = ROOT / "docs/Passes.md"
HEAD = "<!-- Made by utils/check-docs.py --fix from `hier-opt --list-passes`: edit lib/Passes/Passes.def instead. -->\n"
TORCH = """
## Passes of libtorch

Each runs one pass of libtorch's on every graph; its header, below `torch/csrc/jit/`, says more. [Tags](TorchPasses.md) are kept:
a node that several were merged into has the origins of all. Each takes one option, `bare=true`: then it keeps its own tag, and
a new node gets none.

| flag | what it does | header |
| --- | --- | --- |
"""


@dataclasses.dataclass
class Session:
    """Where the commands of a document run."""
    tool: pathlib.Path
    folder: pathlib.Path = ROOT

    @property
    def build(self):
        return self.tool.resolve().parent.parent

    def has_package(self):
        return any((self.build / "python/hier").glob("_hier*.so"))

    def output(self, command):
        llvm = [os.path.dirname(path) for path in hier_lit.find_tools(hier_opt=str(self.tool)).values()]
        path = [self.tool.parent, *dict.fromkeys(llvm), ROOT / ".venv/bin", os.environ["PATH"]]
        modules = os.pathsep.join([str(ROOT / "utils"), str(self.build / "python")])
        own = {"HIER": str(ROOT), "HIER_JIT": str(self.build / "lib/libhier_jit.so"), "PYTHONPATH": modules,
               "PYTHONDONTWRITEBYTECODE": "1"}
        done = subprocess.run(command, shell=True, cwd=self.folder, text=True, executable="/bin/bash",
                              env={**os.environ, **own, "PATH": os.pathsep.join(map(str, path))},
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        return done.stdout if self.folder == ROOT else done.stdout.replace(str(self.folder), f"~/{self.folder.name}")


def same(shown, printed):
    pattern = "".join(r"(?:.*\n)*?" if line == "...\n" else re.escape(line) for line in shown.splitlines(True))
    return re.fullmatch(pattern, printed) is not None


def checked_block(block, session, fault):
    """The block as it should be; `fault` is told of each command whose output differs."""
    parts = re.split(r"^(\$ .*\n)", block, flags=re.MULTILINE)
    for at in range(1, len(parts), 2):
        command, shown = parts[at][2:], parts[at + 1]
        printed = session.output(command)
        if not same(shown, printed):
            fault(command.strip())
            parts[at + 1] = printed
    return "".join(parts)


def checked_document(text, tool, fault):
    """The document as it should be."""
    with tempfile.TemporaryDirectory() as folder:
        session = Session(tool, pathlib.Path(os.path.realpath(folder)) / "golden")
        session.folder.mkdir()

        def checked(block):
            language, name, inside = block[2], block[3], block[4]
            if language == "console" and (name != "package" or session.has_package()):
                shared = name in ("session", "package")
                inside = checked_block(inside, session if shared else Session(tool), fault)
            elif name and language != "console":
                (session.folder / name).write_text(inside)
            return block[1] + inside + block[5]

        return BLOCK.sub(checked, text)


def listed_passes(tool):
    """The flag of each pass, with the lines that tell of it."""
    passes = []
    for line in Session(tool).output("hier-opt --list-passes").splitlines():
        if line.startswith(" "):
            passes[-1][1].append(line)
        else:
            passes.append((line, []))
    return passes


def section(flag, lines):
    """A pass of Hier's: its flag, what it does, its options."""
    options = (line.strip().partition(": ") for line in lines[1:])
    listed = "".join(f"- `{option}`: {meaning}.\n" for option, _, meaning in options)
    return f"\n## --{flag}\n\n{lines[0].strip()}.\n" + (f"\n{listed}" if listed else "")


def is_torchs(lines):
    """Is a header named below what it does?"""
    return len(lines) > 1 and lines[1].startswith("  <")


def torch_row(flag, lines):
    header = lines[1].strip()[1:-1]
    return f"| `--{flag}` | {lines[0].strip()} | `{header.removeprefix('torch/csrc/jit/')}` |\n"


def passes_document(tool):
    passes = listed_passes(tool)
    ours = "".join(section(*each) for each in passes if not is_torchs(each[1]))
    theirs = "".join(torch_row(*each) for each in passes if is_torchs(each[1]))
    return "# Passes\n\n" + HEAD + ours + TORCH + theirs


def check(tool, fix):
    faults = 0
    for file in [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))]:
        text = file.read_text() if file.exists() else ""

        def fault(what, file=file):
            nonlocal faults
            faults += 1
            print(f"{file.relative_to(ROOT)}: `{what}` prints something else; utils/check-docs.py --fix corrects it")

        new = checked_document(text, tool, fault)
        if file == PASSES and text != passes_document(tool):
            fault("hier-opt --list-passes")
            new = passes_document(tool)
        if fix and new != text:
            file.write_text(new)
    return faults


def main():
    arguments = [argument for argument in sys.argv[1:] if argument != "--fix"]
    found = arguments[0] if arguments else shutil.which("hier-opt") or ROOT / "build/bin/hier-opt"
    tool = pathlib.Path(found).resolve()
    faults = check(tool, "--fix" in sys.argv)
    print(f"{faults} differences")
    return 1 if faults and "--fix" not in sys.argv else 0


if __name__ == "__main__":
    sys.exit(main())
