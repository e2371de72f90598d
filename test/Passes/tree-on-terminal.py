"""Prints what hier-opt writes to a terminal of so many columns, with `ESC` for what begins a colour.

usage: tree-on-terminal.py COLUMNS HIER-OPT-ARGUMENT...
"""
import fcntl
import os
import pty
import struct
import subprocess
import sys
import termios


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
    terminal, end = pty.openpty()
    fcntl.ioctl(end, termios.TIOCSWINSZ, struct.pack("HHHH", 24, int(sys.argv[1]), 0, 0))
    with subprocess.Popen(["hier-opt", *sys.argv[2:]], stdout=end, env={**os.environ, "TERM": "xterm"}) as run:
        os.close(end)
        got = read_all(terminal)
    print(got.replace("\r\n", "\n").replace("\x1b", "ESC"), end="")
    sys.exit(run.returncode)


main()
