#!/usr/bin/env python3
"""Checks the format, runs clang-tidy and all tests, and closes with the line `N passed, N failed`, which counts the
golden tests and the GoogleTest cases. Exits with 1 if anything was found. `make check` builds first and runs this."""
import collections
import json
import pathlib
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
BUILD = ROOT / "build"
RESULTS = BUILD / "test-results.json"


def step(name, *command):
    print(f"== {name}", flush=True)
    return subprocess.run(command, cwd=ROOT).returncode == 0


def count():
    """How many tests passed, and how many did not."""
    if not RESULTS.exists():
        return 0, 0
    codes = collections.Counter(test["code"] for test in json.loads(RESULTS.read_text())["tests"])
    passed = codes["PASS"] + codes["XFAIL"] + codes["FLAKYPASS"]
    left_out = codes["UNSUPPORTED"] + codes["SKIPPED"] + codes["EXCLUDED"]
    return passed, codes.total() - passed - left_out


def main():
    RESULTS.unlink(missing_ok=True)
    steps = {
        "format (`make format` corrects it)": step("format", "utils/format", "--check"),
        "clang-tidy": step("clang-tidy", sys.executable, "utils/tidy.py", BUILD),
        "tests": step("tests", ROOT / ".venv/bin/lit", "-s", "-v", "--no-progress-bar", "-o", RESULTS, BUILD / "test"),
    }
    passed, failed = count()
    for name, clean in steps.items():
        if not clean:
            print(f"failed: {name}")
    print(f"{passed} passed, {failed} failed")
    return not all(steps.values()) or passed == 0


if __name__ == "__main__":
    sys.exit(main())
