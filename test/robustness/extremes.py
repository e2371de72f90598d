#!/usr/bin/env python3
"""Texts that are deep, long or large: read, passed on, printed as they were, and freed; or refused with a clear error.

usage: extremes.py [--growth] [--most SIZE] [CASE...]
Makes each text, runs hier-opt on it with --clone, with --tag-hierarchy, and plainly where it cannot be copied, and
compares; and hier-diff, on the text and itself, and on the text and a small one. With --most the sizes of all texts are at most that. With --growth each is made in two sizes, and the time and
memory of both are printed: no more than in line with the text.
"""
import argparse
import dataclasses
import os
import pathlib
import subprocess
import sys
import tempfile


@dataclasses.dataclass(frozen=True)
class Case:
    """A text of a size, and how each run on it ends: as it should, or with an error."""

    make: object  # (size) -> the text
    size: int
    clone: str = ""
    tag: str = ""
    diff: str = ""
    read: str = ""  # an error of every run
    respelt: bool = False  # printed as torch would, which is not as it is
    compared: int = sys.maxsize  # the largest size that hier-diff is run on, which holds two, and each operand's name


# --- Texts -----------------------------------------------------------------------------------------------------------


def node(line, header="%x : Tensor", result="%1"):
    return f"graph({header}):\n  {line}\n  return ({result})\n"


def negated(rest="", name="%x"):
    return f"%1 : Tensor = aten::neg({name}){rest}"


def nested_blocks(count):
    """Without indentation, which alone would make the text grow with the square of its depth."""
    opened = "".join(f"  %{at} : bool = prim::If(%c)\n    block0():\n" for at in range(1, count + 1))
    closed = "".join(
        f"      -> ({f'%{at + 1}' if at < count else '%c'})\n    block1():\n      -> (%c)\n" for at in range(count, 0, -1))
    return f"graph(%c : bool):\n{opened}{closed}  return (%1)\n"


def nested_subgraphs(count):
    inner = "graph(%x : Tensor):\n  %1 : Future[Tensor] = prim::fork_0(%x)\n  return (%1)\nwith prim::fork_0 = "
    return inner * count + "graph(%x : Tensor):\n  return (%x)\n"


def nested(opening, closing, inner="int", result="%x"):
    return lambda count: f"graph(%x : {opening * count}{inner}{closing * count}):\n  return ({result})\n"


def long_name(length):
    return node(negated(name="%" + "n" * length), "%" + "n" * length + " : Tensor")


def many_nodes(count):
    lines = (f"  %{at} : Tensor = aten::neg(%{at - 1 or 'x'}), scope: __module.a # f.py:1:2\n" for at in range(1, count + 1))
    return f"graph(%x : Tensor):\n{''.join(lines)}  return (%{count})\n"


def many_uses(count):
    return "graph(%x : Tensor):\n" + "".join(f"  %{at} : Tensor = aten::neg(%x)\n" for at in range(count)) + "  return (%x)\n"


def attribute_chain(count):
    lines = (f'  %{at} : __torch__.A = prim::GetAttr[name="a"](%{at - 1 or "self"})\n' for at in range(1, count + 1))
    return f"graph(%self : __torch__.A):\n{''.join(lines)}  return (%{count})\n"


def module(attributes="", methods="", submodules=""):
    return (f"module __torch__.A {{\n  parameters {{\n  }}\n  attributes {{\n{attributes}  }}\n  methods {{\n{methods}  }}\n"
            f"  submodules {{\n{submodules}  }}\n}}\n")


def nested_modules(count):
    head = "".join(f"{'  ' * (2 * at)}module __torch__.A {{\n{'  ' * (2 * at)}  parameters {{\n{'  ' * (2 * at)}  }}\n"
                   f"{'  ' * (2 * at)}  attributes {{\n{'  ' * (2 * at)}    a = <__torch__.A object at 0x1>\n{'  ' * (2 * at)}  }}\n"
                   f"{'  ' * (2 * at)}  methods {{\n{'  ' * (2 * at)}  }}\n{'  ' * (2 * at)}  submodules {{\n"
                   for at in range(count))
    tail = "".join(f"{'  ' * (2 * at)}  }}\n{'  ' * (2 * at)}}}\n" for at in reversed(range(count)))
    return head + tail


