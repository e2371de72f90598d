#!/usr/bin/env python3
"""Interrupts hier-reduce while a test of it hangs, and looks at what is left. Usage: interrupt.py DUMP FOLDER.

The test finds `aten::sin` for as long as there is no smaller dump in the output, and then hangs.
"""
import os
import pathlib
import signal
import subprocess
import sys
import time

PATIENCE = 60
# No other process sleeps as long.
HANG = f"sleep {1_000_000 + os.getpid()}"


def wait_for(condition, what):
    end = time.monotonic() + PATIENCE
    while not condition():
        if time.monotonic() > end:
            sys.exit(f"{what}: not within {PATIENCE} seconds")
        time.sleep(0.02)


def is_hanging():
    commands = (pathlib.Path(entry) / "cmdline" for entry in pathlib.Path("/proc").glob("[0-9]*"))
    return any(read(command).split(b"\0")[:2] == HANG.encode().split() for command in commands)


def read(file):
    try:
        return file.read_bytes()
    except OSError:
        return b""


def main():
    dump, folder = sys.argv[1], pathlib.Path(sys.argv[2])
    output, temporary = folder / "best.ir", folder / "temporary"
    temporary.mkdir()
    script = f"if test -e {output}; then {HANG}; fi; grep -q aten::sin $1"
    process = subprocess.Popen(["hier-reduce", dump, "-o", output, "-j2", "--", "sh", "-c", script, "test"],
                               stderr=subprocess.PIPE, text=True, env={**os.environ, "TMPDIR": str(temporary)})
    wait_for(output.exists, "a smaller dump")
    wait_for(is_hanging, "a test that hangs")
    process.send_signal(signal.SIGINT)
    said = process.communicate(timeout=PATIENCE)[1]
    print(said, end="")
    print("exit status", process.returncode)
    print("left in the folder for temporary files:", len(list(temporary.iterdir())))
    print("left beside the output:", len(list(folder.glob("best.ir*"))) - 1)
    print("hanging" if is_hanging() else "ended")


if __name__ == "__main__":
    main()
