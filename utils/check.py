#!/usr/bin/env python3
"""Checks the format, runs clang-tidy and all tests, counts instructions, and closes with the line `N passed, N failed`,
which counts the golden tests and the GoogleTest cases, of the release build and of the sanitized one, and the short runs
of the fuzzers. Exits with 1 if anything was found. `make check` builds the release first and runs this."""
import collections
import hashlib
import json
import pathlib
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
BUILD = ROOT / "build"
ASAN = ROOT / "build-asan"
RESULTS = "test-results.json"


def step(name, *command):
    print(f"== {name}", flush=True)
    return subprocess.run(command, cwd=ROOT).returncode == 0


def count(build):
    """How many tests passed, and how many did not."""
    results = build / RESULTS
    if not results.exists():
        return 0, 0
    codes = collections.Counter(test["code"] for test in json.loads(results.read_text())["tests"])
    passed = codes["PASS"] + codes["XFAIL"] + codes["FLAKYPASS"]
    left_out = codes["UNSUPPORTED"] + codes["SKIPPED"] + codes["EXCLUDED"]
    return passed, codes.total() - passed - left_out


def lit(name, build):
    (build / RESULTS).unlink(missing_ok=True)
    return step(name, ROOT / ".venv/bin/lit", "-s", "-v", "--no-progress-bar", "-o", build / RESULTS, build / "test")


#===----------------------------------------------------------------------===#
# The sanitized build
#===----------------------------------------------------------------------===#


def build_asan():
    configured = subprocess.run(["cmake", "--preset", "asan", "--log-level=WARNING"], cwd=ROOT, stdout=subprocess.DEVNULL)
    return configured.returncode == 0 and step("sanitized build", "cmake", "--build", "--preset", "asan")


def asan_stamp():
    """Goes by what the sanitized tests run and read: they take minutes, and the same bytes give the same result."""
    files = [file for folder in ("test", "utils", "docs", "examples", "python") for file in (ROOT / folder).rglob("*")]
    files += [*ROOT.glob("*.md"), ROOT / "requirements.txt", ASAN / "CMakeCache.txt"]
    files += [*(ASAN / "bin").iterdir(), *(ASAN / "test/unit").glob("*/*Tests")]
    digest = hashlib.sha256()
    for file in sorted(files):
        if file.is_file() and "__pycache__" not in file.parts:
            digest.update(f"{file}\0".encode() + hashlib.sha256(file.read_bytes()).digest())
    return ASAN / "tested" / digest.hexdigest()


def asan_tests():
    stamp = asan_stamp()
    if stamp.exists() and (ASAN / RESULTS).exists():
        print("== sanitized tests: counted as they passed before, nothing has changed", flush=True)
        return True
    if not lit("sanitized tests", ASAN):
        return False
    stamp.parent.mkdir(exist_ok=True)
    for old in stamp.parent.iterdir():
        old.unlink()
    stamp.touch()
    return True


def main():
    steps = {
        "format (`make format` corrects it)": step("format", "utils/format", "--check"),
        "clang-tidy": step("clang-tidy", sys.executable, "utils/tidy.py", BUILD),
        "instructions of the main paths": step("instructions", sys.executable, "benchmarks/guard.py"),
        "tests": lit("tests", BUILD),
    }
    if build_asan():
        steps["clang-tidy of the fuzzers"] = step("clang-tidy", sys.executable, "utils/tidy.py", ASAN, "test/fuzz")
        steps["sanitized tests"] = asan_tests()
    else:
        steps["sanitized build"] = False
        (ASAN / RESULTS).unlink(missing_ok=True)
    passed, failed = (sum(counts) for counts in zip(count(BUILD), count(ASAN)))
    for name, clean in steps.items():
        if not clean:
            print(f"failed: {name}")
    print(f"{passed} passed, {failed} failed")
    return not all(steps.values()) or passed == 0


if __name__ == "__main__":
    sys.exit(main())
