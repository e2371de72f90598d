"""Runs the RUN lines of a test and catches what FileCheck is given; update-checks.py writes check lines from it.

The lines run as lit runs them, one after the other in one shell, in a temporary folder, over a copy of the test whose
text may be another than the file's. In place of FileCheck and of `not` stands this file, as a program: it keeps the
arguments and the input of FileCheck and is content, also where `not FileCheck` is asked for.
"""
import dataclasses
import os
import pathlib
import re
import shlex
import shutil
import subprocess
import sys

import hier_lit_runs as runs

UNKNOWN = re.compile(r"%(?:\{[^}]*\}|[A-Za-z][\w-]*)")


class RunError(Exception):
    """A RUN line that cannot be run, or that fails."""

    def __init__(self, run, message):
        super().__init__(message)
        self.run = run


@dataclasses.dataclass
class Call:
    """A call of FileCheck in a RUN line."""
    run: runs.RunLine
    arguments: list
    folder: str  # that it was called in
    input: bytes

    @property
    def asked(self):
        return runs.filecheck_call(self.arguments)

    @property
    def check_file(self):
        return os.path.join(self.folder, self.asked.check_file)

    def check(self, filecheck):
        """None where the real FileCheck is content, or what it says."""
        done = subprocess.run([filecheck, *self.arguments], cwd=self.folder, input=self.input,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        return None if done.returncode == 0 else done.stdout.decode(errors="replace")


class Shell:
    """A folder in which the RUN lines of `file` run. `substitutions` are (name, value) pairs, in their order."""

    def __init__(self, folder, file, tools, substitutions):
        self.file, self.substitutions = file, substitutions
        self.made, self.calls, self.programs, self.failed = (
            pathlib.Path(folder) / name for name in ("made", "calls", "programs", "failed"))
        self.test = pathlib.Path(folder) / "test" / file.name
        self.folders = [self.programs, *dict.fromkeys(os.path.dirname(path) for path in tools.values())]
        self.test.parent.mkdir()
        self.programs.mkdir()
        for name in ("FileCheck", "filecheck", "not"):
            words = [sys.executable, __file__, name, str(self.calls)]
            (self.programs / name).write_text(f"#!/bin/sh\nexec {shlex.join(words)} \"$@\"\n")
            (self.programs / name).chmod(0o755)
        (self.programs / "hier-opt").symlink_to(tools["hier-opt"])

    def run(self, text):
        """The calls of FileCheck in the RUN lines of `text`."""
        for folder in (self.made, self.calls):
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir()
        self.test.write_bytes(text.encode(errors="surrogateescape"))
        lines = runs.run_lines(text.split("\n"))
        path = os.pathsep.join(map(str, [*self.folders, os.environ.get("PATH", "")]))
        done = subprocess.run(["bash", "-c", self.script(lines)], cwd=self.made, env={**os.environ, "PATH": path},
                              stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        if done.returncode:
            said = done.stdout.decode(errors="replace")
            raise RunError(lines[int(self.failed.read_text())], f"this RUN line fails:\n{said}")
        folders = sorted(self.calls.iterdir(), key=lambda folder: int(folder.name))
        return [read_call(folder, lines) for folder in folders]

    def script(self, lines):
        """Notes the number of a line before it runs it: the calls take it from there."""
        commands = ["set -o pipefail"]
        for index, run in enumerate(lines):
            commands.append(f"echo {index} >{self.failed}\n{{ {self.substituted(run)}\n}} || exit 1")
        return "\n".join(commands)

    def substituted(self, run):
        text = run.text.replace("%%", "\0")
        for name, value in self.substitutions:
            text = text.replace(name, value)
        folder, made = str(self.file.parent), str(self.made / f"{self.file.name}.tmp")
        for name, value in (("%hier-opt", "hier-opt"), ("%python", sys.executable), ("%S", folder), ("%p", folder),
                            ("%s", str(self.test)), ("%T", str(self.made)), ("%t", made)):
            text = re.sub(re.escape(name) + r"(?![A-Za-z])", lambda _, value=value: value, text)
        unknown = UNKNOWN.search(text)
        if unknown:
            raise RunError(run, f"no substitution is called '{unknown[0]}'; "
                                f"--substitute='{unknown[0]}=VALUE' gives it one")
        return text.replace("\0", "%")


#===----------------------------------------------------------------------===#
# Calls of FileCheck
#===----------------------------------------------------------------------===#


def stand_in(name, calls, arguments):
    """What runs in place of FileCheck and of `not`."""
    if name != "not":
        return keep_call(pathlib.Path(calls), arguments)
    words = arguments[1:] if arguments[:1] == ["--crash"] else arguments
    if words and runs.is_filecheck(os.path.basename(words[0])):
        return 0
    status = subprocess.run(words).returncode
    return status == 0 or (status < 0 and words is arguments)


def keep_call(calls, arguments):
    file = runs.filecheck_call(arguments).input_file
    text = pathlib.Path(file).read_bytes() if file not in ("", "-") else sys.stdin.buffer.read()
    here = calls / str(len(list(calls.iterdir())))
    here.mkdir()
    (here / "input").write_bytes(text)
    (here / "arguments").write_bytes(b"\0".join(map(os.fsencode, arguments)))
    (here / "folder").write_bytes(os.fsencode(os.getcwd()))
    shutil.copy(calls.parent / "failed", here / "run")
    return 0


def read_call(here, lines):
    arguments = [os.fsdecode(word) for word in (here / "arguments").read_bytes().split(b"\0")]
    return Call(lines[int((here / "run").read_text())], arguments, os.fsdecode((here / "folder").read_bytes()),
                (here / "input").read_bytes())


if __name__ == "__main__":
    sys.exit(stand_in(sys.argv[1], sys.argv[2], sys.argv[3:]))
