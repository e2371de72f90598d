#!/usr/bin/env python3
"""Finds in golden tests what looks as if it checked something and does not.

usage: hier-lint-tests.py [--exclude=NAME...] [--tool=NAME...] [FILE or FOLDER...]
Of a folder, by default the current one, it reads the .ir and .test files, but not those in folders called Inputs or
Output. Told are, each as `file:line:column: error: ...`, and with exit status 1:

- a RUN line that lets nobody see what hier-opt prints: that goes nowhere, to a filter, or to a file that no later
  command names, and neither `not` nor --verify-diagnostics asks for more than that it ends well;
- --verify-diagnostics in a test that expects no error;
- FileCheck without an input or a check file, or with a prefix that has no check lines, or none but CHECK-NOT, which
  hold for nearly any text;
- check lines of a prefix that no RUN line uses, check lines without text, and CHECK-EMPTY with one;
- what is nearly a check or RUN line: `CHECK-NETX:`, `CHECK:NEXT`, `CHECK -NEXT:`, `CHEKC:`, `CHECK-NEXT text`,
  `RUN hier-opt`.

--tool=NAME names another program whose output has to be seen.
"""
import argparse
import dataclasses
import difflib
import os
import pathlib
import posixpath
import re
import sys

sys.dont_write_bytecode = True

import hier_lit_runs as runs  # noqa: E402  (what stands beside this file leaves no bytecode there)

TESTS = (".ir", ".test")
# What hands on what it reads, and finds fault with nothing.
FILTERS = {"cat", "tee", "sort", "sed", "awk", "tr", "head", "tail", "cut", "uniq", "wc", "xargs"}
# Words before a colon that are no prefix of anybody's.
WORDS = {"RUN", "REQUIRES", "UNSUPPORTED", "XFAIL", "ALLOW_RETRIES", "END", "DEFINE", "REDEFINE", "COM",
         "NOTE", "TODO", "FIXME", "XXX", "HACK", "BUG", "WARNING", "SPDX-License-Identifier"}
# Options that name what is written.
OUTPUT = re.compile(r"(?:-o=?|--?[a-z-]*(?:output|dir|reproducer)=)([^-].*)")
COMMENT = r"^\s*(?:#|//|;)[#/; \t]*"
PART = re.compile(r"#--- (\S+)")


@dataclasses.dataclass(frozen=True, order=True)
class Fault:
    line: int
    column: int
    message: str


class Test:
    """A test file, and what its RUN lines run."""

    def __init__(self, file, tools):
        self.file, self.tools = file, tools
        self.lines = file.read_bytes().decode(errors="surrogateescape").split("\n")
        self.runs = runs.run_lines(self.lines)
        self.pipelines = [(run, pipeline) for run in self.runs for pipeline in runs.pipelines(run)]
        self.commands = [(run, command) for run, pipeline in self.pipelines for command in pipeline]
        self.filechecks = [(run, command, runs.filecheck_call(command.program[1:]))
                           for run, command in self.commands if runs.is_filecheck(command.name)]
        self.prefixes = {prefix for _, _, call in self.filechecks for prefix in call.prefixes}
        self.directives = [found for found in runs.directives(self.lines) if found.prefix not in WORDS]

    def expects_errors(self):
        return any("expected-" in line for line in self.lines if not runs.RUN.search(line))


def fault(run, at, message):
    return Fault(*run.place(at), message)


#===----------------------------------------------------------------------===#
# Output that nobody sees
#===----------------------------------------------------------------------===#


def unseen_output(test):
    for index, (run, pipeline) in enumerate(test.pipelines):
        ours = [command for command in pipeline if command.name in test.tools]
        if not ours or any(command.is_negated for command in ours):
            continue
        if any(is_option(word, "verify-diagnostics") for command in ours for word in command.program):
            if not test.expects_errors():
                at = ours[0].program[0].at
                yield fault(run, at, "--verify-diagnostics checks nothing where no error is expected")
            continue
        last = pipeline[-1]
        if last.name not in test.tools and last.name not in FILTERS:
            continue
        later = [command for later_run, others in test.pipelines[index + 1:] for command in others]
        files = output_files(pipeline[pipeline.index(ours[-1]):])
        if not files:
            yield fault(run, ours[-1].program[0].at, f"nothing is checked: nobody reads what {ours[-1].name} prints")
        elif not any(is_used(name, command) for name in files for command in later) and not is_in_part(test, files):
            yield fault(run, files[0].at, f"nothing is checked: no command after this one reads '{files[0]}'")


def is_option(word, name):
    return word.startswith("-") and word.lstrip("-").partition("=")[0] == name


