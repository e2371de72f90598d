#!/usr/bin/env python3
"""Writes the check lines of golden tests over hier-opt, or brings them up to date.

usage: update-checks.py [OPTION...] FILE...
A test has RUN lines that pipe hier-opt into `FileCheck %s`; this runs them and writes, before each graph or module,
what is printed for it. Values become variables, so that other numbers for the same values change nothing.
--keep-names writes the names instead, and --only=REGEX only those lines that match.

The first line of the file then tells which prefixes were written and with what options. The next time, those check
lines are replaced, with the same options unless some are given. All other lines stay: other prefixes, and CHECK-NOT,
CHECK-DAG and CHECK-COUNT, which are nobody's but yours. A prefix that has check lines and is not in that note counts as
written by hand; --prefixes=A,B takes it over. Where RUN lines have several prefixes, those who share one and print the
same share its check lines.

Nothing is written that FileCheck does not accept at once. With --check nothing is written at all: the exit status is
1 if a file is not up to date, and the difference is printed.
"""
import argparse
import difflib
import os
import pathlib
import re
import shlex
import sys
import tempfile

sys.dont_write_bytecode = True

import hier_lit  # noqa: E402  (what stands beside this file leaves no bytecode there)
import hier_lit_checks as checks  # noqa: E402
import hier_lit_runs as runs  # noqa: E402
import hier_lit_shell as shell  # noqa: E402

NOTE = re.compile(r"# NOTE: (\S+) lines written by utils/update-checks\.py(.*)")
ITEM = re.compile(r"(?:graph\s*\(|module )")
PART = re.compile(r"#--- ")
# The check lines that this writes.
OURS = ("", "NEXT", "SAME", "LABEL", "EMPTY")


class TestError(Exception):
    """A test that no check lines can be written for."""


#===----------------------------------------------------------------------===#
# The test
#===----------------------------------------------------------------------===#


def parser():
    result = argparse.ArgumentParser(prog="update-checks.py", description=__doc__, parents=[recorded_parser()],
                                     usage=argparse.SUPPRESS, formatter_class=argparse.RawDescriptionHelpFormatter)
    result.add_argument("files", nargs="+", metavar="FILE", type=pathlib.Path, help="a test")
    result.add_argument("--tool", metavar="PATH", help="the hier-opt to run; by default HIER_OPT, or that on the path")
    result.add_argument("--check", action="store_true", help="write nothing, and fail if something would be written")
    result.add_argument("--prefixes", metavar="A,B", help="write these, also if they have check lines written by hand")
    return result


def recorded_parser():
    """The options that the note at the top of a test keeps."""
    result = argparse.ArgumentParser(prog="update-checks.py", add_help=False)
    result.add_argument("--keep-names", action="store_true", help="check the names of values as they are printed")
    result.add_argument("--only", metavar="REGEX", help="check only the lines in which this is found")
    result.add_argument("--substitute", metavar="%NAME=VALUE", action="append", default=[],
                        help="what the suite's configuration puts in for %%NAME; may hold %%S, the test's folder")
    return result


class Test:
    """A test file without the check lines that are to be written anew."""

    def __init__(self, file, options):
        self.file = file
        self.text = file.read_bytes().decode(errors="surrogateescape")
        lines = self.text.split("\n")
        note = NOTE.fullmatch(lines[0])
        self.options, self.recorded = choose_options(options, note, file)
        self.prefixes = choose_prefixes(lines, options, note)
        parts = [number for number, line in enumerate(lines, 1) if PART.match(line)] or [len(lines) + 1]
        kept = [(number, line) for number, line in enumerate(lines, 1) if not (number == 1 and note)
                and (number > parts[0] or not any(map(self.is_ours, runs.directives([line]))))]
        self.numbers, self.lines = zip(*kept or [(1, "")])  # which line of the file each is

    def is_ours(self, directive):
        return directive.prefix in self.prefixes and directive.suffix in OURS

    @property
    def items(self):
        """The lines on which graphs and modules begin; the parts of split-file are its own."""
        return [at for at in range(self.head_end) if ITEM.match(self.lines[at])]

    @property
    def head_end(self):
        """Where the file as the tests see it ends: the first part of split-file or else the last line."""
        parts = [at for at, line in enumerate(self.lines) if PART.match(line)]
        end = parts[0] if parts else len(self.lines)
        while end and not self.lines[end - 1].strip():
            end -= 1
        return end

    @property
    def head(self):
        """Where checks go that belong to no graph."""
        return self.items[0] if self.items else self.head_end

    def place(self, number):
        """`file:line` for a message about `lines`, counted from 1."""
        return f"{self.file}:{self.numbers[min(number, len(self.numbers)) - 1]}"

    def error(self, run, message):
        return TestError(f"{self.place(run.line)}: error: {message}")

    def note(self, written):
        options = " ".join(["", *self.recorded])
        return f"# NOTE: {','.join(sorted(written))} lines written by utils/update-checks.py{options}"


