#!/usr/bin/env python3
"""Are the hierarchies that hier-opt reads off a model's dump those that Python hooks see of the live model?

usage: hierarchy-of.py [--hier-opt TOOL] [--list] [--print] [NAME...]
NAME is a model of utils/models, or a type of transformers: `bert`, `gpt2`, any that `AutoConfig.for_model` knows.
Without names it is every model of utils/models that hooks see into, and twenty types of transformers; where that
package is missing, the models that need it are left out. Nothing is downloaded: weights are random, inputs are made.

Each model is run with hooks, then traced, and hier-opt makes its reports of the module dump, of the saved archive and
of the inlined graph. From the first two every tag, every enter and exit, and all figures and differences of the
comparison have to be as hooks have them. From an inlined graph, whose calls are gone, less is known: each module that
is listed has to have its tag. Models that are not of transformers are compared under both policies. The names of one
module object count as one: hooks know it by the first, and a dump does not always say which that is.

A line for each model tells how many reports are identical, and the first difference; the exit status is 1 if there is
one, if a model could not be compared, or if none was. --print prints what hooks see instead, in the notebook's lines.
"""
import argparse
import json
import multiprocessing
import os
import pathlib
import subprocess
import sys
import tempfile
import warnings

HERE = pathlib.Path(__file__).resolve().parent
TOOL = HERE.parent / "build/bin/hier-opt"
REPORTS = ("print-static-hierarchy", "print-traced-hierarchy", "print-execution-trace", "compare-hierarchies")
sys.dont_write_bytecode = True
sys.path.insert(0, str(HERE))
warnings.simplefilter("ignore")  # what torch and transformers say when they are loaded, and when they trace, is no news
os.environ["TRANSFORMERS_VERBOSITY"] = "error"

import models  # noqa: E402  (it stands beside this file)
from models import architectures, hooks  # noqa: E402


def main() -> int:
    options = parse_arguments()
    chosen, unknown = choose(options.names)
    if unknown:
        print(f"hierarchy-of.py: no model that hooks see into is called {', '.join(unknown)}", file=sys.stderr)
        return 1
    if options.list:
        for model in chosen:
            print(f"{model.name:20} {model.about}")
        return 0
    chosen = models.makeable(chosen)
    if options.print:
        return print_all(chosen)
    return compare_all(chosen, options.hier_opt)


def parse_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Compares hier-opt's reports with what Python hooks see.")
    parser.add_argument("names", nargs="*", metavar="NAME", help="a model of utils/models, or a type of transformers")
    parser.add_argument("--hier-opt", metavar="TOOL", default=TOOL, help="default: build/bin/hier-opt")
    action = parser.add_mutually_exclusive_group()
    action.add_argument("--list", action="store_true", help="list the models and compare nothing")
    action.add_argument("--print", action="store_true", help="print what hooks see and compare nothing")
    return parser.parse_args()


# --- The models ------------------------------------------------------------------------------------------------------


def choose(names: list) -> tuple[list, list]:
    """The models called for, and the names that no model has."""
    ours = {name: model for name, model in models.all_models().items() if model.hooks}
    names = names or [*ours, *architectures.ARCHITECTURES]
    found = {name: ours.get(name) or architectures.architecture(name) for name in names}
    return [model for model in found.values() if model], [name for name, model in found.items() if not model]


def in_own_process(function, *arguments):
    """What `function` returns in a process of its own, or what ended it: torch numbers the classes of a process."""
    context = multiprocessing.get_context("fork")
    receiver, sender = context.Pipe(duplex=False)

    def run():
        try:
            sender.send(function(*arguments))
        except Exception as error:  # a model that this torch or transformers cannot make, run or trace
            sender.send(f"{type(error).__name__}: {str(error).strip().partition(chr(10))[0]}")

    process = context.Process(target=run)
    process.start()
    sender.close()
    try:
        return receiver.recv()
    except EOFError:
        return "its process died"
    finally:
        process.join()


def trace(live, inputs):
    import torch

    how = {"example_kwarg_inputs": inputs} if isinstance(inputs, dict) else {"example_inputs": inputs}
    return torch.jit.trace(live, **how, strict=False, check_trace=False)


# --- Comparing -------------------------------------------------------------------------------------------------------


