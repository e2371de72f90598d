"""Runs all dumps of INPUTS with one worker and with several, and compares all that comes of it, byte by byte.

usage: same-bytes.py INPUTS FOLDER
"""
import pathlib
import subprocess
import sys

# Everything that is printed while inputs are run, errors included: an inlined dump has no method for --method.
OPTIONS = ["--clone", "--tag-hierarchy=attributes=tag,path,origins", "--print-traced-hierarchy", "--print-ir-diff",
           "--opt-bisect-limit=-1", "--statistics", "--method=forward"]


def run(inputs, folder, workers):
    output = folder / f"output-{workers}"
    command = ["hier-opt", f"-j{workers}", *OPTIONS, *inputs, "-o", f"{output}/"]
    done = subprocess.run(command, capture_output=True)
    files = {file.name: file.read_bytes() for file in output.iterdir()}
    return done.returncode, done.stdout, done.stderr, files


def main():
    inputs, folder = sorted(pathlib.Path(sys.argv[1]).glob("*.ir")), pathlib.Path(sys.argv[2])
    alone = run(inputs, folder, 1)
    assert alone[0] == 1 and alone[1] and b"BISECT" in alone[2] and b"error: " in alone[2] and len(alone[3]) > 20
    for workers in (2, 8, 0):
        assert run(inputs, folder, workers) == alone, f"-j{workers} prints something else than -j1"


main()
