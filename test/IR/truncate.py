#!/usr/bin/env python3
"""Is a dump that ends too early always refused, with one error and its place?

usage: truncate.py HOW_MANY DUMP...
Cuts each dump at HOW_MANY of its lines, evenly spread: before the line, and then in its middle.
"""
import concurrent.futures
import pathlib
import re
import subprocess
import sys
import tempfile

ERROR = re.compile(r"cut\.ir:(\d+):(\d+): error: .+")


def cuts(text, count):
    """The lengths to cut `text` to; none leaves all of it but the end of its last line."""
    ends = [match.end() for match in re.finditer("\n", text)][:-1]
    for index in range(count):
        line = index * len(ends) // count
        end = ends[line]
        yield end if index % 2 else (end + text.index("\n", end)) // 2


def fault(text):
    """What is wrong with how `text` is refused; None when nothing is."""
    with tempfile.TemporaryDirectory() as folder:
        place = pathlib.Path(folder)
        (place / "cut.ir").write_text(text)
        done = subprocess.run(["hier-opt", "--tag-hierarchy", "cut.ir", "-o", "out.ir"], cwd=place,
                              capture_output=True, text=True)
        errors = [line for line in done.stderr.splitlines() if "error:" in line]
        match = ERROR.fullmatch(errors[0]) if len(errors) == 1 else None
        if done.returncode != 1 or not match or (place / "out.ir").exists() or done.stdout:
            return f"exit status {done.returncode}: {done.stderr}"
        if not 1 <= int(match[1]) <= text.count("\n") + 1:
            return f"no such line: {errors[0]}"
        return None


def main():
    texts = []
    for dump in sys.argv[2:]:
        text = pathlib.Path(dump).read_text()
        texts += [text[:length] for length in cuts(text, int(sys.argv[1]))]
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        faults = list(pool.map(fault, texts))
    for text, found in zip(texts, faults):
        if found:
            print(f"cut after {len(text)} bytes, ...{text[-40:]!r}: {found}")
    print(f"{faults.count(None)} of {len(texts)} cuts refused as they should be")
    return any(faults) or not texts


if __name__ == "__main__":
    sys.exit(main())
