"""Nothing that a user does with a handle ends the process: each is an exception, or works. All in one process, so that
what one case leaves behind is there for the next."""
import gc
import io
import os
import pathlib
import subprocess
import sys
import tempfile
import threading

import torch

import hier
from hier import _hier
from hier._native import check_torch

sys.path.insert(0, str(pathlib.Path(__file__).parent / "Inputs"))
import small_models as models  # noqa: E402
from refusals import refused  # noqa: E402


def use(graph):
    """Does with a graph what its owner may."""
    gc.collect()
    str(graph), hier.text(graph), hier.tags(graph), hier.hierarchy(graph)
    for node in graph.nodes():
        [str(value.type()) for value in node.outputs()], node.scopeName(), node.owningBlock()
    torch._C._jit_pass_cse(graph)
    hier.run(graph, "torch-cse,torch-dce,tag-hierarchy").text


def wrong_types():
    graph = models.traced().inlined_graph
    node = next(graph.nodes())
    for wrong in (None, 1, object(), torch.ones(1), torch._C.Graph, node, node.output(), [graph], node.output().type()):
        for function in (hier.tag, hier.hierarchy, lambda what: hier.run(what, "clone")):
            refused(TypeError, "expected a module, a graph, a text or a path", function, wrong)
        for function in (hier.tags, hier.text, _hier.kinds_of):
            refused(TypeError, "expected a", function, wrong)
        refused(TypeError, "expected a torch._C.ScriptModule", _hier.run_module, wrong, "", "forward")
        refused(TypeError, "expected a torch._C.Graph", _hier.tag_graph, wrong, None, [])
    refused(TypeError, "Inner has no graph yet: trace or script it", hier.tag, models.Inner())
    for function in (_hier.run_graph, _hier.tag_graph, _hier.put_tags, _hier.run_text, _hier.hierarchy_of_module):
        refused(TypeError, "incompatible function arguments", function)
    refused(TypeError, "pipeline must be a str", hier.run, graph, None)
    refused(TypeError, "method must be a str", hier.run, graph, "", method=3)
    refused(TypeError, "policy must be a str", hier.tag, graph, policy=3)
    refused(TypeError, "No constructor defined", _hier.Result)
    print("wrong types are refused")


def never_initialised():
    refused(TypeError, "expected a torch._C.Graph", hier.tag, torch._C.Graph.__new__(torch._C.Graph))
    compiled, wrapped = torch._C.ScriptModule, torch.jit.ScriptModule
    refused(TypeError, "expected a torch._C.ScriptModule", hier.tag, compiled.__new__(compiled))
    refused(hier.HierError, "was never compiled", hier.tag, wrapped.__new__(wrapped))
    refused(RuntimeError, "non-held", lambda: _hier.Result.__new__(_hier.Result).text())
    use(hier.tag(torch._C.Graph()))
    print("what was never initialised is refused")


def texts():
    for wrong in ("", "graph", "nowhere.ir", "\n", "\0\n", "graph(%x):\n", "PK\3\4\n", b"PK\3\4", b"\xff\xfe\n",
                  "\udc80\n", "\ud800\n", "graph(%x : Tensor):\n  return (%y)\n"):
        refused(hier.HierError, "", hier.tag, wrong)
    refused(hier.HierError, "nowhere.ir: error: No such file or directory", hier.tag, pathlib.Path("nowhere.ir"))
    refused(hier.HierError, "is no valid text", hier.run, "graph():\n  return ()\n", "\udc80")
    refused(hier.HierError, "there is no pass 'clown'", hier.run, "graph():\n  return ()\n", "clown")
    # A class that holds an object of its own class, and opaque types: libtorch has no form for them.
    odd = ("graph(%self : __torch__.A,\n      %x : Foo[Bar]):\n"
           "  %1 : __torch__.A = prim::GetAttr[name=\"a\"](%self)\n  return (%1)\n")
    assert hier.run(odd, "clone").graph is None and hier.run(odd, "clone").text == odd
    latin = "graph(%x : Tensor):\n  %1 : Tensor = aten::neg(%x), scope: \udcff\n  return (%1)\n"
    assert hier.run(latin, "").text == latin
    several = hier.run("graph():\n  return ()\n" * 2, "print-static-hierarchy")
    assert repr(several) == "<hier.Result: a text, with reports>" and len(several.reports) == 2
    print("texts that cannot be read are refused")