def choose_prefixes(lines, options, note):
    """Those called for, or those written before and those that have no check lines; of those that RUN lines name."""
    named = {prefix for run in runs.run_lines(lines) for pipeline in runs.pipelines(run) for command in pipeline
             if runs.is_filecheck(command.name) and not command.is_negated
             for prefix in runs.filecheck_call(command.program[1:]).prefixes_in("%s")}
    if options.prefixes:
        return named.intersection(options.prefixes.split(","))
    by_hand = {found.prefix for found in runs.directives(lines) if found.suffix in OURS}
    return named.intersection(note[1].split(",") if note else []) | (named - by_hand)


def choose_options(given, note, file):
    """The options for a test, and how the note spells them: those given, or else those of the note."""
    options = argparse.Namespace(keep_names=given.keep_names, only=given.only, substitute=given.substitute)
    if note and not (given.keep_names or given.only or given.substitute):
        options, unknown = recorded_parser().parse_known_args(shlex.split(note[2]))
        if unknown:
            raise TestError(f"{file}:1: error: the note has '{unknown[0]}', which is no option that is kept there")
    try:
        re.compile(options.only or "")
    except re.error as error:
        raise TestError(f"{file}: error: --only is no regular expression: {error}") from None
    words = ["--keep-names"] if options.keep_names else []
    words += [f"--only={options.only}"] if options.only else []
    words += [f"--substitute={value}" for value in options.substitute]
    return options, [shlex.quote(word) for word in words]


#===----------------------------------------------------------------------===#
# Check lines
#===----------------------------------------------------------------------===#


def chunks(lines, test_file):
    """What is printed, cut before each graph or module; or, if there is none, before each error in the test.

    Yields the lines, and for an error the line of the test that it names."""
    starts = [at for at, line in enumerate(lines) if checks.ITEM.match(line)]
    places = {at: None for at in starts}
    if not starts:
        for at, line in enumerate(lines):
            found = checks.DIAGNOSTIC.match(line)
            if found and found[1] == test_file and ": note: " not in line:
                places[at] = int(found[2]) - 1
    starts = sorted({0, *places})
    for start, end in zip(starts, [*starts[1:], len(lines)]):
        yield lines[start:end], places.get(start)


def positions(test, parts):
    """Before which line of the test the checks of each part go; all to one place if the order would be another."""
    items = [at for at, (lines, _) in enumerate(parts) if checks.ITEM.match(lines[0])]
    if len(items) == len(test.items) and items:
        return [test.items[max(0, sum(item <= at for item in items) - 1)] for at in range(len(parts))]
    found = [max([item for item in test.items if place is not None and item <= place], default=test.head)
             for _, place in parts]
    return found if found == sorted(found) else [test.head] * len(parts)


def checks_of(test, call, sandbox):
    """The check lines for one call of FileCheck, by where they go: lists of (suffix, pattern)."""
    lines = call.input.decode(errors="surrogateescape").split("\n")
    if lines[-1] == "":
        lines.pop()
    if not lines:
        raise test.error(call.run, "nothing is printed that could be checked")
    form = checks.Format(call.asked.options, test.options.keep_names, test.options.only)
    paths = [(str(sandbox.test), "{{.*}}" + test.file.name), (str(sandbox.made), "{{.*}}"),
             (str(sandbox.file.parent), "{{.*}}")]
    parts, found, is_first = list(chunks(lines, str(sandbox.test))), {}, True
    for (part, _), position in zip(parts, positions(test, parts)):
        written = checks.checks(part, form, is_first, paths)
        found.setdefault(position, []).extend(written)
        is_first = is_first and not written
    if not any(suffix != "LABEL" for written in found.values() for suffix, _ in written):
        raise test.error(call.run, "no line that is printed matches --only")
    return form, found


def assign(test, calls, position):
    """Which prefix the checks at a position get, for the calls that agree on them: (prefix, form, checks) in order."""
    users = {}
    for index, (call, _, found) in enumerate(calls):
        for prefix in call.asked.prefixes:
            if prefix in test.prefixes:
                users.setdefault(prefix, []).append(index)
    result, done = [], set()
    for prefix, indices in sorted(users.items(), key=lambda user: -len(user[1])):
        said = [calls[index][1].style + (calls[index][2].get(position, []),) for index in indices]
        if not done & set(indices) and all(each == said[0] for each in said):
            done |= set(indices)
            result.append((min(indices), prefix, *calls[indices[0]][1:]))
    for index, (call, _, _) in enumerate(calls):
        if index not in done:
            sharing = [each for indices in users.values() if index in indices for each in indices if each != index]
            other = calls[sharing[0]][0]
            raise test.error(call.run, f"this RUN line and the one in line {test.numbers[other.run.line - 1]} print "
                                       f"different things for the same prefix: '{','.join(call.asked.prefixes)}'")
    return [(prefix, form, found.get(position, [])) for _, prefix, form, found in sorted(result, key=lambda r: r[:2])]


