"""Turns what hier-opt prints into the check lines of FileCheck; update-checks.py puts them into a test.

A value becomes a variable: `%12 : Tensor = aten::add(%x.1, %3)` is checked by
`%[[ADD:[^ ]+]] : Tensor = aten::add(%[[X]], %[[CONSTANT]])`. The variable is called by the value's name or, where that
is a number, by its operation, so that other numbers change neither what matches nor, later, the check lines. Names
count within one graph, as they do for torch. A name that is more than one word, as `%a b/c`, stays as it is printed.
"""
import re

HEAD = re.compile(r"\s*(?:with \S+ = )?graph\(")
ITEM = re.compile(r"(?:graph\(|module )")
BLOCK = re.compile(r"\s*block\d+\(")
NODE = re.compile(r"(?:^|(?<= ))= (?=(\^?[\w.]+(?:::[\w.]+)*)[\[(])")
DIAGNOSTIC = re.compile(r"(.*):(\d+):\d+: (?:error|warning|note): ")
# A name that is one word whatever stands around it.
PLAIN = r"[^\s,()\[\]{}\"'%=\\#]+"
DEFINITION = re.compile(rf"(?:^|(?<=, )|(?<=\())%({PLAIN})(?= : |, %|\):$|,$|$)")
USE = re.compile(rf'"(?:\\.|[^"\\])*"|(?<=[( ])%({PLAIN})(?=[,)])')
ANY_NAME = "[^ ]+"
ANY_OPERAND = "[^ ,)]+"
# What FileCheck would take for a pattern, and what would begin one with the brace or bracket after it.
SPECIAL = re.compile(r"[{\[]*(?:\{\{|\[\[)[{\[]*")
# Where the line of a diagnostic is to be put, once it is known where the check line stands.
LINE_MARK = re.compile("\0(\\d+)\0")


def literal(text):
    """`text` so that FileCheck takes it as it is."""
    return SPECIAL.sub(lambda special: "{{" + re.sub(r"(.)", r"\\\1", special[0]) + "}}", text)


#===----------------------------------------------------------------------===#
# Values
#===----------------------------------------------------------------------===#


def words_of(name):
    """`GetAttr` as GET_ATTR, `layer_norm` as LAYER_NORM; nothing where no letter comes first."""
    parted = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name)
    bare = re.sub(r"[^A-Za-z0-9]+", "_", parted).strip("_").upper()
    return bare if re.match(r"[A-Z]", bare) else ""


def variable_base(value, kind):
    """What a value is called by. The numbers that torch puts behind names, `.1` and onnx's `_12`, are left out."""
    bare = re.sub(r"(?:\.\d+)+$", "", value)
    if "::" in bare:
        bare = re.sub(r"_\d+$", "", bare.rpartition("::")[2])
    last = re.sub(r"_\d+$", "", kind.rpartition("::")[2])
    return words_of(bare) or words_of(last) or "VALUE"


def is_numbered(value):
    return re.search(r"(?:^|[._])\d+$", value) is not None


class Values:
    """The values of one graph, and the variables that stand for them."""

    def __init__(self):
        self.variables = {}  # by the value's name; None for one whose definition is not checked
        self.taken = set()
        self.odd = ""  # the definitions with names that are more than one word

    def define(self, value, kind, is_checked):
        base = variable_base(value, kind)
        variable, count = base, 0
        while variable in self.taken:
            count += 1
            variable = f"{base}_{count}"
        if is_checked:
            self.taken.add(variable)
        self.variables[value] = variable if is_checked else None
        return f"[[{variable}:{ANY_NAME}]]"

    def is_odd(self, value):
        """Whether an operand that begins like this may go on: `%k=1` where there is a `%k=1, j`."""
        return "%" + value in self.odd

    def use(self, value):
        """The pattern for a value that is used; None where its name stays."""
        if value not in self.variables or self.is_odd(value):
            return None
        if self.variables[value]:
            return f"[[{self.variables[value]}]]"
        return "{{" + ANY_OPERAND + "}}" if is_numbered(value) else None


