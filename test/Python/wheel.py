"""Builds the wheel outside the source tree, installs it into an empty environment that sees torch, and uses it there.
Usage: wheel.py SOURCE_FOLDER WORK_FOLDER C_COMPILER CXX_COMPILER. What was built before is in WORK_FOLDER still."""
import importlib.metadata
import os
import pathlib
import shutil
import subprocess
import sys
import zipfile

SOURCE, WORK, CC, CXX = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2]), sys.argv[3], sys.argv[4]
COPY, DIST, FRESH = WORK / "source", WORK / "dist", WORK / "fresh"
PARTS = ["CMakeLists.txt", "LICENSE", "README.md", "cmake", "include", "lib", "pyproject.toml", "python", "tools",
         "utils"]
LARGEST = 8 << 20

SCRIPT = """
import hier, torch
module = torch.jit.trace(torch.nn.Sequential(torch.nn.Linear(2, 2), torch.nn.ReLU()), torch.ones(1, 2))
print([(node.kind, node.path) for node in hier.tags(hier.tag(module)) if node.kind.startswith("aten::")])
print(hier.__file__)
torch.ops.load_library(hier.jit_library())
torch.ops.hier.jit_register("tag-hierarchy{policy=all}")
loaded = torch.jit.script(torch.nn.Sequential(torch.nn.Linear(2, 2), torch.nn.ReLU()))
with torch.no_grad():
    for _ in range(3):
        loaded(torch.ones(1, 2))
graph = torch.jit.last_executed_optimized_graph()
print([node.s("hierarchy_tag") for node in graph.nodes() if node.kind().startswith("aten::")])
"""
GRAPH = "graph(%self : __torch__.Net, %x : Tensor):\n  %1 : Tensor = aten::relu(%x)\n  return (%1)\n"


def run(*command, **options):
    """What the command prints; its errors too where it fails."""
    done = subprocess.run([str(part) for part in command], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
                          **options)
    if done.returncode:
        sys.exit(f"{command[0]} {command[1]}: exit status {done.returncode}\n{done.stdout[-4000:]}")
    return done.stdout


def copy_sources():
    """With their times, so that what was built of the same ones is not built again; in a tree of the same form as this
    one, so that ccache knows what was built here."""
    COPY.mkdir(parents=True, exist_ok=True)
    for part in PARTS:
        old = COPY / part
        shutil.rmtree(old) if old.is_dir() else old.unlink(missing_ok=True)
        if (SOURCE / part).is_dir():
            shutil.copytree(SOURCE / part, old, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy2(SOURCE / part, old)
    if not (COPY / ".venv").is_symlink():
        (COPY / ".venv").symlink_to(SOURCE / ".venv")


def build():
    shutil.rmtree(DIST, ignore_errors=True)
    environment = {name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", "VIRTUAL_ENV")}
    run(COPY / ".venv/bin/python", "-m", "pip", "wheel", COPY, "--no-build-isolation", "--no-deps", "--no-cache-dir",
        "--no-index", "-C", "build-dir=build", "-w", DIST, cwd=COPY, env={**environment, "CC": CC, "CXX": CXX})
    wheel, = DIST.iterdir()
    assert wheel.stat().st_size < LARGEST, f"{wheel.name} has {wheel.stat().st_size} bytes"
    with zipfile.ZipFile(wheel) as parts:
        told = sorted(name for name in parts.namelist() if name.startswith(("hier/bin/", "hier/lib/")) or name.endswith(".pyi"))
        print("wheel:", ", ".join(told))
        metadata, = (name for name in parts.namelist() if name.endswith(".dist-info/METADATA"))
        lines = parts.read(metadata).decode().splitlines()
        needed = [line for line in lines if line.startswith("Requires-Dist: torch")]
        release = importlib.metadata.version("torch").partition("+")[0]
        assert needed == [f"Requires-Dist: torch=={release}"], needed
        for name in parts.namelist():
            content = parts.read(name)
            assert not any(str(place).encode() in content for place in (SOURCE, COPY)), f"{name} names its origin"
    return wheel


def requirement():
    """Whatever release of torch the building Python has, the wheel needs that one."""
    fake = WORK / "fake/torch"
    fake.mkdir(parents=True, exist_ok=True)
    (fake / "__init__.py").touch()
    (fake / "version.py").write_text("__version__ = '9.8.7+cu126'\n")
    script = "import torch_requirement as r; print(*r.dynamic_metadata({}, {})['dependencies'])"
    paths = os.pathsep.join([str(fake.parent), str(SOURCE / "utils")])
    print("requires:", run(sys.executable, "-B", "-c", script, env={**os.environ, "PYTHONPATH": paths}), end="")


def install(wheel):
    shutil.rmtree(FRESH, ignore_errors=True)
    run(sys.executable, "-m", "venv", "--without-pip", FRESH)
    run(COPY / ".venv/bin/python", "-m", "pip", "--python", FRESH / "bin/python", "install", "--no-deps", "--no-index",
        "--quiet", wheel)
    site, = FRESH.glob("lib/python3*/site-packages")
    import importlib.util
    torch, = importlib.util.find_spec("torch").submodule_search_locations
    (site / "torch.pth").write_text(str(pathlib.Path(torch).parent))


def use():
    outside = {"cwd": WORK, "env": {"PATH": f"{FRESH / 'bin'}:/usr/bin:/bin", "PYTHONDONTWRITEBYTECODE": "1"}}
    print(run("hier-opt", "--tag-hierarchy", "-", input=GRAPH, **outside), end="")
    print(run("hier-diff", "--version", **outside).splitlines()[0])
    print(run("hier-reduce", "--version", **outside).splitlines()[0])
    print(run("python", "-c", SCRIPT, **outside).replace(str(FRESH), "fresh"), end="")


if __name__ == "__main__":
    copy_sources()
    requirement()
    install(build())
    use()
