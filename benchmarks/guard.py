#!/usr/bin/env python3
"""Counts the instructions of the main paths and compares them with those that were recorded: a path that takes over a
tenth more fails. `make check` runs it.

usage: guard.py [--update]
Under callgrind a program takes the same number each time, whatever else the machine does. The numbers hold for one
compiler, torch and processor architecture, which the record names: elsewhere nothing is compared, and it says so.
--update records what is counted now, in benchmarks/instructions.json.
"""
import argparse
import json
import pathlib
import re
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent
BUILD = ROOT / "build"
RECORD = ROOT / "benchmarks/instructions.json"
INPUT = ROOT / "test/Inputs/bert-tiny.module.ir"
MARGIN = 0.10
TRIGGER = re.compile(r"^desc: Trigger: Client Request: (\w+)$", re.MULTILINE)
TOTAL = re.compile(r"^totals: (\d+)", re.MULTILINE)


def count() -> dict[str, int]:
    """By path."""
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(["valgrind", "-q", "--tool=callgrind", "--instr-atstart=no", f"--callgrind-out-file={folder}/out",
                        BUILD / "bin/hier-paths", INPUT], check=True)
        profiles = [file.read_text() for file in pathlib.Path(folder).iterdir()]
    return {TRIGGER.search(text)[1]: int(TOTAL.search(text)[1]) for text in profiles if TRIGGER.search(text)}


def compare(counted: dict[str, int], recorded: dict[str, int]) -> bool:
    """Prints a line for each path; true when all are within the margin."""
    clean = counted.keys() == recorded.keys()
    if not clean:
        print(f"guard.py: counted {', '.join(counted)}, recorded {', '.join(recorded)}: --update records what is there")
    for name in counted.keys() & recorded.keys():
        change = counted[name] / recorded[name] - 1
        verdict = "regression" if change > MARGIN else "ok; --update records the gain" if change < -MARGIN else "ok"
        print(f"{name:8} {counted[name]:14,} instructions, {change:+.1%}: {verdict}")
        clean &= change <= MARGIN
    return clean


def main() -> int:
    parser = argparse.ArgumentParser(description="Compares the instructions of the main paths with recorded ones.")
    parser.add_argument("--update", action="store_true", help="record what is counted now")
    options = parser.parse_args()
    here = json.loads((BUILD / "benchmarks/toolchain.json").read_text())
    if options.update:
        RECORD.write_text(json.dumps({"made_with": here, "instructions": count()}, indent=2) + "\n")
        return 0
    record = json.loads(RECORD.read_text())
    if record["made_with"] != here:
        print(f"guard.py: not compared: recorded with {record['made_with']}, this is {here}")
        return 0
    return 0 if compare(count(), record["instructions"]) else 1


if __name__ == "__main__":
    sys.exit(main())
