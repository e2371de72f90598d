"""What the benchmarks read: the dumps of a GPT-2 that is 192 layers deep and narrow, and what its peers take in their
place. Made once, in a folder of the build."""
import os
import pathlib
import re
import subprocess
import sys

LAYERS = 192
# A node's line: what it defines, its kind, attributes, operands, and where it is from.
NODE = re.compile(r"^ +(?:(?P<defined>%.*?) = )?(?P<kind>\w+::\w+)(?:\[(?P<attributes>.*)\])?\((?P<operands>[^()]*)\)"
                  r"(?:, scope: (?P<scope>.*?))?(?: # (?P<location>\S+))?$")
INPUT = re.compile(r"%([\w.]+) : ")
VALUE = re.compile(r"%([\w.]+)")


def make_inputs(folder: pathlib.Path) -> None:
    """deep.module.ir, deep.inlined.ir, and deep.pt; deep.mlir has a generic operation for each node of the second."""
    if (folder / "deep.mlir").exists():
        return
    folder.mkdir(parents=True, exist_ok=True)
    print("making the dumps of a deep model", file=sys.stderr)
    environment = {**os.environ, "PYTHONPATH": str(folder.parent / "python")}
    subprocess.run([sys.executable, "-W", "ignore", __file__, folder], check=True, env=environment)


def make_dumps(folder: pathlib.Path) -> None:
    import torch
    import transformers

    import hier

    transformers.logging.set_verbosity_error()
    config = transformers.GPT2Config(n_layer=LAYERS, n_embd=32, n_head=2, n_positions=32, vocab_size=64)
    config.return_dict, config.use_cache = False, False
    torch.manual_seed(0)
    model = transformers.GPT2LMHeadModel(config).eval()
    traced = torch.jit.trace(model, (torch.zeros(2, 16, dtype=torch.long),), check_trace=False, strict=False)
    traced.save(str(folder / "deep.pt"))
    (folder / "deep.module.ir").write_text(hier.dump(traced))
    inlined = hier.dump(traced, kind="inlined")
    (folder / "deep.inlined.ir").write_text(inlined)
    (folder / "deep.mlir").write_text(mlir_of(inlined))


def mlir_of(text: str) -> str:
    """As many generic operations as `text` has nodes, with as many attributes and locations. All types are i64, which
    is the least that MLIR can have to read."""
    head, _, body = text.partition("):\n")
    lines = ["func.func @graph(" + ", ".join(f"%v{value}: i64" for value in INPUT.findall(head)) + ") {"]
    for line in body.split("\n"):
        if match := NODE.match(line):
            lines.append(operation(match))
    return "\n".join([*lines, "  return", "}", ""])


def operation(node: re.Match) -> str:
    defined = VALUE.findall(node["defined"] or "")
    operands = VALUE.findall(node["operands"])
    attributes = {}
    if node["attributes"]:
        key, _, value = node["attributes"].partition("=")
        attributes[key] = value.replace("\\", "").replace('"', "")
    if node["scope"]:
        attributes["scope"] = node["scope"]
    text = "  " + (", ".join(f"%v{value}" for value in defined) + " = " if defined else "")
    text += f'"{node["kind"].replace("::", ".")}"(' + ", ".join(f"%v{value}" for value in operands) + ")"
    if attributes:
        text += " {" + ", ".join(f'{key} = "{value}"' for key, value in attributes.items()) + "}"
    text += f" : ({', '.join(['i64'] * len(operands))}) -> ({', '.join(['i64'] * len(defined))})"
    if node["location"]:
        file, line, column = node["location"].rsplit(":", 2)
        text += f' loc("{file}":{line}:{column})'
    return text


if __name__ == "__main__":
    make_dumps(pathlib.Path(sys.argv[1]))
