#!/usr/bin/env python3
"""Is each text of a folder refused as its CHECK lines say?

usage: check-errors.py FOLDER [HIER_OPT_FLAG...]
Runs hier-opt in FOLDER on each file of it, two at a time, and FileCheck on what it prints. The status must be 1,
nothing may be printed on stdout, and the file named by -o may not appear.
"""
import concurrent.futures
import pathlib
import subprocess
import sys

FILECHECK = ["FileCheck", "--strict-whitespace", "--match-full-lines", "--implicit-check-not=error:"]


def fault(file, flags):
    """What is wrong with how the text in `file` is refused; empty when nothing is."""
    output = file.with_suffix(".out")
    done = subprocess.run(["hier-opt", file.name, "-o", output.name, *flags], cwd=file.parent, capture_output=True)
    if done.returncode != 1:
        return f"exit status {done.returncode}\n" + done.stderr.decode(errors="replace")
    if done.stdout or output.exists():
        return "something was written"
    checked = subprocess.run([*FILECHECK, str(file)], input=done.stderr, capture_output=True)
    return checked.stderr.decode(errors="replace")


def main():
    folder, flags = pathlib.Path(sys.argv[1]), sys.argv[2:]
    files = sorted(folder.glob("*.ir"))
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        faults = list(pool.map(lambda file: fault(file, flags), files))
    for file, text in zip(files, faults):
        if text:
            print(f"{file.name}: {text}")
    print(f"{faults.count('')} of {len(files)} texts refused as they should be")
    return any(faults) or not files


if __name__ == "__main__":
    sys.exit(main())