def output_files(commands):
    """Where the output of hier-opt and of the filters behind it goes: redirections, `-o FILE`, `--timing-output=FILE`,
    `tee FILE`."""
    files = []
    for command in commands:
        files += [word for operator, word in command.redirects if ">" in operator and "&" not in operator]
        words = command.program
        files += [after for word, after in zip(words, words[1:]) if word in ("-o", "--o")]
        files += [word for word in words[1:] if command.name == "tee" and not word.startswith("-")]
        files += [runs.Word(match[1], word.at) for word in words if (match := OUTPUT.fullmatch(word))]
    return [file for file in files if file not in ("-", "/dev/null")]


def is_used(file, command):
    """Whether a command names the file, its folder, or a pattern in that folder; also within a word."""
    words = [*command.words, *(word for _, word in command.redirects)]
    folder, name = posixpath.split(file.rstrip("/"))
    shapes = [rf"{re.escape(file)}(?![\w-])"]
    shapes += [rf"{re.escape(folder)}/?(?![\w./-])", rf"{re.escape(folder)}/[^\s'\"]*[*{{]"] if folder else []
    return any(posixpath.basename(word) == name or re.search(rf"(?<![\w.-])(?:{'|'.join(shapes)})", word)
               for word in words)


def is_in_part(test, files):
    """Whether a part of split-file names one: what is compiled may include it."""
    parts = [number for number, line in enumerate(test.lines) if PART.match(line)]
    text = "\n".join(test.lines[parts[0]:]) if parts else ""
    return any(posixpath.basename(file) in text for file in files)


#===----------------------------------------------------------------------===#
# FileCheck
#===----------------------------------------------------------------------===#


def filechecks(test):
    for run, command, call in test.filechecks:
        at = command.program[0].at
        if not (command.is_piped_into or call.input_file or any(operator == "<" for operator, _ in command.redirects)):
            yield fault(run, at, "FileCheck has no input: neither a pipe, nor '<', nor --input-file")
        if not call.check_file:
            yield fault(run, at, "FileCheck has no check file")
            continue
        lines = lines_of(test, call.check_file)
        for prefix in call.prefixes if lines is not None else []:
            suffixes = {found.suffix for found in runs.directives(lines) if found.prefix == prefix}
            if not suffixes:
                yield fault(run, at, f"there is no check line with prefix '{prefix}' in {call.check_file}")
            elif suffixes == {"NOT"} and len(call.prefixes) == 1:
                message = f"prefix '{prefix}' has {prefix}-NOT lines alone, which hold for nearly any text"
                yield fault(run, at, message)


def lines_of(test, check_file):
    """The lines of a check file; None if it cannot be known before the test runs."""
    if check_file in ("%s", "%{s}"):
        return test.lines
    part = part_of(test, posixpath.basename(check_file))
    if part is not None:
        return part
    path = re.sub(r"^(?:%S|%p|%\{S\})(?=/)", lambda _: str(test.file.parent), check_file)
    if path != check_file and os.path.isfile(path):
        return pathlib.Path(path).read_bytes().decode(errors="surrogateescape").split("\n")
    return None


def part_of(test, name):
    """The part of that name which split-file cuts out of the test."""
    starts = [(at, match[1]) for at, line in enumerate(test.lines) if (match := PART.match(line))]
    ends = [at for at, _ in starts[1:]] + [len(test.lines)]
    parts = {posixpath.basename(part): test.lines[at + 1:end] for (at, part), end in zip(starts, ends)}
    return parts.get(name)


#===----------------------------------------------------------------------===#
# Check lines
#===----------------------------------------------------------------------===#


def check_lines(test):
    said = " ".join(run.text for run in test.runs)
    end = first_data_line(test)
    for found in test.directives:
        written = found.prefix + (f"-{found.suffix}" if found.suffix else "")
        if found.prefix in test.prefixes:
            if not found.text.strip() and found.suffix != "EMPTY":
                yield Fault(found.line, found.column, f"'{written}:' has nothing to check")
            elif found.text.strip() and found.suffix == "EMPTY":
                yield Fault(found.line, found.column, f"'{written}:' takes no text")
        elif meant := nearly(found.prefix, test.prefixes):
            suffix = f"-{found.suffix}" if found.suffix and meant in test.prefixes else ""
            yield misspelt(found.line, found.column, f"{written}:", f"{meant}{suffix}:")
        elif (found.suffix or re.fullmatch(r"[A-Z][A-Z0-9_-]+", found.prefix)) and found.line < end and \
                not re.search(rf"(?<![\w-]){re.escape(found.prefix)}(?![\w-])", said):
            yield Fault(found.line, found.column, f"no RUN line uses prefix '{found.prefix}'")


def first_data_line(test):
    """Where parts of split-file begin, if FileCheck takes lines from none: they are then another program's input."""
    parts = [number for number, line in enumerate(test.lines, 1) if PART.match(line)]
    is_read = any(part_of(test, posixpath.basename(call.check_file)) is not None for _, _, call in test.filechecks)
    return parts[0] if parts and not is_read else len(test.lines) + 1


