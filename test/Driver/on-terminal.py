"""Runs hier-opt on a terminal, on three inputs of which one takes more than a second, and prints what the terminal got.

usage: on-terminal.py FOLDER
"""
import os
import pathlib
import pty
import subprocess
import sys
import time


def read_all(terminal):
    """Up to the end, which is an error on a terminal."""
    got = b""
    try:
        while piece := os.read(terminal, 4096):
            got += piece
    except OSError:
        pass
    return got.decode()


def main():
    os.chdir(sys.argv[1])
    os.mkfifo("slow.fifo")
    terminal, end = pty.openpty()
    with subprocess.Popen(["hier-opt", "-j2", "x.ir", "slow.fifo", "y.ir"], stderr=end, stdout=subprocess.DEVNULL) as run:
        os.close(end)
        with open("slow.fifo", "wb") as slow:
            time.sleep(1.6)
            slow.write(pathlib.Path("z.ir").read_bytes())
        got = read_all(terminal)
    assert run.returncode == 0, got
    print(*got.split("\r\x1b[K"), sep="\n")
    if got.endswith("\r\x1b[K"):
        print("nothing is left")


main()
