"""What a lit test says in its comments: RUN lines, the commands in them, calls of FileCheck, and check lines.

update-checks.py and hier-lint-tests.py read tests with it. Nothing is run and nothing is substituted here: `%s` is a
word like any other. Places are lines and columns from 1, as in messages.
"""
import dataclasses
import re

# What FileCheck knows behind a prefix, `CHECK-COUNT-3` aside.
SUFFIXES = ("NEXT", "SAME", "NOT", "DAG", "LABEL", "EMPTY")
RUN = re.compile(r"(?<![\w-])RUN:(.*)")
# `# CHECK-NEXT: text`; the comment sign may be another language's, or be missing in a file of comments alone.
DIRECTIVE = re.compile(r"^\s*(?:#|//|;)?[#/; \t]*([A-Za-z][\w-]*?)(?:-(NEXT|SAME|NOT|DAG|LABEL|EMPTY|COUNT-\d+))?"
                       r"(?:\{LITERAL\})?:(.*)$")
TOKEN = re.compile(r"""\s*(?:(?P<operator>\|\||&&|\||;|\d?(?:>>|>&|>|<)|&>)|"""
                   r"""(?P<word>(?:\\.|'[^']*'|"(?:\\.|[^"\\])*"|[^\s|&;<>'"\\]|&(?!&))+)|(?P<rest>\S))""")
QUOTED = re.compile(r"""\\(.)|'([^']*)'|"((?:\\.|[^"\\])*)\"""")
# FileCheck's options that may have their value in the next word.
VALUED = {"check-prefix", "check-prefixes", "input-file", "implicit-check-not", "comment-prefixes", "dump-input",
          "dump-input-context", "dump-input-filter", "D"}


#===----------------------------------------------------------------------===#
# RUN lines
#===----------------------------------------------------------------------===#


@dataclasses.dataclass(frozen=True)
class RunLine:
    """A command line, with the RUN lines that it goes on in."""
    text: str
    pieces: tuple  # for each RUN line: where in `text` it begins, its line, and the column of its first character

    def place(self, at):
        """The line and column in the file of `text[at]`."""
        start, line, column = [piece for piece in self.pieces if piece[0] <= at][-1]
        return line, column + at - start

    @property
    def line(self):
        return self.pieces[0][1]


def run_lines(lines):
    """The RUN lines of a test, those that end with a backslash joined with the next."""
    found, text, pieces = [], "", []
    for number, line in enumerate(lines, 1):
        match = RUN.search(line)
        if not match:
            continue
        said = match[1].lstrip()
        pieces.append((len(text), number, line.index(match[0]) + len(match[0]) - len(said) + 1))
        text += said.rstrip()
        if text.endswith("\\"):
            text = text[:-1]
            continue
        found.append(RunLine(text, tuple(pieces)))
        text, pieces = "", []
    if pieces:
        found.append(RunLine(text, tuple(pieces)))
    return found


#===----------------------------------------------------------------------===#
# Commands
#===----------------------------------------------------------------------===#


class Word(str):
    """A word without its quotes, which knows where in the RUN line it begins."""
    at = 0

    def __new__(cls, token, at):
        self = super().__new__(cls, QUOTED.sub(lambda quoted: unquoted(*quoted.groups()), token))
        self.at = at
        return self


def unquoted(escaped, single, double):
    if double is not None:
        return re.sub(r'\\(["\\$`])', r"\1", double)
    return escaped if single is None else single


@dataclasses.dataclass
class Command:
    """A program that is run: what it is called by, and where what it prints goes."""
    words: list = dataclasses.field(default_factory=list)
    redirects: list = dataclasses.field(default_factory=list)  # (operator, word)
    is_piped_into: bool = False

    @property
    def program(self):
        """The words from the program on, without `not`, `env` and what else may stand before it."""
        words = list(self.words)
        while words:
            if words[0] in ("not", "env", "time", "--crash") or re.match(r"[A-Za-z_]\w*=", words[0]):
                words = words[1:]
            elif words[0] == "timeout":
                words = words[2:]
            else:
                break
        return words

    @property
    def name(self):
        """`%hier-opt`, `hier-opt` and `/usr/bin/hier-opt` are one program."""
        return self.program[0].rpartition("/")[2].lstrip("%") if self.program else ""

    @property
    def is_negated(self):
        return "not" in self.words[:len(self.words) - len(self.program)]


def pipelines(run):
    """The pipelines of a RUN line in their order, each a list of commands."""
    found, redirect = [[Command()]], None
    for token in TOKEN.finditer(run.text):
        operator, text = token["operator"], token["word"] or token["rest"]
        command = found[-1][-1]
        if operator in ("&&", "||", ";"):
            found.append([Command()])
        elif operator == "|":
            found[-1].append(Command(is_piped_into=True))
        elif operator:
            redirect = operator
        elif redirect:
            command.redirects.append((redirect, Word(text, token.start("word"))))
            redirect = None
        elif text:
            command.words.append(Word(text, max(token.start("word"), token.start("rest"))))
    return [[command for command in pipeline if command.words] for pipeline in found if pipeline[0].words]


#===----------------------------------------------------------------------===#
# FileCheck
#===----------------------------------------------------------------------===#


@dataclasses.dataclass
class FileCheckCall:
    """What the words of a call ask of FileCheck."""
    check_file: str
    input_file: str
    options: dict  # the values of each option that is given, by its name without dashes

    @property
    def prefixes(self):
        given = self.options.get("check-prefix", []) + self.options.get("check-prefixes", [])
        return [prefix for value in given for prefix in value.split(",") if prefix] or ["CHECK"]

    def prefixes_in(self, check_file):
        return self.prefixes if self.check_file == check_file else []


def is_filecheck(name):
    """LLVM's and the one from PyPI; Debian's has its version in its name."""
    return re.fullmatch(r"[Ff]ile[Cc]heck(-\d+)?", name) is not None


def filecheck_call(arguments):
    options, files, words = {}, [], iter(arguments)
    for word in words:
        if not word.startswith("-") or word == "-":
            files.append(word)
            continue
        name, equals, value = word.lstrip("-").partition("=")
        if name in VALUED and not equals:
            value = next(words, "")
        options.setdefault(name, []).append(value)
    return FileCheckCall(files[0] if files else "", options.get("input-file", [""])[-1], options)


@dataclasses.dataclass(frozen=True)
class Directive:
    """A check line: `# CHECK-NEXT: text` has the prefix CHECK and the suffix NEXT."""
    line: int
    column: int
    prefix: str
    suffix: str
    text: str


def directives(lines):
    for number, line in enumerate(lines, 1):
        match = DIRECTIVE.match(line)
        if match:
            yield Directive(number, match.start(1) + 1, match[1], match[2] or "", match[3])