def compare_all(chosen: list, tool) -> int:
    """Compares the models and prints a line for each; 1 unless all is identical."""
    identical = compared = failed = 0
    for model in chosen:
        outcomes = in_own_process(compare, model, tool)
        if not isinstance(outcomes, list):
            failed += 1
            print(f"{model.name:20} not compared: {outcomes}", flush=True)
            continue
        differences = [f"; {what}: {difference}" for what, difference in outcomes if difference]
        same = len(outcomes) - len(differences)
        print(f"{model.name:20} {same} of {len(outcomes)} reports identical{''.join(differences[:1])}", flush=True)
        identical, compared = identical + same, compared + len(outcomes)
    print(f"{len(chosen) - failed} models compared, {failed} not: {identical} of {compared} reports identical")
    return 1 if failed or not compared or identical != compared else 0


def compare(model: models.Model, tool) -> list:
    """(which report, first difference or "") of each report that is compared."""
    live, inputs = models.build(model)
    oracle = hooks.oracle(live, inputs)
    policies = {"=policy=hf": oracle, "=policy=all": oracle["all"]} if "all" in oracle else {"": oracle}
    outcomes = []
    with tempfile.TemporaryDirectory() as folder:
        for form, file in write_forms(model, trace(live, inputs), pathlib.Path(folder)).items():
            compared = claims if form == "inlined graph" else reports
            for option, facts in policies.items():
                pairs = compared(told(tool, option, file), facts, oracle["aliases"])
                outcomes += [(f"{form}{option.replace('=', ' ')}, {what}", first_difference(*pair))
                             for what, pair in pairs.items()]
    return outcomes


def write_forms(model: models.Model, traced, folder: pathlib.Path) -> dict:
    """The files that hold the model, by what they hold."""
    files = {"module dump": folder / "module.ir", "inlined graph": folder / "inlined.ir"}
    files["module dump"].write_text(traced._c.dump_to_str(True, False, False))
    files["inlined graph"].write_text(str(traced.inlined_graph))
    if model.archive:
        files["archive"] = folder / "archive.pt"
        traced.save(str(files["archive"]))
    return files


def told(tool, option: str, file: pathlib.Path) -> dict:
    """hier-opt's reports of a file; what it says on stderr if it makes none."""
    command = [tool, *(f"--{report}{option}" for report in REPORTS), "--report-format=json", file]
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode:
        return {"error": f"exit status {done.returncode}: {done.stderr.strip()}"}
    return json.loads(done.stdout)


def reports(got: dict, facts: dict, aliases: dict) -> dict:
    """What hier-opt tells, and what hooks do, of a form that holds all there is to know."""
    if "error" in got:
        return dict.fromkeys(("static", "traced", "trace", "comparison"), (got["error"], ""))
    static, traced = (got[key]["hierarchy_mapping"] for key in ("static_hierarchy", "traced_hierarchy"))
    expected = comparison(static, traced) if aliases else comparison(facts["static"], facts["traced"])
    named = {path: tag for path, tag in static.items() if path in facts["static"] or path not in aliases}
    figures = {key: got["traced_hierarchy"][key] for key in facts["summary"]}
    return {
        "static": (named, facts["static"]),
        "traced": (by_module(traced, aliases) | figures, by_module(facts["traced"], aliases) | facts["summary"]),
        "trace": (entries(got["execution_trace"]["execution_trace"], aliases), entries(facts["trace"], aliases)),
        "comparison": ({key: got["comparison"][key] for key in expected}, expected),
    }


def claims(got: dict, facts: dict, aliases: dict) -> dict:
    """What hier-opt tells of an inlined graph, and what hooks do of the same modules."""
    if "error" in got:
        return dict.fromkeys(("static", "traced"), (got["error"], ""))
    pairs = {}
    for what in ("static", "traced"):
        mine = by_module(got[f"{what}_hierarchy"]["hierarchy_mapping"], aliases)
        seen = by_module(facts[what], aliases)
        pairs[what] = mine, {path: tags if set(tags) <= set(seen.get(path, ())) else seen.get(path)
                             for path, tags in mine.items()}
    return pairs


def by_module(mapping: dict, aliases: dict) -> dict:
    """The tags of each module object: of several, where its names have different ones."""
    tags: dict[str, set] = {}
    for path, tag in mapping.items():
        tags.setdefault(aliases.get(path, path), set()).add(tag)
    return {path: sorted(of_path) for path, of_path in tags.items()}


def entries(steps: list, aliases: dict) -> list:
    return [step | {"module_name": aliases.get(step["module_name"], step["module_name"])} for step in steps]


