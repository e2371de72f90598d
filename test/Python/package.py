"""What the package says of a model, and that it is what hier-opt says. Usage: package.py HIER_OPT."""
import ast
import copy
import dataclasses
import json
import pathlib
import pickle
import re
import subprocess
import sys
import tempfile

assert "torch" not in sys.modules
import hier  # noqa: E402
assert hier.jit_library().name == "libhier_jit.so" and hier.jit_library().exists()
assert not {"torch", "onnx", "transformers"} & set(sys.modules), "import hier takes too much"
import torch  # noqa: E402
from hier import _hier  # noqa: E402

sys.path.insert(0, str(pathlib.Path(__file__).parent / "Inputs"))
import small_models as models  # noqa: E402

HIER_OPT = sys.argv[1]
X = torch.linspace(-1, 1, 8).reshape(2, 4)
PIPELINE = "inline-calls,tag-hierarchy{policy=all attributes=tag,path,call,origins,evidence}"


def opt(text, *options):
    done = subprocess.run([HIER_OPT, *options], input=text, stdout=subprocess.PIPE, text=True, check=True)
    return done.stdout


def ran(graph, module):
    function = torch._C._create_function_from_graph("f", graph)
    return function(module, X)


def modules_and_texts():
    for make in (models.traced, models.scripted):
        module = make()
        dump = module._c.dump_to_str(True, False, False)
        result = hier.run(module, PIPELINE)
        assert result.graph is not None and result.reports == {} and result.text == hier.text(result.graph)
        assert hier.run(dump, PIPELINE).text == opt(dump, f"--pass-pipeline={PIPELINE}")
        assert hier.tag(dump, policy="all") == hier.run(dump, PIPELINE).text
        assert torch.equal(ran(hier.tag(module), module), module(X))
        assert torch.equal(ran(result.graph, module), module(X))
        assert module._c.dump_to_str(True, False, False) == dump, "the module was changed"
        reports = "print-static-hierarchy,print-traced-hierarchy,print-execution-trace"
        told = json.loads(opt(dump, f"--pass-pipeline={reports}", "--report-format=json"))
        assert hier.run(module, reports).reports == told == hier.run(dump, reports).reports
    print("modules: as hier-opt has it")


def nones():
    """What is no tensor is None to libtorch only while it has no attribute, unless its type says so."""
    text = ("graph(%unused : Tensor, %x : Tensor):\n"
            "  %none : Tensor? = prim::Constant()\n"
            "  %y : Tensor = aten::clamp(%x, %x, %none)\n"
            "  return (%y)\n")
    graph = torch._C.parse_ir(text)
    seen = (graph, hier.tag(graph), hier.run(graph, "clone").graph)
    types = [str(next(each.nodes()).output().type()) for each in seen]
    assert types == ["Optional[Tensor]", "NoneType", "Optional[Tensor]"], types
    assert torch.equal(ran(hier.tag(graph), X), X)
    assert torch.equal(ran(hier.tag(graph, in_place=True), X), X)
    print("None: retyped where it is tagged, and run")


def graphs():
    module = models.traced()
    inlined = module.inlined_graph
    before = str(inlined)
    tagged = hier.tag(inlined)
    assert str(inlined) == before == hier.text(inlined) and str(tagged) == hier.text(tagged)
    assert len(hier.tags(tagged)) == len(list(tagged.nodes())) and not hier.tags(inlined)
    assert torch.equal(ran(tagged, module._c), module(X))
    calls = [node for node in hier.tags(hier.tag(module.graph)) if node.kind == "prim::CallMethod"]
    assert [node.path for node in calls] == ["a", "b", "b"]
    function = torch.jit.trace(lambda x: x + 1, X)
    assert [node.tag for node in hier.tags(hier.tag(function))] == ["/"] * 3
    frozen = hier.run(module, "torch-freeze,inline-calls").graph
    assert frozen is not None and "prim::GetAttr" not in hier.text(frozen)
    assert all(node.tag for node in hier.tags(hier.tag(frozen)))
    optimised = hier.run(inlined, "tag-hierarchy,torch-cse,torch-constant-propagation").graph
    assert all(node.tag for node in hier.tags(optimised))
    print("graphs: tagged copies")


def tags():
    linears = [node for node in hier.tags(hier.tag(models.traced())) if node.kind == "aten::linear"]
    assert [(node.path, node.call) for node in linears] == [("a.lin", 0), ("b.lin", 0), ("b.lin", 1)]
    assert linears[2].tag == "/Net/Inner/Linear" and linears[2].evidence == "call-stack" and linears[2].origins == ()
    assert len(linears[2].outputs) == 1
    few = hier.tags(hier.tag(models.traced(), policy="hf", attributes=["path"]))
    assert all(node.tag is None and node.evidence is None for node in few)
    calls = hier.tags(hier.tag(models.traced(), attributes=["call"]))
    assert [(node.kind, node.call) for node in calls if node.kind == "aten::linear"] == [("aten::linear", 1)], calls
    with tempfile.TemporaryDirectory() as folder:
        policy = pathlib.Path(folder) / "it's.json"
        policy.write_text('{"levels": ["*Linear"]}')
        last = [node for node in hier.tags(hier.tag(models.traced(), policy=policy)) if node.kind == "aten::linear"][-1]
        assert last.tag == "/Net/Linear", last
    print("tags: plain data")


