#!/usr/bin/env python3
"""Is there a test for each diagnostic? Usage: check-diagnostics.py [FOLDER], by default the repository.

Takes the messages out of the calls in lib/** that report errors and notes, and what the tests expect: the CHECK and
expected-error lines of the lit tests, the EXPECT_ and ASSERT_ lines of the unit tests. Fails naming each message that no
test expects in full, and when it finds so few messages that it must have missed most.
"""
import itertools
import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
# The message is the last argument of each. One that nothing calls any more has been renamed, and belongs in here anew.
REPORTERS = {"fail", "note", "errorAt", "errorAtOption", "withNote", "errorIn", "errorAtValue", "createStringError"}
# What makes a string of its argument, and hides nothing of it.
WRAPPERS = {"Twine", "string", "StringRef"}
# Every sentence in these is a piece of a message.
PROSE = {"lib/IR/NodeRules.cpp"}
# Messages of errors that no test can bring about, and why.
EXEMPT = {"libtorch refuses this: ...": "the fuzzers look for a text that libtorch throws at, and have found none"}
LEAST = 90

TOKEN = re.compile(r'//.*|/\*(?s:.*?)\*/|^#.*|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])+\'|[A-Za-z_]\w*|\d[\w.\']*|::|\S', re.M)
OPENING, CLOSING = "([{", ")]}"
WILD = None  # a piece of a message that is no literal


#===----------------------------------------------------------------------===#
# Messages in C++
#===----------------------------------------------------------------------===#


def tokens_of(text):
    """The tokens that are no comments and no directives, each with its line."""
    found, line, end = [], 1, 0
    for match in TOKEN.finditer(text):
        line += text.count("\n", end, match.start())
        end = match.start()
        if not match[0].startswith(("//", "/*", "#")):
            found.append((match[0], line))
    return found


def literal(token):
    return token[1:-1].encode().decode("unicode_escape")


def split(tokens, separator):
    """The parts of an expression between separators that no bracket encloses."""
    parts, depth = [[]], 0
    for token in tokens:
        depth += (token in OPENING) - (token in CLOSING)
        if token == separator and depth == 0:
            parts.append([])
        else:
            parts[-1].append(token)
    return parts


def closing(tokens, opening):
    """Where the bracket at `opening` is closed."""
    depth = 0
    for at in range(opening, len(tokens)):
        depth += (tokens[at] in OPENING) - (tokens[at] in CLOSING)
        if depth == 0:
            return at
    return len(tokens)


def pieces_of_format(tokens):
    text = "".join(literal(token) for token in tokens if token.startswith('"'))
    return list(itertools.chain(*((WILD, part) for part in re.split(r"\{[^}]*\}", text))))[1:]


def operand_messages(tokens):
    """The messages that one operand of `+` can be."""
    if tokens and all(token.startswith('"') for token in tokens):
        return [["".join(map(literal, tokens))]]
    if tokens[-4:] == [".", "str", "(", ")"]:
        return operand_messages(tokens[:-4])
    opening = tokens.index("(") if "(" in tokens else len(tokens)
    if closing(tokens, opening) == len(tokens) - 1:
        name = tokens[opening - 1] if opening else ""
        if name == "didYouMean":  # With a suggestion, that is; without one there is little to test.
            return [["; did you mean '", WILD, "'?"]]
        if name == "format":
            return [pieces_of_format(split(tokens[opening + 1:-1], ",")[0])]
        if not name or name in WRAPPERS:
            return messages(tokens[opening + 1:-1])
    return [[WILD]]


def messages(tokens):
    """The messages that an expression can be, each a list of pieces."""
    condition, *alternatives = split(tokens, "?")
    if alternatives:
        parts = [split(alternative, ":") for alternative in alternatives]
        # What stands last before another `?` is its condition.
        results = [part for some in parts[:-1] for part in some[:-1]] + parts[-1]
        return [message for result in results for message in messages(result)]
    operands = [operand_messages(operand) for operand in split(condition, "+")]
    return [sum(choice, []) for choice in itertools.product(*operands)]


