"""What the plugin does around a run: errors, registering again, loading again, threads. Usage: behaviour.py BUILD

Prints what the plugin said, and ends with the line `done`; a process that a library tears down does not get there."""
import ctypes
import functools
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import threading

import torch
from torch import nn

LIBRARY = pathlib.Path(sys.argv[1]).resolve() / "lib/libhier_jit.so"
TAG = "tag-hierarchy{policy=all}"
INPUT = torch.ones(2, 4)


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.layers = nn.ModuleList([nn.Linear(4, 4), nn.Linear(4, 4)])

    @torch.jit.ignore
    def python(self, x: torch.Tensor) -> torch.Tensor:
        return x + 1

    def forward(self, x):
        for layer in self.layers:
            x = layer(x)
        return self.python(x)


@functools.cache
def archive():
    """Made once, and not by several threads: torch.jit.script is for one at a time."""
    file = pathlib.Path(FOLDER) / "net.pt"
    torch.jit.script(Plain().eval()).save(file)
    return file


def run():
    """The tags in what ran, of a module whose graphs are its own, as they are after loading."""
    module = torch.jit.load(archive())
    with torch.no_grad():
        for _ in range(3):
            module(INPUT)
    graph = torch.jit.last_executed_optimized_graph()
    return [node.s("hierarchy_tag") if node.hasAttribute("hierarchy_tag") else None
            for node in graph.findAllNodes("aten::linear")]


def pair(x: torch.Tensor):
    return x + 1, x * 2


class Plain(Net):
    """The same without a call of Python, which cannot be saved."""

    def forward(self, x):
        for layer in self.layers:
            x = layer(x)
        return x


def refused(*arguments):
    try:
        torch.ops.hier.jit_register(*arguments)
    except RuntimeError as error:
        print("refused:", str(error).split("Exception raised")[0].rstrip())
    else:
        sys.exit(f"{arguments} was taken")


def passes_known(moment):
    """How many bytes libtorch's list of passes takes: it may grow only while the plugin is loaded."""
    name = f"getCustom{moment}Passes"
    function = ctypes.CDLL(str(pathlib.Path(torch.__file__).parent / "lib/libtorch_cpu.so"))[f"_ZN5torch3jit{len(name)}{name}Ev"]
    function.restype = ctypes.POINTER(ctypes.c_size_t)
    start, end = function()[:2]
    return end - start


def loading():
    before = {moment: passes_known(moment) for moment in ("Pre", "Post")}
    torch.ops.load_library(LIBRARY)
    after = {moment: passes_known(moment) for moment in before}
    torch.ops.hier.jit_register(TAG, "pre")
    torch.ops.hier.jit_register(TAG, "post")
    assert all(before[moment] < after[moment] == passes_known(moment) for moment in before)
    torch.ops.hier.jit_unregister()


def operators():
    refused("no-such-pass", "post")
    refused("tag-hierarchy{policy=", "post")
    refused(" ", "post")
    refused(TAG, "never")
    refused(TAG, "post", "/dev/null/folder")
    assert run() == [None, None]
    for _ in range(2):  # Twice, and run once.
        torch.ops.hier.jit_register(TAG)
    before = torch.ops.hier.jit_runs()
    assert run() == ["/Plain/Linear.0", "/Plain/Linear.1"]
    assert torch.ops.hier.jit_runs() == before + 1
    module = torch.jit.script(Net().eval())  # Holds a prim::PythonOp.
    with torch.no_grad():
        outputs = [module(INPUT) for _ in range(3)]
    assert torch.equal(outputs[0], outputs[2]) and 'hierarchy_tag="/Net"' in str(torch.jit.last_executed_optimized_graph())
    torch.ops.hier.jit_unregister()
    assert run() == [None, None]


def failing_passes():
    """The model runs on, and what is wrong is said once."""
    torch.ops.hier.jit_register("torch-freeze")
    assert run() == run() == [None, None]
    torch.ops.hier.jit_register("torch-lower-all-tuples")
    scripted = torch.jit.script(pair)
    assert all(len(scripted(INPUT)) == 2 for _ in range(3))
    for passes in ("torch-create-autodiff-subgraphs", "torch-erase-number-types"):  # What these make, libtorch cannot run.
        torch.ops.hier.jit_register(passes)
        chain = torch.jit.CompilationUnit("def chain(x):\n  return torch.tanh(x * x + x) * x\n").chain
        assert all(torch.equal(chain(INPUT), torch.tanh(2 * INPUT)) for _ in range(3))
    for moment in ("pre", "post"):  # What this makes, it could not finish.
        torch.ops.hier.jit_register("torch-insert-guards", moment)
    assert run() == [None, None]
    torch.ops.hier.jit_unregister("pre")
    torch.ops.hier.jit_register(TAG, "post", "/proc/self")  # Where nobody can make a file.
    assert run() == run() == [None, None]
    gone = pathlib.Path(FOLDER) / "gone"
    torch.ops.hier.jit_register(TAG, "post", str(gone))
    gone.rmdir()
    gone.touch()
    assert run() == [None, None]
    print("failures:", torch.ops.hier.jit_failures())