def hierarchies():
    found = hier.hierarchy(models.traced())
    assert found.root_class.endswith("models.Net") and found.policy == "all"
    assert [module.path for module in found.modules] == ["", "a", "a.lin", "b", "b.lin", "unused"]
    assert found.modules[2].qualified_name == "torch.nn.modules.linear.Linear"
    assert [(call.path, call.index) for call in found.calls] == [
        ("", 0), ("a", 0), ("a.lin", 0), ("b", 0), ("b.lin", 0), ("b", 1), ("b.lin", 1)]
    assert [found.calls[call.parent].path for call in found.calls[1:]] == ["", "a", "", "b", "", "b"]
    assert found.static_tags["unused"] == "/Net/Linear" and "unused" not in found.traced_tags
    assert [module.path for module in found.never_called] == ["unused"]
    assert [step.enters for step in found.trace[:4]] == [True, True, False, False] and found.trace[1].depth == 3
    assert found.missing_calls == found.missing_modules == ""
    assert hier.hierarchy(str(models.traced().inlined_graph)).missing_calls
    stacks = hier.hierarchy(models.traced().inlined_graph)  # which a text does not have
    assert stacks.missing_calls == "" and [(call.path, call.index) for call in stacks.calls] == [
        (call.path, call.index) for call in found.calls]
    try:
        found.policy = "hf"
        raise AssertionError("a hierarchy can be changed")
    except dataclasses.FrozenInstanceError:
        pass
    print("hierarchies: plain data")


def plain_data():
    """What is told of a model outlives it: it is compared, copied, stored and hashed as any frozen dataclass."""
    found, other = hier.hierarchy(models.traced()), hier.hierarchy(models.traced(), policy="hf")
    some = [found, found.modules[1], found.calls[1], found.trace[1], hier.passes()[0],
            hier.tags(hier.tag(models.traced()))[0]]
    for each in some:
        for same in (pickle.loads(pickle.dumps(each)), copy.deepcopy(each), copy.copy(each), dataclasses.replace(each)):
            assert same == each and hash(same) == hash(each) and {same: 1}[each], each
    assert found != other and found == hier.hierarchy(models.traced()) and len({found, other}) == 2
    told = dataclasses.asdict(found)
    assert type(told["traced_tags"]) is dict and told["traced_tags"] == found.traced_tags
    assert json.loads(json.dumps(told))["calls"][1] == dataclasses.asdict(found.calls[1])
    print("what is told: compared, copied, pickled and hashed")


def stubs():
    """What _hier.pyi says is what is there, with as many parameters; pybind11 tells them in a docstring."""
    said = ast.parse((pathlib.Path(hier.__file__).parent / "_hier.pyi").read_text()).body
    functions = {each.name: len(each.args.posonlyargs) for each in said if isinstance(each, ast.FunctionDef)}
    there = {name: len(re.findall(r"arg\d+: ", function.__doc__)) for name, function in vars(_hier).items()
             if callable(function) and not isinstance(function, type)}
    assert functions == there, (functions, there)
    print("stubs: what is there")


def passes():
    listed = {each.flag: each for each in hier.passes()}
    assert listed["print-static-hierarchy"].is_report and not listed["clone"].is_report
    assert "policy=" in listed["tag-hierarchy"].options and listed["torch-cse"].summary
    flags = [line for line in opt(None, "--list-passes").splitlines() if line and line[0] != " "]
    assert list(listed) == flags
    print("passes: those of hier-opt")


def sidecars():
    with tempfile.TemporaryDirectory() as folder:
        for make in (models.traced, models.scripted):
            module, file = make(), pathlib.Path(folder) / "m.pt"
            place = hier.save(module, file, policy="all")
            assert place.name == "m.pt.hier.json" and torch.equal(torch.jit.load(file)(X), module(X))
            loaded = hier.load(file)
            of = [[(node.kind, node.path, node.tag, node.call) for node in hier.tags(graph)
                   if node.kind.startswith("aten::")] for graph in (hier.tag(module, policy="all"), loaded.graph)]
            assert loaded.is_exact and of[0] == of[1]
            assert torch.equal(ran(loaded.graph, loaded.module), module(X))
    print("sidecars: joined again")


if __name__ == "__main__":
    for case in (modules_and_texts, nones, graphs, tags, hierarchies, plain_data, stubs, passes, sidecars):
        case()