def says_something(message):
    return any(piece and re.search(r"[a-z]{2} |[a-z] [a-z]{2}|[a-z]{4}", piece) for piece in message)


def diagnostics_of(file, name):
    """(line, message) of each diagnostic in `file`, and which of REPORTERS it calls."""
    numbered = tokens_of(file.read_text())
    tokens = [token for token, line in numbered]
    found, called = [], set()
    for at, (token, line) in enumerate(numbered):
        if name in PROSE and token.startswith('"') and " " in token:
            found.append((line, pieces_of_format([token])))
        elif token in REPORTERS and tokens[at + 1:at + 2] == ["("]:
            last = split(tokens[at + 2:closing(tokens, at + 1)], ",")[-1]
            found += [(line, message) for message in messages(last)]
            called.add(token)
    return [(line, message) for line, message in found if says_something(message)], called


#===----------------------------------------------------------------------===#
# What tests expect
#===----------------------------------------------------------------------===#


def without_patterns(expected):
    """A FileCheck line with `{{[{]}}` as the `{` that it stands for, and without `{{^}}` and `{{$}}`."""
    return re.sub(r"\{\{(.*?)\}\}", lambda pattern: re.sub(r"[$^]|\[(.)\]|\\(.)", r"\1\2", pattern[1]), expected)


def expected_in_lit_test(text):
    for line in text.splitlines():
        if found := re.match(r"# *(?!RUN)[A-Z][A-Z0-9_-]*:(.*(?:error|note): .*)", line):
            yield without_patterns(found[1])
        elif found := re.match(r"#.*\bexpected-(?:error|note)\S* *\{\{(.*)\}\}$", line):
            yield without_patterns(found[1])


def expected_in_unit_test(text):
    tokens = [token for token, line in tokens_of(text)]
    for at, token in enumerate(tokens[:-1]):
        if token.startswith(("EXPECT_", "ASSERT_")) and tokens[at + 1] == "(":
            inside = tokens[at + 2:closing(tokens, at + 1)]
            yield "".join(literal(token) for token in inside if token.startswith('"'))


def expectations(root):
    for file in sorted((root / "test").rglob("*")):
        if "Inputs" not in file.parts and file.suffix in (".ir", ".test"):
            yield from expected_in_lit_test(file.read_text(errors="replace"))
        elif "unit" in file.parts and file.suffix == ".cpp":
            yield from expected_in_unit_test(file.read_text())


#===----------------------------------------------------------------------===#
# The comparison
#===----------------------------------------------------------------------===#


def shown(message):
    return re.sub(r"(\.\.\.)+", "...", "".join("..." if piece is WILD else piece for piece in message))


def pattern_of(message, is_whole):
    """What is seen between quotes has none; a whole message stands behind `error: ` or what another says before it."""
    pattern = "".join(".*" if piece is WILD else re.escape(piece) for piece in message).replace("'.*'", "'[^']*'")
    return re.compile(f"(?:^|: ){pattern}$" if is_whole else pattern)


def is_expected(message, is_whole, expected):
    pattern = pattern_of(message, is_whole)
    return any(pattern.search(text) for text in expected)


def main():
    root = pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT
    expected = sorted(set(expectations(root)))
    count, missing, called = 0, [], set()
    for file in sorted(file for file in (root / "lib").rglob("*") if file.suffix in (".cpp", ".h")):
        name = str(file.relative_to(root))
        diagnostics, calls = diagnostics_of(file, name)
        called |= calls
        count += len(diagnostics)
        missing += [f"{name}:{line}: no test expects: {shown(message)}" for line, message in diagnostics
                    if shown(message) not in EXEMPT and not is_expected(message, name not in PROSE, expected)]
    faults = missing + [f"nothing calls {name} any more" for name in sorted(REPORTERS - called)]
    if count < LEAST:
        faults.append(f"{count} diagnostics are suspiciously few; there were {LEAST}")
    print(*faults, f"{count - len(missing)} of {count} diagnostics are expected by a test", sep="\n")
    return bool(faults)


if __name__ == "__main__":
    sys.exit(main())
