"""Runs hier-opt on a terminal, on three inputs of which one takes more than a second, and prints what the terminal got.

usage: on-terminal.py FOLDER
"""
import os
import pathlib
import subprocess
import sys
import time

from terminal import Terminal


def main():
    os.chdir(sys.argv[1])
    os.mkfifo("slow.fifo")
    terminal = Terminal()
    command = ["hier-opt", "-j2", "x.ir", "slow.fifo", "y.ir"]
    with subprocess.Popen(command, stderr=terminal.end, stdout=subprocess.DEVNULL) as run:
        terminal.close()
        with open("slow.fifo", "wb") as slow:
            time.sleep(1.6)
            slow.write(pathlib.Path("z.ir").read_bytes())
        got = terminal.read()
    assert run.returncode == 0, got
    print(*got.split("\r\x1b[K"), sep="\n")
    if got.endswith("\r\x1b[K"):
        print("nothing is left")


main()
