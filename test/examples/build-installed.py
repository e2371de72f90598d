"""Builds projects on an installed Hier, as its users do. Usage: build-installed.py BUILD TORCH

Installs the build BUILD outside the source tree, moves what was installed, and there builds and tests the plugin and the
exporter in examples and a program of its own, with the torch package in the folder TORCH, and runs the suite of golden
tests in examples. Prints what they print."""
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
BUILD, TORCH = pathlib.Path(sys.argv[1]).resolve(), pathlib.Path(sys.argv[2]).resolve()


def run(*command, is_to_fail=False):
    """What the command prints."""
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    if (done.returncode != 0) != is_to_fail:
        sys.exit(f"{' '.join(map(str, command))}: exit status {done.returncode}\n{done.stdout}")
    return done.stdout


def install(folder):
    """Where nothing is any more when it is used."""
    run("cmake", "--install", BUILD, "--prefix", folder / "first")
    prefix = (folder / "first").rename(folder / "prefix")
    for file in prefix.rglob("*.cmake"):
        for place in (ROOT, BUILD, folder):
            assert str(place) not in file.read_text(), f"{file} names {place}"
    return prefix


class Project:
    """A copy of a project, to be built on what is installed at `prefix`."""

    def __init__(self, source, prefix):
        self.source = pathlib.Path(shutil.copytree(source, prefix.parent / source.name))
        self.build = self.source / "build"
        self.command = ["cmake", "-G", "Ninja", "-S", self.source, "-B", self.build, f"-DCMAKE_PREFIX_PATH={prefix}"]

    def make(self, target, *options, torch=TORCH):
        run(*self.command, f"-DTorch_DIR={torch}", *options)
        return run("cmake", "--build", self.build, "--target", target)

    def refusal(self, *options, torch=TORCH):
        """Why CMake finds no Hier, in one line."""
        printed = run(*self.command, f"-DTorch_DIR={torch}", *options, is_to_fail=True)
        return " ".join(re.search("Reason given by package:(.*?)-- Config", printed, re.DOTALL)[1].split())


def other_torch(folder):
    """As much of a torch package as CMake looks at."""
    (folder / "include/torch/csrc/jit/ir").mkdir(parents=True)
    (folder / "include/torch/csrc/jit/ir/ir.h").touch()
    (folder / "version.py").write_text("__version__ = '2.12.0+cu130'\n")
    return folder


def golden_tests(prefix):
    """The suite in examples, with what is installed for such suites; hier-opt is found beside it."""
    suite = shutil.copytree(ROOT / "examples/golden-test", prefix.parent / "golden-test")
    environment = {"PYTHONPATH": str(prefix / "share/hier/lit"), "PATH": "/usr/bin:/bin"}
    printed = run("env", *(f"{name}={value}" for name, value in environment.items()), ROOT / ".venv/bin/lit", "-v", suite)
    checked = run(prefix / "bin/hier-update-checks", "--check", suite / "relu.ir")
    return printed + checked + run(prefix / "bin/hier-lint-tests", suite)


def save_model(file):
    """A traced model with dropouts, and with a module that is called twice."""
    import torch
    from torch import nn

    class Net(nn.Module):
        def __init__(self):
            super().__init__()
            self.blocks = nn.ModuleList([nn.Sequential(nn.Linear(4, 4), nn.Dropout()), nn.Linear(4, 4)])

        def forward(self, x):
            for block in self.blocks:
                x = block(x)
            return self.blocks[0](x)

    torch.jit.trace(Net().eval(), torch.ones(2, 4)).save(file)
    return file


def exporter(prefix, model, is_shared):
    """What the exporter in examples makes of `model`, built with the static libraries or with the shared one."""
    project = Project(ROOT / "examples/exporter", prefix)
    project.make("exporter", f"-DBUILD_SHARED_LIBS={is_shared}", "-DCMAKE_BUILD_TYPE=Release")
    needed = run("readelf", "-d", project.build / "exporter")
    assert ("libHier.so" in needed) == is_shared, needed
    written = run(project.build / "exporter", model) + run(project.build / "exporter", "none.pt", is_to_fail=True)
    shutil.rmtree(project.source)
    return written


def build_all(folder):
    prefix = install(folder)
    print(golden_tests(prefix))
    print(Project(ROOT / "examples/pass-plugin", prefix).make("check", f"-DLIT={ROOT}/.venv/bin/lit"))
    model = save_model(folder / "net.pt")
    printed = exporter(prefix, model, is_shared=False)
    assert exporter(prefix, model, is_shared=True) == printed
    print(printed)
    driver = Project(ROOT / "test/examples/Inputs/own-driver", prefix)
    print(driver.refusal("-DLANGUAGES=CXX"))
    print(driver.refusal("-DLANGUAGES=C;CXX", torch=other_torch(folder / "other-torch")))
    driver.make("own-opt", "-DLANGUAGES=C;CXX")
    print(run(driver.build / "own-opt", "--print-static-hierarchy", ROOT / "test/Inputs/repeated.module.ir"))


def main():
    with tempfile.TemporaryDirectory(prefix="hier-") as name:
        folder = pathlib.Path(name).resolve()
        if shutil.which("ccache"):  # Paths below the folder are made relative, for the next one has another name.
            os.environ.update(CMAKE_CXX_COMPILER_LAUNCHER="ccache", CCACHE_BASEDIR=str(folder), CCACHE_NOHASHDIR="1")
        build_all(folder)


main()