def value_lines(count):
    return module(attributes="    a = 1\n" + "    xyz\n" * count)


CASES = {
    "blocks": Case(nested_blocks, 100_000, clone="error: blocks are nested", respelt=True),
    "subgraphs": Case(nested_subgraphs, 100_000, read="error: subgraphs are nested deeper"),
    "tuple": Case(nested("(", ")"), 100_000),
    "list": Case(nested("", "[]"), 100_000),
    "optional": Case(nested("", "?[]"), 100_000),
    "future": Case(nested("Future[", "]"), 100_000),
    "dict": Case(nested("Dict(int, ", ")"), 100_000),
    "union": Case(nested("Union(", ", str)"), 100_000, respelt=True),
    "named-tuple": Case(nested("NamedTuple(a : ", ")"), 100_000),
    "freed-optional": Case(nested("", "?[]", result="%y"), 100_000, read="error: use of undefined value"),
    "freed-tuple": Case(nested("(", ")", result="%y"), 100_000, read="error: use of undefined value"),
    "name": Case(long_name, 1_000_000),
    "line": Case(lambda size: node(f"%1 : Tensor[] = prim::ListConstruct({', '.join(['%x'] * (size // 4))})"), 100_000_000,
                 compared=10_000_000),
    "string": Case(lambda size: node(f'%1 : str = prim::Constant[value="{"a" * size}"]()'), 100_000_000),
    "brackets": Case(lambda size: node(f"%1 : str = prim::Constant[value={'[' * size}{']' * size}]()"), 1_000_000),
    "scopes": Case(lambda size: node(negated(", scope: " + "/".join(["__module.a"] * size))), 100_000),
    "path": Case(lambda size: node(negated(", scope: __module" + ".a" * size)), 100_000),
    "class": Case(lambda size: f"graph(%self : __torch__{'.a' * size}):\n  return (%self)\n", 100_000),
    "comment": Case(lambda size: node(negated(" " + "# " * size)), 100_000, respelt=True),
    "commas": Case(lambda size: node(negated(name="%" + ", %" * size)), 100_000, read="error: use of undefined value"),
    "attributes": Case(lambda size: node(f"%1 : Tensor = aten::neg[{', '.join(f'a{at}=1' for at in range(size))}](%x)"),
                       100_000, read="error: a node has more than 1000 attributes"),
    "nodes": Case(many_nodes, 1_000_000, compared=100_000),
    "uses": Case(many_uses, 300_000),
    "chain": Case(attribute_chain, 100_000),
    "inputs": Case(lambda size: f"graph({(',' + chr(10) + ' ' * 6).join(f'%x.{at} : Tensor' for at in range(size))}):\n"
                                "  return ()\n", 100_000),
    "values": Case(value_lines, 300_000, tag="error: the module has no method", diff="error: the module has no method"),
    "modules": Case(nested_modules, 1_000, tag="error: the module has no method", diff="error: modules are nested deeper"),
}


# --- Runs ------------------------------------------------------------------------------------------------------------

RUNS = {"read": [], "clone": ["--clone"], "tag": ["--tag-hierarchy"]}


def runs_of(case):
    """What is not read ends every run; what is copied has been read as well."""
    if case.read:
        return ["read"]
    return list(RUNS) if case.clone else ["clone", "tag"]


def expected_error(case, run):
    return case.read or getattr(case, run)