def names_of_files():
    module = models.traced()
    for wrong in ("", "a\0b", "\ud800"):
        for function in (hier.load, hier.onnx.audit, lambda name: hier.save(module, name),
                         lambda name: hier.onnx.extract(__file__, "a", name)):
            refused(hier.HierError, "", function, wrong)
        refused(hier.HierError, "", hier.tag, module, policy=wrong)
    for wrong in ("a\0b", "\ud800"):
        refused(hier.HierError, "can be no file's name", hier.tag, pathlib.Path(wrong))
    for wrong in (None, 3, b"m.pt", module):
        refused(TypeError, "file must be a str or a path, not ", hier.load, wrong)
        refused(TypeError, "file must be a str or a path, not ", hier.save, module, wrong)
        refused(TypeError, "path must be a str or a path, not ", hier.onnx.audit, wrong)
    with tempfile.TemporaryDirectory() as folder:
        file = pathlib.Path(folder) / os.fsdecode(b"\xff.pt")  # no UTF-8
        hier.save(module, file)
        assert hier.load(file).is_exact and "aten::linear" in hier.tag(file)
        file.write_text("graph(%x):\n")
        refused(hier.HierError, os.fsdecode(b"\xff.pt:"), hier.tag, file)
        (bad := file.with_name("bad.json")).write_text("[")
        missing = file.with_name("no.json")
        for policy, message in ((bad, "policy is not JSON"), (missing, "No such file"), ("al", "unknown policy")):
            for function in (hier.tag, hier.hierarchy):
                error = refused(hier.HierError, message, function, module, policy=policy)
                assert "\n" not in error, error  # nobody has written a pipeline, so none is shown
    print("names that no file can have are refused")


def methods():
    graph, module = models.traced().inlined_graph, models.traced()
    for function in (hier.tag, hier.hierarchy, lambda what, **how: hier.run(what, "clone", **how)):
        for what in (graph, torch.jit.trace(torch.neg, torch.ones(1)), str(graph)):
            refused(hier.HierError, "a graph has no method 'forward'", function, what, method="forward")
        for what in (graph, module, str(graph)):
            refused(hier.HierError, "method must be the name of a method", function, what, method="")
        refused(hier.HierError, "has no method 'f'", function, module, method="f")
        refused(TypeError, "method must be a str", function, module, method=3)
    refused(hier.HierError, "a graph has no method 'f'", hier.tag, graph, method="f", in_place=True)
    assert not hier.tags(graph)
    print("methods of graphs are refused")


def owners_gone():
    saved = io.BytesIO()
    torch.jit.save(models.scripted(), saved)
    for load in (models.traced, models.scripted, lambda: torch.jit.load(io.BytesIO(saved.getvalue()))):
        module = load()
        kept = [hier.tag(module), hier.run(module, "inline-calls").graph, hier.tag(module.graph), module.graph,
                hier.tag(module.inlined_graph), hier.run(module.graph, "clone").graph, module.forward.graph]
        result = hier.run(module, "clone")
        nodes = list(kept[0].nodes())
        del module, load
        gc.collect()
        for graph in kept:
            use(graph)
            use(hier.tag(graph))
        assert "module __torch__" in result.text
        del kept, result, graph
        gc.collect()
        del nodes
    lone = next(hier.tag(models.traced()).nodes())  # torch keeps no graph alive for a node
    del lone
    use(hier.run(hier.tag(models.traced()), "tag-hierarchy").graph)
    print("graphs outlive modules and results")


def broken_graphs():
    def graph():
        return models.traced().inlined_graph

    def nodes(of):
        return list(of.nodes())

    broken = graph()
    nodes(broken)[-1].moveBefore(nodes(broken)[0])
    for function in (hier.tag, hier.hierarchy, lambda what: hier.run(what, "clone"),
                     lambda what: hier.tag(what, in_place=True), lambda what: _hier.put_tags(what, [])):
        refused(hier.HierError, "graph: error: ", function, broken)
    odd = graph()
    for node in nodes(odd):
        node.i_("hierarchy_tag", 1), node.s_("hierarchy_call", "x"), node.i_("hierarchy_origins", 1)
    assert not hier.tags(odd)
    use(hier.tag(odd))
    deep = torch._C.Graph()
    node = deep.insertNode(deep.create("prim::Loop", 0))
    for _ in range(5000):
        node = node.addBlock().addNode("prim::Loop", [])
    refused(hier.HierError, "deeper than", hier.run, deep, "")
    refused(hier.HierError, "there is no node 99", _hier.put_tags, graph(), [(99, "a", None, None, 0, [], None)])
    refused(TypeError, "incompatible", _hier.put_tags, graph(), [(-1, "a", None, None, 0, [], None)])
    print("graphs that are not well formed are refused")


def in_place():
    graph = models.traced().inlined_graph
    before = [str(node.output().type()) for node in graph.nodes()]
    assert hier.tag(graph, in_place=True) is graph
    assert len(hier.tags(graph)) == len(before)
    for what in (models.traced(), str(graph), pathlib.Path("nowhere.ir")):
        refused(hier.HierError, "only a graph can be tagged in place", hier.tag, what, in_place=True)
    refused(hier.HierError, "there is no attribute 'tags'", hier.tag, graph, attributes=["tags"])
    refused(hier.HierError, "no attribute is left", hier.tag, graph, attributes=[])
    refused(TypeError, "not one str", hier.tag, graph, attributes="tag")
    refused(hier.HierError, "policy", hier.tag, graph, policy="none", in_place=True)
    meta = torch._C.Graph()
    meta.registerOutput(meta.insertConstant(torch.ones(2, device="meta")))
    assert hier.tag(meta, in_place=True) is meta and len(hier.tags(meta)) == 1
    for function in (hier.text, lambda what: hier.run(what, "").text):
        refused(hier.HierError, "Cannot copy out of meta tensor", function, meta)
    print("graphs are tagged in place")


