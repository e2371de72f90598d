"""Prints what hier-opt writes to a terminal of so many columns, with `ESC` for what begins a colour.

usage: tree-on-terminal.py COLUMNS HIER-OPT-ARGUMENT...
"""
import os
import subprocess
import sys

from terminal import Terminal

terminal = Terminal(columns=int(sys.argv[1]))
with subprocess.Popen(["hier-opt", *sys.argv[2:]], stdout=terminal.end, env={**os.environ, "TERM": "xterm"}) as run:
    terminal.close()
    got = terminal.read()
print(got.replace("\r\n", "\n").replace("\x1b", "ESC"), end="")
sys.exit(run.returncode)
