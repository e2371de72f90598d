#!/usr/bin/env python3
"""Makes the real dumps under test/Inputs, and what is known of them from elsewhere.

For each model of utils/models: NAME.graph.ir, NAME.inlined.ir and NAME.module.ir, which are what torch prints of it;
NAME.oracle.json, what Python hooks record on the live model; and NAME.truth.json, which module ran which operation.
test/Inputs/README.md says what each file holds. For each form of utils/models/forms.py: forms/VERSION/NAME.ir, by the
torch that is there. With --archives it makes the .pt files of the tests that run a model, and with --version the module
dumps of models as another version of their package has them: transformers-VERSION/NAME.module.ir.

Every model and form is made in a process of its own, so that its dump does not depend on which others were made before
(torch numbers the classes of a process); paths are made neutral and addresses numbered, so that every machine gets the
same bytes.
"""
import argparse
import importlib.util
import json
import multiprocessing
import os
import pathlib
import re
import sys
import tempfile
import warnings

HERE = pathlib.Path(__file__).resolve().parent
INPUTS = HERE.parent / "test" / "Inputs"
VERSIONS = {"torch": "2.13.0", "transformers": "4.48.3"}  # what the dumps in the repository were made with
sys.dont_write_bytecode = True
sys.path.insert(0, str(HERE))
warnings.simplefilter("ignore")  # what torch and transformers say when they are loaded and when they trace is no news here
os.environ["TRANSFORMERS_VERBOSITY"] = "error"

import models  # noqa: E402  (it stands beside this file)
from models import forms  # noqa: E402


def main() -> int:
    options = parse_arguments()
    available = models.all_models() | forms.all_forms()
    chosen, unknown = choose(available, options.names)
    if unknown:
        print(f"make-dumps.py: no model is called {', '.join(unknown)}; --list names them", file=sys.stderr)
        return 1
    if options.list:
        for model in chosen:
            print(f"{model.name:20} {kind(model):9} {model.about}")
        return 0
    if options.archives:
        return make_all([model for model in chosen if not is_form(model)], options.archives, save_archive)
    if options.version:
        return make_all([model for model in chosen if not is_form(model) and model.needs], INPUTS, write_version)
    if options.check:
        return check(chosen)
    return make_all(chosen, INPUTS, write_dumps)


def parse_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Makes the real dumps under test/Inputs.")
    parser.add_argument("names", nargs="*", metavar="NAME", help="only these models (default: all)")
    action = parser.add_mutually_exclusive_group()
    action.add_argument("--list", action="store_true", help="list the models and make nothing")
    action.add_argument("--check", action="store_true", help="make them elsewhere and compare with test/Inputs")
    action.add_argument("--archives", type=pathlib.Path, metavar="DIR", help="save NAME.pt and NAME.inputs.pt in DIR instead")
    action.add_argument("--version", action="store_true", help="write module dumps to a folder of the package's version instead")
    return parser.parse_args()


def is_form(model) -> bool:
    return isinstance(model, forms.Form)


def kind(model) -> str:
    return "form" if is_form(model) else model.form


def choose(available: dict, names: list) -> tuple[list, list]:
    """The models called for, and the names that no model has."""
    chosen = [model for name, model in available.items() if not names or name in names]
    return chosen, [name for name in names if name not in available]


# --- Making them -----------------------------------------------------------------------------------------------------


def make_all(chosen: list, folder: pathlib.Path, make) -> int:
    """Calls `make(model, folder)` for each model that can be made here; 1 if one of them failed."""
    folder.mkdir(parents=True, exist_ok=True)
    failed = [model.name for model in models.makeable(chosen) if not in_own_process(make, model, folder)]
    if failed:
        print(f"make-dumps.py: failed: {', '.join(failed)}", file=sys.stderr)
    return 1 if failed else 0


def in_own_process(make, model, folder: pathlib.Path) -> bool:
    process = multiprocessing.get_context("fork").Process(target=make, args=(model, folder))
    process.start()
    process.join()
    return process.exitcode == 0


def build(model) -> tuple:
    """The live module, its example inputs and the TorchScript module made of them."""
    import torch

    live, inputs = models.build(model)
    if model.form == "scripted":
        return live, inputs, torch.jit.script(live)
    return live, inputs, torch.jit.trace(live, inputs, strict=False, check_trace=False)


def write_form(form, folder: pathlib.Path) -> None:
    import torch

    torch.set_num_threads(1)
    torch.manual_seed(0)
    file = form_file(form, folder)
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(neutral(form.make()))


def form_file(form, folder: pathlib.Path) -> pathlib.Path:
    return folder / "forms" / forms.version() / f"{form.name}.ir"


def write_dumps(model, folder: pathlib.Path) -> None:
    """Writes all the files of one model, or the one of a form."""
    if is_form(model):
        return write_form(model, folder)
    live, inputs, compiled = build(model)
    texts = {
        "graph.ir": str(compiled.graph),
        "module.ir": compiled._c.dump_to_str(True, False, False),
        "inlined.ir": str(compiled.inlined_graph),
    }
    for suffix, text in texts.items():
        (folder / f"{model.name}.{suffix}").write_text(neutral(text))
    for suffix, facts in known_facts(model, live, inputs).items():
        (folder / f"{model.name}.{suffix}.json").write_text(as_json(facts) + "\n")