def many_failures():
    """What is wrong in another way with each graph is not told without end."""
    before = torch.ops.hier.jit_failures()
    for number in range(60):
        torch.ops.hier.jit_register(TAG, "post", "/proc/self" + number * "/.")
        run()
    assert torch.ops.hier.jit_failures() == before + 60
    torch.ops.hier.jit_unregister()


def working_directory():
    """What is registered does not change with it, nor with the file of the policy."""
    start = os.getcwd()
    with tempfile.TemporaryDirectory(dir=FOLDER) as folder:
        os.chdir(folder)
        policy = pathlib.Path("policy.json")
        policy.write_text('{"levels": ["torch"]}')
        torch.ops.hier.jit_register("tag-hierarchy{policy=policy.json}", "post", "dump")
        os.chdir(start)
        (folder / policy).unlink()
        before = torch.ops.hier.jit_failures()
        assert run() == run() == ["/Plain", "/Plain"], run()
        assert torch.ops.hier.jit_failures() == before
        assert len(list((pathlib.Path(folder) / "dump").iterdir())) == 2 and not pathlib.Path("dump").exists()
    torch.ops.hier.jit_unregister()


class Forks(nn.Module):
    def __init__(self):
        super().__init__()
        self.lin = nn.Linear(4, 4)

    def forward(self, x, forks: bool):
        if forks:
            x = torch.jit.wait(torch.jit.fork(self.lin, x))
        return x + 1


def changed_method():
    """Whoever changes the graph of a method that runs gets no tags, and no end of the process."""
    torch.ops.hier.jit_register(TAG)
    model = torch.jit.script(Forks().eval())
    for _ in range(4):
        model(INPUT, False)
    next(model.graph.inputs()).setType(torch._C.TensorType.get())
    assert model(INPUT, True).shape == (2, 4)
    torch.ops.hier.jit_unregister()


def threads():
    torch.ops.hier.jit_register(TAG, "pre")
    found = []
    workers = [threading.Thread(target=lambda: found.append(run())) for _ in range(4)]
    for worker in workers:
        worker.start()
    for index in range(200):
        torch.ops.hier.jit_register(TAG, "pre") if index % 2 else torch.ops.hier.jit_register(TAG + "," + TAG, "pre")
    for worker in workers:
        worker.join()
    assert found == 4 * [["/Plain/Linear.0", "/Plain/Linear.1"]], found
    torch.ops.hier.jit_unregister("pre")


def from_c(folder):
    library = ctypes.CDLL(str(LIBRARY))
    library.hierJitRegister.restype = ctypes.c_char_p
    print("C:", library.hierJitRegister(b"no-such-pass", b"post", None).decode().splitlines()[0])
    assert library.hierJitRegister(f"{TAG},print-static-hierarchy".encode(), b"post", f"{folder}/dump".encode()) is None
    assert run() == ["/Plain/Linear.0", "/Plain/Linear.1"]
    files = sorted((pathlib.Path(folder) / "dump").iterdir())
    name = f"{os.getpid()}-{torch.ops.hier.jit_runs():04}-post-Plain"
    assert [file.name for file in files] == [name + ".ir", name + ".json"], files
    assert 'hierarchy_tag="/Plain/Linear.1"' in files[0].read_text() and '"layers.1"' in files[1].read_text()
    library.hierJitUnregister(None)


def loaded_again(folder):
    copy = shutil.copy(LIBRARY, folder)
    for _ in range(2):
        torch.ops.load_library(LIBRARY)
    torch.ops.load_library(copy)
    second = ctypes.CDLL(copy)
    for function in (second.hierJitRegister, second.hierJitUnregister):
        function.restype = ctypes.c_char_p
    print("second copy:", second.hierJitRegister(TAG.encode(), None, None).decode())
    print("second copy:", second.hierJitUnregister(None).decode())
    assert run() == [None, None] and second.hierJitRuns() == 0
    handle = ctypes.CDLL(str(LIBRARY))._handle
    for _ in range(8):
        ctypes.CDLL(None).dlclose(ctypes.c_void_p(handle))
    torch.ops.hier.jit_register(TAG)
    assert run() == ["/Plain/Linear.0", "/Plain/Linear.1"]


def environment():
    """What other processes print that load the plugin with these variables."""
    program = f"import torch; torch.ops.load_library('{LIBRARY}'); print('loaded')"
    for variables in ({"HIER_JIT_PIPELINE": "tag-hierarchy,no-such-pass"}, {"HIER_JIT_PIPELINE": TAG, "HIER_JIT_WHEN": "now"}):
        done = subprocess.run([sys.executable, "-c", program], env={**os.environ, **variables}, stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, text=True)
        print(done.stdout, f"exit status {done.returncode}", sep="")


def symbols():
    """What the library lets others see."""
    listed = subprocess.run(["nm", "-D", "--defined-only", LIBRARY], check=True, stdout=subprocess.PIPE, text=True).stdout
    print("exports:", *sorted(line.split()[-1] for line in listed.splitlines()))


with tempfile.TemporaryDirectory() as FOLDER:
    loading()
    operators()
    failing_passes()
    many_failures()
    working_directory()
    changed_method()
    threads()
    from_c(FOLDER)
    loaded_again(FOLDER)
    environment()
    symbols()
sys.stderr.flush()
print("done")
