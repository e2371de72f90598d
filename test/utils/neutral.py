"""Prints paths as utils/make-dumps.py writes them: python neutral.py UTILS"""
import importlib.util
import pathlib
import sys

import torch

sys.dont_write_bytecode = True
path = pathlib.Path(sys.argv[1]) / "make-dumps.py"
spec = importlib.util.spec_from_file_location("make_dumps", path)
make_dumps = importlib.util.module_from_spec(spec)
spec.loader.exec_module(make_dumps)

print(make_dumps.neutral(f"own: {pathlib.Path(torch.__file__).parent}/nn/functional.py:1"))
sys.path += ["/machine/site-packages", "/machine/dist-packages", "/machine/site-packages/inner/dist-packages"]
torch.__file__ = "/machine/site-packages/inner/lib/torch/__init__.py"
for folder in (*sys.path[-3:], "/machine/site-packages/inner/lib"):
    print(make_dumps.neutral(f"{folder.removeprefix('/machine/')}: {folder}/torch/nn/functional.py:1"))