class GraphReader:
    """Goes through printed lines and makes a pattern of each; keeps to itself which graph it is in."""

    def __init__(self, keeps_names, selects):
        self.keeps_names = keeps_names
        self.selects = selects  # whether a line is to be checked
        self.values = None
        self.is_in_head = False

    def pattern(self, line):
        if HEAD.match(line):
            self.values, self.is_in_head = Values(), True
        if self.values is None or self.keeps_names:
            return literal(line)
        found = self.substituted(line)
        if self.is_in_head:
            self.is_in_head = not line.endswith("):")
        elif re.match(r"\s*return \(", line):
            self.values = None
        return found

    def substituted(self, line):
        pieces, end = [], 0
        for start, stop, pattern in self.places(line):
            pieces += [literal(line[end:start]), pattern]
            end = stop
        return "".join(pieces) + literal(line[end:])

    def places(self, line):
        """Where in the line names stand, each with its pattern."""
        node = NODE.search(line)
        if self.is_in_head or BLOCK.match(line):
            yield from self.definitions(line, 0, len(line), "arg")
        else:
            if node:
                yield from self.definitions(line, 0, node.start(), node[1])
            yield from self.uses(line, node.start() if node else 0)

    def definitions(self, line, start, end, kind):
        """Of a node the outputs, up to ` = `; of a head or block the inputs."""
        indentation = len(line) - len(line.lstrip())
        text = line[indentation:end].rstrip()
        found = list(DEFINITION.finditer(text))
        if text.count("%") != len(found):
            self.values.odd += text
            return
        for match in found:
            pattern = self.values.define(match[1], kind, self.selects(line))
            if not self.values.is_odd(match[1]):
                yield indentation + match.start(1), indentation + match.end(1), pattern

    def uses(self, line, start):
        for match in USE.finditer(line, start):
            pattern = self.values.use(match[1]) if match[1] else None
            if pattern:
                yield match.start(1), match.end(1), pattern


#===----------------------------------------------------------------------===#
# Check lines
#===----------------------------------------------------------------------===#


class Format:
    """How check lines have to be written for the options that FileCheck is called with."""

    def __init__(self, options, keeps_names, only):
        self.is_whole = "match-full-lines" in options
        self.is_strict = self.is_whole and "strict-whitespace" in options
        self.keeps_names = keeps_names
        self.only = re.compile(only) if only else None
        self.style = (self.is_whole, self.is_strict)

    def selects(self, line):
        return self.only is None or self.only.search(line) is not None

    def line(self, prefix, suffix, pattern):
        directive = f"{prefix}-{suffix}:" if suffix else f"{prefix}:"
        if self.is_strict:
            return f"# {directive.rjust(len(prefix) + 6)}{pattern}"
        return f"# {directive} {pattern}".rstrip()


def checks(lines, form, is_first, paths):
    """The (suffix, pattern) of each line that is to be checked. `paths` are the files and folders that another machine
    has elsewhere, each with what is to stand for it."""
    is_item = ITEM.match(lines[0]) is not None
    if not form.is_whole:
        lines = without_blank_ends(lines)
    reader, found = GraphReader(form.keeps_names or not is_item, form.selects), []
    for line in lines:
        pattern = with_paths(line, reader.pattern(line), paths)
        if ITEM.match(line) and not form.is_whole:
            found += label(pattern, form.selects(line))
        elif form.selects(line):
            found.append(check(line, pattern, form, is_first and not found))
    return found


def without_blank_ends(lines):
    """What stands between graphs is layout: blank lines of the test, and lines that part its input."""
    said = [at for at, line in enumerate(lines) if line.strip() and line != "# -----"]
    return lines[said[0]:said[-1] + 1] if said else []


def label(pattern, is_checked):
    """The head of a graph or module. A label may not hold a variable: what defines one stands on a line of its own."""
    head, variable, rest = pattern.partition("%[[")
    return [("LABEL", "{{^}}" + head)] + ([("SAME", variable + rest)] if variable and is_checked else [])


def check(line, pattern, form, is_first):
    suffix = "" if is_first or form.only else "NEXT"
    if not line:
        return ("EMPTY", "") if suffix else (suffix, "{{^$}}")
    if not line.strip():
        return suffix, "{{^" + (line if form.is_strict else " +") + "$}}"
    if form.is_strict:
        bare = pattern.rstrip()
        return suffix, bare + ("{{" + pattern[len(bare):] + "}}" if bare != pattern else "")
    if line.lstrip().startswith("= ") and not form.is_whole:
        # Without this it would match a node that has outputs, too.
        return suffix, "{{^ *}}" + pattern.lstrip()
    return suffix, pattern.rstrip()


def with_paths(line, pattern, paths):
    """`pattern` without paths of this machine, and with a mark where a diagnostic names a line."""
    found = DIAGNOSTIC.match(line)
    for path, stand_in in paths:
        if found and found[1] == path:
            pattern = pattern.replace(f"{path}:{found[2]}:", f"{stand_in}:\0{found[2]}\0:", 1)
        pattern = pattern.replace(path, stand_in)
    return pattern