def python_calls():
    module = models.traced(models.CallsPython(), torch.ones(2))
    assert "^Double" in str(module.inlined_graph)
    for _ in range(20):
        graph = hier.run(module, "inline-calls,tag-hierarchy,torch-dce,torch-cse").graph
        assert "^Double" in hier.text(graph)
        assert hier.run(module, "print-traced-hierarchy").reports
        del graph
        gc.collect()
    print("calls of Python are kept")


def threads():
    module, graph, shared, faults = models.traced(), models.traced().inlined_graph, models.traced().inlined_graph, []

    def work(number):
        try:
            for turn in range(8):
                assert len(hier.tags(hier.tag(module))) == len(hier.tags(hier.tag(graph)))
                hier.tag(shared, in_place=True, policy="hf" if turn % 2 else "all")
                hier.run(shared, "torch-cse,torch-dce,strip-hierarchy").text
                for node in shared.nodes():
                    node.s_(f"mine_{number}", "x")
                torch._C._jit_pass_dce(shared)
                if turn % 5 == 0:
                    hier.run(module, "torch-freeze,inline-calls"), hier.hierarchy(module)
        except Exception as error:  # what a thread raises would be lost
            faults.append(error)

    workers = [threading.Thread(target=work, args=(number,)) for number in range(6)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert not faults, faults
    print("threads work side by side")


def sidecars():
    with tempfile.TemporaryDirectory() as folder:
        file = pathlib.Path(folder) / "m.pt"
        place = hier.save(models.traced(), file)
        sound, archive = place.read_text(), file.read_bytes()
        for wrong, message in (("", "this is no JSON"), ("[]", "no sidecar of hier.save"),
                               ("[" * 100000, "nested too deep"),
                               (sound.replace('"kind": "aten::linear"', '"kind": "\\ud800"'), "damaged"),
                               ('{"format": "hier-sidecar"}', "of version None"),
                               ('{"format": "hier-sidecar", "version": 1}', "damaged"),
                               (sound.replace('"index": 1,', '"index": "1",'), "damaged"),
                               (sound.replace('"index": 1,', f'"index": {2**70},'), "damaged"),
                               (sound.replace('"index": 1,', '"index": 99,'), "there is no node 99"),
                               (sound.replace('"kinds": "', '"kinds": "x'), "save it anew"),
                               (sound.replace('"sha256": "', '"sha256": "x'), "tags of another archive than"),
                               (sound.replace('"forward"', '"backward"'), "has no method 'backward'")):
            assert wrong != sound, message
            place.write_text(wrong)
            refused(hier.HierError, message, hier.load, file)
        place.write_text(sound)
        file.write_bytes(archive + b"x")
        refused(hier.HierError, "tags of another archive", hier.load, file)
        file.unlink()
        refused(hier.HierError, "m.pt: error: No such file or directory", hier.load, file)
        place.unlink()
        refused(hier.HierError, "m.pt.hier.json: error: No such file or directory", hier.load, file)
        refused(TypeError, "expected a torch.jit.ScriptModule, not Graph", hier.save, models.traced().graph, file)
        refused(TypeError, "map_location must be a str or a torch.device, not int", hier.load, file, map_location=3)
        refused(hier.HierError, "No such file or directory", hier.save, models.traced(), file / "x")
        file.write_bytes(b"")
        refused(hier.HierError, "m.pt/x: error: Not a directory", hier.save, models.traced(), file / "x")
        file.unlink()
        os.mkfifo(file)
        refused(hier.HierError, "m.pt: error: is not a regular file", hier.save, models.traced(), file)
        file.unlink()
        beside = file.with_name("m.pt.hier.json")
        beside.mkdir()
        refused(hier.HierError, "m.pt.hier.json: error: is a folder", hier.save, models.traced(), file)
        assert not file.exists()
        beside.rmdir()
        refused(hier.HierError, "has no method 'f'", hier.save, models.traced(), file, method="f")
        unsaved = models.traced(models.CallsPython(), torch.ones(2))
        refused(hier.HierError, "torch cannot save this module", hier.save, unsaved, file)
        assert not list(pathlib.Path(folder).iterdir())
    print("sidecars that do not fit are refused")


def other_torch():
    refused(ImportError, "hier was built for torch", check_torch, "1.0.0")
    check_torch(torch.__version__)
    print("another torch is refused")


def no_onnx():
    script = "import sys, runpy; sys.modules['onnx'] = None; runpy.run_module('hier.onnx', run_name='__main__')"
    done = subprocess.run([sys.executable, "-c", script], stderr=subprocess.PIPE, text=True)
    assert (done.returncode, done.stderr) == (1, "hier-onnx: error: the package onnx is not installed\n"), done
    print("a missing onnx is one line")


if __name__ == "__main__":
    for case in (wrong_types, never_initialised, texts, names_of_files, methods, owners_gone, broken_graphs, in_place,
                 python_calls, threads, sidecars, other_torch, no_onnx):
        case()