def ends_wrongly(command, output, status, error, failure):
    """What is wrong with how `command` ends, which is to write `output` and end with `status`, or to say `error` and end with
    `failure`; empty when nothing is."""
    done = subprocess.run([*command, "-o", output], capture_output=True)
    said = done.stderr.decode(errors="replace")
    if error:
        fine = done.returncode == failure and error in said and not output.exists() and len(said) <= 2000
    else:
        fine = done.returncode == status and not said
    return "" if fine else f"exit status {done.returncode}: {said[:500]}"


def fault(case, run, text):
    """What is wrong with how hier-opt ends on the file `text`; empty when nothing is."""
    output, error = text.with_suffix(".out"), expected_error(case, run)
    what = ends_wrongly(["hier-opt", *RUNS[run], text], output, 0, error, 1)
    if what or error:
        return what
    same = run == "tag" or case.respelt or output.read_bytes() == text.read_bytes()
    output.unlink()
    return "" if same else "something else is printed"


def diff_faults(case, text):
    """The same of hier-diff: nothing differs in the text itself, and something in a small one, whichever comes first."""
    output, error, small = text.with_suffix(".out"), case.read or case.diff, text.with_suffix(".small")
    small.write_text(node("%1 : Tensor[] = aten::unbind(%x)"))
    for before, after in ((text, text), (text, small), (small, text)):
        what = ends_wrongly(["hier-diff", before, after], output, int(before != after), error, 2)
        if not what and not error and (output.read_text() == "no differences\n") != (before == after):
            what = f"it says {output.read_text()[:500]}"
        output.unlink(missing_ok=True)
        yield what


def check_case(case, most, text):
    text.write_text(case.make(min(case.size, most)))
    for run in runs_of(case):
        yield run, fault(case, run, text)
    if case.compared < min(case.size, most):
        text.write_text(case.make(case.compared))
    for what in diff_faults(case, text):
        yield "diff", what


def check(names, most):
    runs = faults = 0
    with tempfile.TemporaryDirectory() as folder:
        for name in names:
            for run, what in check_case(CASES[name], most, pathlib.Path(folder) / "text.ir"):
                runs += 1
                if what:
                    print(f"{name}, {run}: {what}")
                    faults += 1
    print(f"{runs - faults} of {runs} runs end as they should")
    return faults > 0


# --- Growth ----------------------------------------------------------------------------------------------------------


def cost(text, run):
    """Seconds of processor time and megabytes at most."""
    process = subprocess.Popen(["hier-opt", *RUNS[run], text], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, _, usage = os.wait4(process.pid, 0)
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def growth(names):
    """The same at half the size and at the whole, less what hier-opt takes for no text at all."""
    with tempfile.TemporaryDirectory() as folder:
        text = pathlib.Path(folder) / "text.ir"
        text.write_text(node(negated()))
        base_seconds, base_megabytes = cost(text, "read")
        print(f"{'text':12} {'run':6} {'MB':>6} {'s':>7} {'MB':>7}   twice the text takes")
        for name in names:
            for run in (run for run in RUNS if not expected_error(CASES[name], run)):
                measured = []
                for size in (CASES[name].size // 2, CASES[name].size):
                    text.write_text(CASES[name].make(size))
                    seconds, megabytes = cost(text, run)
                    measured.append((max(seconds - base_seconds, 0.01), max(megabytes - base_megabytes, 1)))
                (half_seconds, half_megabytes), (seconds, megabytes) = measured
                print(f"{name:12} {run:6} {text.stat().st_size / 1e6:6.1f} {seconds:7.2f} {megabytes:7.0f}   "
                      f"{seconds / half_seconds:.1f} times the time, {megabytes / half_megabytes:.1f} the memory", flush=True)
    return 0


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("cases", nargs="*", metavar="CASE", help=", ".join(CASES))
    parser.add_argument("--growth", action="store_true", help="measure instead, at half the size and at all of it")
    parser.add_argument("--most", type=int, default=sys.maxsize, help="the largest size of a text")
    options = parser.parse_args()
    names = options.cases or list(CASES)
    return growth(names) if options.growth else check(names, options.most)


if __name__ == "__main__":
    sys.exit(main())
