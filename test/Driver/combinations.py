"""Runs hier-opt with random combinations of all the options that --help has, and of passes, and checks that each ends
with the status 0 or 1, and without asking for a bug report. The same seed gives the same combinations.

usage: combinations.py FOLDER [COUNT [SEED]], by default 40 combinations and the seed 1; FOLDER has the inputs.
"""
import collections
import concurrent.futures
import os
import random
import re
import subprocess
import sys

OPTION = re.compile(r"^  (--?[a-z][a-z-]*)(?:(\[)?[= ]([A-Z]+)\]?)?  ", re.MULTILINE)
NAMES = ["x.ir", "net.ir", "bad.ir", "gone.ir", "parts.ir", "archive.pt", "@list.txt", "@gone.txt", "@gone.list", "-"]
# By how --help shows the value; the first of each is right.
VALUES = collections.defaultdict(lambda: ["x", "", "0"], {
    "FILE": ["new/", "out.ir", ".", "gone/x", "x.ir/y", "/dev/full", "/dev/null", "-", ""],
    "DIR": ["tree", "x.ir", "gone/deep/er", ""],
    "N": ["2", "1", "0", "64", "-1", "99999999999999999999", "x", ""],
    "FORMAT": ["json", "text", "table", "trace", "html", ""],
    "NAME": ["forward", "forwards", ""],
    "PASS": ["clone", "clon", ""],
    "PASSES": ["clone", "clone,tag-hierarchy", "inline-calls{max-nodes=3}", "clone{", "tag-hierarchy{policy='all'}", ","],
})


def told(*arguments):
    return subprocess.run(["hier-opt", *arguments], capture_output=True, text=True, check=True).stdout


def one_option(chance, options, is_right):
    name, maybe, value = chance.choice(options)
    if not value or (maybe and chance.random() < 0.5):
        return [name]
    given = VALUES[value][0] if is_right else chance.choice(VALUES[value])
    return [name, given] if not maybe and chance.random() < 0.2 else [f"{name}={given}"]


def one_command(chance, options, passes):
    """Half of them have nothing wrong, but for what does not go together."""
    is_right = chance.random() < 0.5
    arguments = []
    for _ in range(chance.randint(0, 5)):
        arguments += one_option(chance, options, is_right)
    arguments += (f"--{chance.choice(passes)}" for _ in range(chance.randint(0, 3)))
    names = ["x.ir", "net.ir"] if is_right else NAMES
    return arguments + chance.sample(names, k=chance.choice((1, 1, 2)))


def run(arguments):
    """The status, and what is wrong with it."""
    done = subprocess.run(["hier-opt", *arguments], capture_output=True, stdin=subprocess.DEVNULL, timeout=300)
    printed = done.stderr.decode(errors="replace")
    if done.returncode in (0, 1) and "bug report" not in printed and (done.returncode == 0 or "error:" in printed):
        return done.returncode, None
    return done.returncode, f"hier-opt {' '.join(map(repr, arguments))} ended with {done.returncode}:\n{printed}"


def main():
    count, seed = (int(argument) for argument in (sys.argv[2:] + ["40", "1"][len(sys.argv) - 2:]))
    os.chdir(sys.argv[1])
    # What tells of passes takes the place of everything else.
    options = [match for match in OPTION.findall(told("--help")) if not match[0].startswith(("--help", "--list", "--ver"))]
    passes = re.findall(r"^[a-z].*", told("--list-passes"), re.MULTILINE)
    assert len(options) > 15 and len(passes) > 5, options
    chance = random.Random(seed)
    commands = [one_command(chance, options, passes) for _ in range(count)]
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        runs = list(pool.map(run, commands))
    complaints = [said for _, said in runs if said]
    well = sum(status == 0 for status, _ in runs)
    print(*complaints, f"{count} combinations, {well} ended well, {len(complaints)} complaints", sep="\n")
    # Fewer would say little of what comes after the options.
    return bool(complaints) or well < count // 8


if __name__ == "__main__":
    sys.exit(main())