def layout(test, calls):
    """The text of the test with its check lines, and how many there are."""
    lines, places, written, prefixes = [""], {}, [], set()
    for at in range(len(test.lines) + 1):
        for prefix, form, found in assign(test, calls, at):
            prefixes |= {prefix} if found else set()
            written += range(len(lines), len(lines) + len(found))
            lines += [form.line(prefix, suffix, pattern) for suffix, pattern in found]
        places[at] = len(lines)
        lines += test.lines[at:at + 1]
    lines[0] = test.note(prefixes)
    for at in written:
        lines[at] = checks.LINE_MARK.sub(lambda mark, at=at: line_expression(places[int(mark[1]) - 1] - at), lines[at])
    return "\n".join(lines), len(written)


def line_expression(distance):
    return f"[[#@LINE{distance:+d}]]" if distance else "[[#@LINE]]"


#===----------------------------------------------------------------------===#
# The update
#===----------------------------------------------------------------------===#


def our_calls(test, sandbox, text):
    """The calls of FileCheck that check the test against its own lines, with a prefix that is to be written."""
    return [call for call in sandbox.run(text) if os.path.realpath(call.check_file) == os.path.realpath(sandbox.test)
            and test.prefixes.intersection(call.asked.prefixes)]


def updated(test, sandbox, filecheck):
    """The text with its check lines, and how many there are; FileCheck has accepted them."""
    calls = our_calls(test, sandbox, "\n".join(test.lines)) if test.prefixes else []
    if not calls:
        raise TestError(f"{test.file}: error: no RUN line pipes what hier-opt prints into `FileCheck %s` with a prefix "
                        f"that has no check lines written by hand; --prefixes=CHECK takes one over")
    text, count = layout(test, [(call, *checks_of(test, call, sandbox)) for call in calls])
    again = our_calls(test, sandbox, text)
    for call, first in zip(again, calls):
        said = call.check(filecheck)
        if said:
            raise test.error(first.run, f"FileCheck does not accept what would be written:\n{said}")
    return text, count


def write(file, text):
    """Through another file, so that there is never half a test."""
    with tempfile.NamedTemporaryFile("wb", dir=file.parent, prefix=f".{file.name}.", delete=False) as made:
        made.write(text.encode(errors="surrogateescape"))
    os.chmod(made.name, file.stat().st_mode)
    os.replace(made.name, file)


def update(file, options, tools):
    """Brings one test up to date, or says with --check how it is not; false if so."""
    test = Test(file, options)
    with tempfile.TemporaryDirectory() as folder:
        sandbox = shell.Shell(os.path.realpath(folder), file.resolve(), tools, substitutions(test))
        try:
            text, count = updated(test, sandbox, tools["FileCheck"])
        except shell.RunError as error:
            said = re.sub(re.escape(str(sandbox.test)) + r":(\d+)", lambda at: test.place(int(at[1])), str(error))
            raise test.error(error.run, said) from None
    if text == test.text:
        print(f"{file}: {count} check lines, up to date")
    elif options.check:
        print(f"{file}: error: the check lines are not up to date; update-checks.py {file} corrects them")
        before, after = (list(printable(said).splitlines(True)) for said in (test.text, text))
        sys.stdout.writelines(difflib.unified_diff(before, after, str(file), f"{file} as it should be"))
        return False
    else:
        write(file.resolve(), text)
        print(f"{file}: {count} check lines written")
    return True


def printable(text):
    return text.encode(errors="surrogateescape").decode(errors="replace")


def substitutions(test):
    pairs = [value.partition("=") for value in test.options.substitute]
    wrong = [name for name, equals, _ in pairs if not (equals and name.startswith("%"))]
    if wrong:
        raise TestError(f"{test.file}: error: --substitute takes %NAME=VALUE, not '{wrong[0]}'")
    return [(name, value) for name, _, value in pairs]


def main():
    options = parser().parse_args()
    try:
        tools = hier_lit.find_tools(hier_opt=options.tool)
        missing, _ = hier_lit.complaints(tools)
    except hier_lit.MissingTool as error:
        missing = [str(error)]
    if missing:
        print("update-checks.py: error:", "; ".join(missing), file=sys.stderr)
        return 1
    failed = False
    for file in options.files:
        try:
            failed |= not update(file, options, tools)
        except TestError as error:
            failed = True
            print(error)
        except OSError as error:
            failed = True
            print(f"{file}: error: {error.strerror}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