def comparison(static: dict, traced: dict) -> dict:
    """The comparison of two mappings as hier-opt tells it: names and tags beside the figures."""
    differences = [{"module": path, "static": static[path], "traced": traced[path]}
                   for path in sorted(static.keys() & traced.keys()) if static[path] != traced[path]]
    return hooks.comparison(static, traced) | {
        "only_static": sorted(static.keys() - traced.keys()), "only_traced": sorted(traced.keys() - static.keys()),
        "differences": differences}


def first_difference(mine, seen) -> str:
    """Where hier-opt and hooks differ, or "" if they do not."""
    if mine == seen:
        return ""
    if isinstance(seen, dict):
        path = next(path for path in [*seen, *mine] if mine.get(path) != seen.get(path))
        return f"{path}: hier-opt tells {mine.get(path)}, hooks {seen.get(path)}"
    if isinstance(seen, list):
        at = next((at for at, pair in enumerate(zip(mine, seen)) if pair[0] != pair[1]), min(len(mine), len(seen)))
        return f"entry {at}: hier-opt tells {(mine[at:] or [None])[0]}, hooks {(seen[at:] or [None])[0]}"
    return mine


# --- Printing --------------------------------------------------------------------------------------------------------


def print_all(chosen: list) -> int:
    """Prints what hooks see of each model; 1 if one of them cannot be run."""
    faults = {model.name: fault for model in chosen if (fault := in_own_process(print_hierarchies, model))}
    for name, fault in faults.items():
        print(f"hierarchy-of.py: {name}: {fault}", file=sys.stderr)
    return 1 if faults else 0


def print_hierarchies(model: models.Model) -> None:
    """Prints what hooks see of a model under its default policy, in the notebook's lines, which are the reports'."""
    oracle = hooks.oracle(*models.build(model))
    facts = oracle.get("all", oracle)
    static, traced, steps = facts["static"], facts["traced"], facts["trace"]
    print(f"Found {len(static)} module mappings:\n{'=' * 70}")
    print_tags(static)
    print(f"\nTraced Hierarchy Mapping:\n{'=' * 70}")
    print_tags(traced)
    print(f"\nFound {len(traced)} modules with traced hierarchy tags")
    print(f"Execution steps: {len(steps)}\nMax stack depth reached: {facts['summary']['max_stack_depth']}")
    print_trace(steps, facts["summary"]["max_stack_depth"])
    print_comparison(comparison(static, traced), traced)


def print_tags(mapping: dict) -> None:
    for path, tag in sorted(mapping.items()):
        print(f"{path:40} -> {tag}")


def print_trace(steps: list, deepest: int) -> None:
    print(f"\nExecution Trace Analysis:\n{'=' * 50}\nFirst 10 execution steps:")
    for order, step in enumerate(steps[:10]):
        arrow = "→" if step["action"] == "enter" else "←"
        print(f"{order:2d}: {'  ' * (step['stack_depth'] - 1)}{arrow} {step['module_name']}")
    if len(steps) > 10:
        print(f"... and {len(steps) - 10} more steps")
    print("\nModule execution order:")
    last = {step["module_name"]: step for step in steps if step["action"] == "enter"}
    for step in sorted(last.values(), key=lambda step: step["execution_order"]):
        print(f"{step['execution_order']:2d}: {step['module_name']:30} -> {step['tag']}")
    print(f"\nMax stack depth reached: {deepest}")


def print_comparison(found: dict, traced: dict) -> None:
    print(f"\nComparison Summary:\n{'=' * 50}")
    print(f"Static mapping modules: {found['static_count']}\nTraced mapping modules: {found['traced_count']}")
    print(f"Common modules: {found['common_count']}")
    print(f"Only in static: {len(found['only_static'])}\nOnly in traced: {len(found['only_traced'])}")
    print(f"\nTag Comparison:\nMatching tags: {found['tag_matches']}/{found['common_count']}")
    print(f"Different tags: {found['tag_differences']}")
    if differences := found["differences"]:
        print("\nFirst few tag differences:")
        for difference in differences[:5]:
            print(f"  {difference['module']:30}")
            print(f"    Static:  {difference['static']}\n    Traced:  {difference['traced']}")
        if len(differences) > 5:
            print(f"    ... and {len(differences) - 5} more differences")
    if found["only_traced"]:
        print("\nModules only in traced mapping (execution-only):")
        for path in found["only_traced"][:5]:
            print(f"  {path:30} -> {traced[path]}")
        if len(found["only_traced"]) > 5:
            print(f"  ... and {len(found['only_traced']) - 5} more")


if __name__ == "__main__":
    sys.exit(main())
