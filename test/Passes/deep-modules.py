#!/usr/bin/env python3
"""Writes N.ir, modules nested N deep of which each calls the next, and chain-N.ir, N modules beside each other of which
each calls the next that it is given, for N of 256 and 257. Usage: deep-modules.py FOLDER"""
import pathlib
import sys


def dump(name, graph, children, indent=0):
    """The lines of a module: `graph` is that of its forward, `children` are (attribute, arguments of dump)."""
    pad = " " * indent
    yield f"{pad}module __torch__.{name} {{"
    yield from (f"{pad}  parameters {{", f"{pad}  }}", f"{pad}  attributes {{")
    for attribute, child in children:
        yield f"{pad}    {attribute} = <__torch__.{child[0]} object at 0x1>"
    yield from (f"{pad}  }}", f"{pad}  methods {{", f"{pad}    method forward {{")
    yield from (f"{pad}      {line}" for line in graph)
    yield from (f"{pad}  ", f"{pad}    }}", f"{pad}  }}", f"{pad}  submodules {{")
    for _, child in children:
        yield from dump(*child, indent + 4)
    yield from (f"{pad}  }}", f"{pad}}}")


def graph(name, inputs, nodes, result="%x"):
    head = ",\n      ".join([f"graph(%self : __torch__.{name}", "%x : Tensor", *inputs]) + "):"
    return [*head.split("\n"), *(f"  {node}" for node in nodes), f"  return ({result})"]


def call(module, arguments=""):
    return f'%y : Tensor = prim::CallMethod[name="forward"](%{module}, %x{arguments})'


def nested(depth):
    module = (f"M{depth}", graph(f"M{depth}", [], []), [])
    for level in range(depth - 1, -1, -1):
        name = f"M{level}" if level else "Net"
        read = f'%m : __torch__.{module[0]} = prim::GetAttr[name="m"](%self)'
        module = (name, graph(name, [], [read, call("m")], "%y"), [("m", module)])
    return module


def chain(length):
    children = []
    for index in range(length):
        inputs = [f"%m{later} : __torch__.M{later}" for later in range(index + 1, length)]
        rest = "".join(f", %m{later}" for later in range(index + 2, length))
        body = ([call(f"m{index + 1}", rest)], "%y") if inputs else ([], "%x")
        children.append((f"m{index}", (f"M{index}", graph(f"M{index}", inputs, *body), [])))
    reads = [f'%m{index} : __torch__.M{index} = prim::GetAttr[name="m{index}"](%self)' for index in range(length)]
    first = call("m0", "".join(f", %m{index}" for index in range(1, length)))
    return ("Net", graph("Net", [], [*reads, first], "%y"), children)


def main():
    folder = pathlib.Path(sys.argv[1])
    for size in (256, 257):
        for name, make in (("", nested), ("chain-", chain)):
            (folder / f"{name}{size}.ir").write_text("\n".join(dump(*make(size))) + "\n")


if __name__ == "__main__":
    sys.setrecursionlimit(10000)
    main()
