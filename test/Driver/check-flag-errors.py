#!/usr/bin/env python3
"""Is each command line of a file refused as the lines after it say?

usage: check-flag-errors.py FILE FOLDER
A line `$ FLAGS` stands for `hier-opt good.ir FLAGS` in FOLDER, two of which run at a time; the lines after it are all that
it may print, to the space, but for line ends at the end. The status must be 1.
"""
import concurrent.futures
import pathlib
import shlex
import subprocess
import sys


def run(flags, folder):
    return subprocess.run(["hier-opt", "good.ir", *shlex.split(flags)], cwd=folder, capture_output=True, text=True)


def main():
    cases = [case.split("\n", 1) for case in ("\n" + pathlib.Path(sys.argv[1]).read_text()).split("\n$ ")[1:]]
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        results = list(pool.map(lambda case: run(case[0], sys.argv[2]), cases))
    failed = 0
    for (flags, expected), done in zip(cases, results):
        if done.returncode != 1 or done.stdout or done.stderr.rstrip("\n") != expected.rstrip("\n"):
            failed += 1
            print(f"$ {flags}\nexit status {done.returncode}\n{done.stdout}{done.stderr}")
    print(f"{len(cases) - failed} of {len(cases)} command lines refused as they should be")
    return failed != 0 or not cases


if __name__ == "__main__":
    sys.exit(main())
