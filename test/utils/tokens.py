"""Colours lines of IR with the TextMate grammar, as an editor would.

usage: tokens.py GRAMMAR FILE...             each line, and below it its tokens: the text and the kind
       tokens.py --coverage GRAMMAR FILE...  the scopes of the grammar that no token has, and words that have none
       tokens.py --groups SYNTAX             kinds that the Vim syntax has no group for, groups it does not colour

It does what an editor does for the rules that the grammar has: of those that match, the one that begins first counts,
and of several the first in the grammar; between a `begin` and its `end` other rules count. Kinds are those of the Vim
syntax, so that both can be compared with one file; SCOPES tells which scope is which.
"""
import collections
import json
import pathlib
import re
import sys

SCOPES = {
    "comment.line.number-sign": "Comment", "comment.line.location": "Location",
    "keyword.other.separator": "Separator", "entity.name.section": "Part", "keyword.other.directive": "Directive",
    "string.regexp": "Pattern", "variable.parameter": "Pattern",
    "keyword.control": "Keyword", "keyword.other.scope": "Keyword", "keyword.other.object": "Keyword",
    "entity.name.function.subgraph": "Name", "entity.name.function.method": "Name", "variable.other.member": "Member",
    "entity.name.type.class": "Class", "support.type": "Type", "string.unquoted.scope": "Scope",
    "string.quoted.double": "String", "constant.character.escape": "Escape", "variable.other.value": "Value",
    "entity.name.namespace": "Namespace", "entity.name.function.operator": "Operator",
    "entity.name.function.python": "Python", "entity.other.attribute-name.hierarchy": "Hierarchy",
    "entity.other.attribute-name": "Attribute", "constant.language": "Constant", "constant.numeric": "Number",
}


class Grammar:
    def __init__(self, file):
        self.grammar = json.loads(pathlib.Path(file).read_text())

    def rules(self, patterns):
        """The rules that `patterns` are or include."""
        for pattern in patterns:
            if "include" in pattern:
                yield from self.rules([self.grammar["repository"][pattern["include"].lstrip("#")]])
            elif "patterns" in pattern and "begin" not in pattern:
                yield from self.rules(pattern["patterns"])
            else:
                yield pattern

    def scopes(self):
        return set(re.findall(r'"name": "([^"]*)\.hier-ir"', json.dumps(self.grammar["repository"])))

    def tokens(self, line):
        """(text, scope) of each piece of the line; a piece without a scope has ''."""
        stack, at, found = [("", None, self.grammar["patterns"])], 0, []
        while at < len(line) or len(stack) > 1:
            name, end, patterns = stack[-1]
            match, rule = self.next_match(line, at, end, patterns)
            if match is None:
                break
            found += [(line[at:match.start()], name)]
            if rule is None:
                stack.pop()
                found.append((match[0], name))
            elif "begin" in rule:
                stack.append((scope(rule), re.compile(rule["end"]), rule["patterns"]))
                found.append((match[0], scope(rule)))
            else:
                found += captured(match, rule, name)
            at = match.end()
        return merged(found + [(line[at:], stack[-1][0])])

    def next_match(self, line, at, end, patterns):
        candidates = [(re.compile(rule.get("match") or rule["begin"]).search(line, at), rule)
                      for rule in self.rules(patterns)]
        if end is not None:
            candidates.insert(0, (end.search(line, at), None))
        candidates = [(match, rule) for match, rule in candidates if match]
        return min(candidates, key=lambda each: each[0].start(), default=(None, None))


def scope(rule):
    return rule.get("name", "").removesuffix(".hier-ir")


def captured(match, rule, outer):
    """The pieces of a match; what no capture holds has the rule's own scope, or that around it."""
    pieces, at = [], match.start()
    for number, capture in rule.get("captures", {}).items():
        start, end = match.span(int(number))
        pieces += [(match.string[at:start], scope(rule) or outer), (match.string[start:end], scope(capture))]
        at = end
    return pieces + [(match.string[at:match.end()], scope(rule) or outer)]


def merged(pieces):
    """Without empty pieces, neighbours of one kind as one."""
    found = []
    for text, name in pieces:
        if text and found and found[-1][1] == name:
            found[-1] = (found[-1][0] + text, name)
        elif text:
            found.append((text, name))
    return found


def lines_of(files):
    for file in files:
        yield from pathlib.Path(file).read_bytes().decode(errors="replace").removesuffix("\n").split("\n")


def show(grammar, files):
    for line in lines_of(files):
        print(line)
        for text, name in grammar.tokens(line):
            if name and text.strip():
                print(f"    {SCOPES[name]:10} {text.strip()}")


def coverage(grammar, files):
    seen, bare = collections.Counter(), collections.Counter()
    for line in lines_of(files):
        for text, name in grammar.tokens(line):
            seen[name] += 1
            if not name:
                bare.update(re.findall(r"\w{2,}", text))  # odd names of values leave single letters
    for name in sorted(grammar.scopes() - set(seen)):
        print(f"no token has the scope {name}")
    for word, count in sorted(bare.items()):
        print(f"{count} times without a scope: {word}")
    print(f"{sum(seen.values())} tokens of {len(set(seen) - {''})} scopes, {sum(bare.values())} words without")


def groups(file):
    """Where Vim is missing: whether its rules, the groups that they name, and the colours fit one another."""
    text = pathlib.Path(file).read_text()
    defined = set(re.findall(r"^syntax (?:match|region) hierir(\w+)", text, re.MULTILINE))
    coloured = set(re.findall(r"^highlight default link hierir(\w+)", text, re.MULTILINE))
    named = {name.removeprefix("hierir") for names in re.findall(r"(?:contains|nextgroup)=([\w,]+)", text)
             for name in names.split(",")}
    for what, names in (("no rule", (set(SCOPES.values()) | named | coloured) - defined),
                        ("neither a colour nor a rule that leads to it", defined - coloured - named),
                        ("no colour", set(SCOPES.values()) - coloured)):
        print(*(f"{what}: {name}" for name in sorted(names)), sep="\n", end="\n" if names else "")
    print(f"{len(defined)} groups, {len(coloured)} with a colour")


def main():
    if sys.argv[1] == "--groups":
        groups(sys.argv[2])
    elif sys.argv[1] == "--coverage":
        coverage(Grammar(sys.argv[2]), sys.argv[3:])
    else:
        show(Grammar(sys.argv[1]), sys.argv[2:])


if __name__ == "__main__":
    main()