def misspelt(line, column, written, meant):
    return Fault(line, column, f"'{written}' is no line that lit or FileCheck knows; did you mean '{meant}'?")


def nearly(word, prefixes):
    """What a word before a colon is meant to be: `CHECK-NEXT` for CHECK-NETX and CHECK_NEXT, `CHECK` for CHEKC."""
    if word != word.upper() and not re.search("[-_]", word):
        return None  # prose
    for prefix in sorted(prefixes, key=len, reverse=True):
        rest = word[len(prefix):].lstrip("-_")
        if word.upper().startswith(prefix) and rest != word[len(prefix):]:
            close = difflib.get_close_matches(rest.upper(), [*runs.SUFFIXES, "COUNT-1"], 1, 0.6)
            return f"{prefix}-{close[0]}" if close else None
    endings = ["", *(f"-{suffix}" for suffix in runs.SUFFIXES)]
    candidates = [f"{prefix}{ending}" for prefix in prefixes for ending in endings]
    return next((each for each in sorted(candidates) + ["RUN"] if is_misspelt(word.upper(), each)), None)


def is_misspelt(word, meant):
    """Whether one letter is missing, too much or another, or two have changed places; or only the case differs."""
    if word == meant:
        return True
    if len(meant) < 3 or abs(len(word) - len(meant)) > 1:
        return False
    start = len(os.path.commonprefix([word, meant]))
    end = len(os.path.commonprefix([word[start:][::-1], meant[start:][::-1]]))
    left, right = word[start:len(word) - end], meant[start:len(meant) - end]
    return max(len(left), len(right)) <= 1 or (len(left) == 2 and left == right[::-1])


def misplaced_colons(test):
    """`CHECK:NEXT`, `CHECK -NEXT:`, `CHECK-NEXT :`, `CHECK-NEXT text`, `CHECK :` and `RUN hier-opt`."""
    prefixes = "|".join(sorted(map(re.escape, test.prefixes | {"CHECK"}), key=len, reverse=True))
    suffixes = "|".join([*runs.SUFFIXES, r"COUNT-\d+"])
    shapes = [rf"({prefixes}):-?({suffixes})\b:?", rf"({prefixes}): ?-?({suffixes}):",
              rf"({prefixes})(?: +-? *| *- +)({suffixes})\s*:", rf"({prefixes})-({suffixes})(?: +:|(?=\s+[^\s:]|$))",
              rf"({prefixes})() +:", r"(RUN)()(?: +:|(?= +(?:not |rm |%|\S*(?:hier-opt|FileCheck|split-file)\b)))"]
    for number, line in enumerate(test.lines, 1):
        for found in filter(None, (re.match(f"{COMMENT}(?:{shape})", line) for shape in shapes)):
            meant = found[1] + (f"-{found[2]}" if found[2] else "")
            yield misspelt(number, found.start(1) + 1, line[found.start(1):found.end()], f"{meant}:")


#===----------------------------------------------------------------------===#
# Files
#===----------------------------------------------------------------------===#


def faults(file, tools):
    test = Test(file, tools)
    if not test.runs:
        yield Fault(1, 1, "there is no RUN line")
        return
    for lint in (unseen_output, filechecks, check_lines, misplaced_colons):
        yield from lint(test)


def tests_in(path, excluded):
    if path.is_file():
        return [path]
    found = [file for file in path.rglob("*") if file.suffix in TESTS and file.is_file()]
    return sorted(file for file in found if not excluded.intersection(file.relative_to(path).parts))


def main():
    parser = argparse.ArgumentParser(prog="hier-lint-tests.py", description=__doc__, usage=argparse.SUPPRESS,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("paths", nargs="*", type=pathlib.Path, default=[pathlib.Path(".")], metavar="FILE or FOLDER")
    parser.add_argument("--exclude", action="append", default=["Inputs", "Output"], metavar="NAME",
                        help="leave out folders and files of this name")
    parser.add_argument("--tool", action="append", default=["hier-opt"], metavar="NAME",
                        help="a program whose output has to be seen, as hier-opt's")
    options = parser.parse_args()
    missing = [path for path in options.paths if not path.exists()]
    for path in missing:
        print(f"{path}: error: there is no such file or folder")
    tests = [file for path in options.paths for file in tests_in(path, set(options.exclude))]
    count = 0
    for file in tests:
        for found in sorted(set(faults(file, set(options.tool)))):
            count += 1
            print(f"{file}:{found.line}:{found.column}: error: {found.message}")
    print(f"{len(tests)} tests, {count} errors")
    return 1 if count or missing or not tests else 0


if __name__ == "__main__":
    sys.exit(main())
