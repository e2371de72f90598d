"""Writes the dump INPUT to a pipe and through a link, both in FOLDER. Usage: special-output.py INPUT FOLDER"""
import os
import pathlib
import stat
import subprocess
import sys


def main():
    source, folder = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])
    pipe, link, target = folder / "pipe", folder / "link", folder / "target"
    os.mkfifo(pipe)
    with subprocess.Popen(["cat", pipe], stdout=subprocess.PIPE) as reader:
        subprocess.run(["hier-opt", source, "-o", pipe], check=True, timeout=60)
        assert reader.stdout.read() == source.read_bytes(), "the pipe got something else"
    assert stat.S_ISFIFO(os.lstat(pipe).st_mode), "the pipe was replaced"
    target.touch()
    link.symlink_to(target)
    subprocess.run(["hier-opt", source, "-o", link], check=True)
    assert link.is_symlink(), "the link was replaced"
    assert target.read_bytes() == source.read_bytes(), "the link's target was not written"


main()