def write_version(model, folder: pathlib.Path) -> None:
    """Writes the module dump alone, by the version of the package that the model needs."""
    _, _, compiled = build(model)
    place = folder / f"{model.needs}-{versions(model)[model.needs]}"
    place.mkdir(exist_ok=True)
    (place / f"{model.name}.module.ir").write_text(neutral(compiled._c.dump_to_str(True, False, False)))


def known_facts(model, live, inputs: tuple) -> dict:
    """What is known of a model beside its dumps: the oracle and the truth, each where there is one."""
    from models import hooks

    facts = {}
    if model.hooks:
        facts["oracle"] = hooks.oracle(live, inputs) | versions(model)
    if model.records:
        facts["truth"] = {"ops": hooks.operations(live, inputs, model.records)}
    elif model.truth:
        facts["truth"] = {"ops": [[kind, path, *(call or [0])] for kind, path, *call in model.truth]}
    return facts


def save_archive(model, folder: pathlib.Path) -> None:
    """Saves NAME.pt, and NAME.inputs.pt: a module whose forward() returns the example inputs as a list."""
    import torch

    if not model.archive:
        return
    _, inputs, compiled = build(model)
    torch.jit.save(compiled, str(folder / f"{model.name}.pt"))
    torch.jit.save(models.inputs_module(inputs), str(folder / f"{model.name}.inputs.pt"))


# --- The same bytes everywhere ---------------------------------------------------------------------------------------


def package_folders() -> list[str]:
    """Where packages are, that of torch among them whatever it is called; a folder stands before one that it is in."""
    import torch

    folders = {folder for folder in sys.path if folder.endswith(("site-packages", "dist-packages"))}
    folders.add(str(pathlib.Path(torch.__file__).parent.parent))
    return sorted(folders, key=len, reverse=True)


def neutral(text: str) -> str:
    """`text` without this machine: paths of packages and models made neutral, addresses numbered from 0x1."""
    for packages in package_folders():
        text = text.replace(f"{packages}/", "/opt/venv/lib/python3.11/site-packages/")
    text = text.replace(f"{HERE}/models/", "/opt/model/")
    numbers: dict[str, str] = {}
    return re.sub(r"(?<= object at )0x[0-9a-f]+", lambda at: numbers.setdefault(at[0], hex(len(numbers) + 1)), text)


def versions(model) -> dict:
    """The versions that a model was made with, without the build's suffix (`+cpu`)."""
    packages = (model.needs, "torch") if model.needs else ("torch",)
    return {package: importlib.import_module(package).__version__.partition("+")[0] for package in packages}


def as_json(value, indent: str = "") -> str:
    """JSON with a line for each entry of the outer two levels, so that a difference can be read."""
    inner = indent + " "
    if len(indent) > 1 or not isinstance(value, (dict, list)) or not value:
        return json.dumps(value)
    if isinstance(value, list):
        return "[\n" + ",\n".join(inner + as_json(entry, inner + " ") for entry in value) + f"\n{indent}]"
    lines = (f"{inner}{json.dumps(key)}: {as_json(entry, inner)}" for key, entry in value.items())
    return "{\n" + ",\n".join(lines) + f"\n{indent}}}"


# --- Comparing with what the repository has --------------------------------------------------------------------------


def check(chosen: list) -> int:
    """1 unless making the models anew gives the files in test/Inputs."""
    chosen = [model for model in models.makeable(chosen) if comparable(model)]
    with tempfile.TemporaryDirectory() as scratch:
        folder = pathlib.Path(scratch)
        status = make_all(chosen, folder, write_dumps)
        differing = [name for model in chosen for name in differences(model, folder)]
    for name in differing:
        print(f"make-dumps.py: test/Inputs/{name} differs; utils/make-dumps.py writes it anew")
    if not differing and not status:
        print(f"make-dumps.py: the dumps of {len(chosen)} models are up to date")
    return 1 if differing else status


def comparable(model) -> bool:
    """Whether the packages here are those that the dumps in the repository were made with; says if not."""
    if is_form(model):
        return form_file(model, INPUTS).parent.exists()
    other = {package: seen for package, seen in versions(model).items() if seen != VERSIONS[package]}
    for package, seen in other.items():
        print(f"make-dumps.py: not compared: {model.name} was made with {package} {VERSIONS[package]}, this is {seen}")
    return not other


def differences(model, folder: pathlib.Path) -> list:
    """The names of a model's files that are not the same in `folder` and in test/Inputs."""
    made, kept = contents(model, folder), contents(model, INPUTS)
    return sorted(name for name in made.keys() | kept.keys() if made.get(name) != kept.get(name))


def contents(model, folder: pathlib.Path) -> dict:
    """What is in a model's files, by their paths within `folder`."""
    files = [form_file(model, folder)] if is_form(model) else folder.glob(f"{model.name}.*")
    return {str(file.relative_to(folder)): file.read_bytes() for file in files if file.exists()}


if __name__ == "__main__":
    sys.exit(main())
