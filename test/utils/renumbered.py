"""Do the check lines that update-checks.py writes hold for other numbers, and for nothing else?

usage: renumbered.py UPDATE_CHECKS DUMP...
For each dump, what hier-opt prints of it has to pass with all numbers of values changed, and to fail with any operand
exchanged for another value of the graph, of which a few dozen are tried.
"""
import pathlib
import random
import re
import subprocess
import sys
import tempfile

NUMBER = re.compile(r"(?<=%)\d+(?= : |[,)])|(?<=%)([a-z_]\w*)\.(\d+)(?= : |[,)])")
OPERAND = re.compile(r"(?<=[( ]%)[\w.]+(?=[,)])")
MUTANTS = 30


def renumbered(text):
    """Other numbers for all, `%x.3` for `%x.1` included, and in another order."""
    return NUMBER.sub(lambda at: f"{at[1]}.{int(at[2]) + 7}" if at[1] else str(7919 - int(at[0])), text)


def mutants(text):
    """The text with an operand exchanged for another that is used in the same graph."""
    numbers = random.Random(1)
    operands = list(OPERAND.finditer(text))
    others = sorted({operand[0] for operand in operands})
    for operand in numbers.sample(operands, min(MUTANTS, len(operands))):
        other = numbers.choice([name for name in others if name != operand[0]])
        yield text[:operand.start()] + other + text[operand.end():]


def accepts(test, text):
    return subprocess.run(["FileCheck", test], input=text, text=True, capture_output=True).returncode == 0


def check(update_checks, dump, folder):
    test = pathlib.Path(folder) / dump.name
    test.write_text("# RUN" + ": hier-opt %s | FileCheck %s\n" + dump.read_text())
    subprocess.run([sys.executable, update_checks, test], check=True, stdout=subprocess.DEVNULL)
    printed = dump.read_text()
    missed = [mutant for mutant in mutants(printed) if accepts(test, mutant)]
    said = [f"{len(missed)} exchanged operands are accepted"]
    if renumbered(printed) == printed or not accepts(test, renumbered(printed)):
        said.append("other numbers are not accepted, or there are none")
    print(*(f"{dump.name}: {each}" for each in said), sep="\n")
    return bool(missed) or len(said) > 1


def main():
    with tempfile.TemporaryDirectory() as folder:
        faults = [check(sys.argv[1], pathlib.Path(dump), folder) for dump in sys.argv[2:]]
    return 1 if any(faults) or not faults else 0


if __name__ == "__main__":
    sys.exit(main())
