#!/usr/bin/env python3
"""Do the reports say what Python hooks have recorded on the live models?

usage: check-reports.py FOLDER ARCHIVES
Reports on each NAME.module.ir of FOLDER, all dumps in one run for each policy, and on each NAME.pt of ARCHIVES under the
policy that it has by default, and compares them with FOLDER/NAME.oracle.json: both mappings, every step of the trace, the
figures, and the comparison. The operations of an archive, tagged in the same run, are compared with NAME.truth.json.
Names of one module count as one; that an archive tells them all is compared too.
"""
import concurrent.futures
import json
import pathlib
import re
import subprocess
import sys
import tempfile

FLAGS = ("--print-static-hierarchy", "--print-traced-hierarchy", "--print-execution-trace", "--compare-hierarchies")
STEP = ("module_name", "tag", "action", "stack_depth", "execution_order")
TAGGED = re.compile(r'([\w:]+)\[[^(]*?hierarchy_path="([^"]*)"(?:, hierarchy_call=(\d+))?')


def reports(*arguments, text=None):
    done = subprocess.run(["hier-opt", "--report-format=json", *map(str, arguments)], input=text, capture_output=True, text=True)
    if done.returncode:
        sys.exit(f"{arguments[-1]}: {done.stderr}")
    return json.loads(done.stdout)


def faults(got, oracle, wanted, is_text):
    """What differs between the reports of one model and what hooks have recorded under one policy."""
    aliases = oracle["aliases"]

    def canonical(mapping):
        return {aliases.get(path, path): tag for path, tag in mapping.items()}

    def trace(steps):
        return [(aliases.get(step["module_name"], step["module_name"]), *(step[key] for key in STEP[1:])) for step in steps]

    traced, comparison = got["traced_hierarchy"], got["comparison"]
    static = got["static_hierarchy"]["hierarchy_mapping"]
    if is_text:  # A text does not tell two names of one module in another from two modules.
        static = {path: tag for path, tag in static.items() if path not in aliases or path in wanted["static"]}
    pairs = {
        "root": (got["static_hierarchy"]["root_class"], oracle["root"]),
        "static": (static, wanted["static"]),
        "traced": (canonical(traced["hierarchy_mapping"]), canonical(wanted["traced"])),
        "summary": ({key: traced[key] for key in wanted["summary"]}, wanted["summary"]),
        "trace": (trace(got["execution_trace"]["execution_trace"]), trace(wanted["trace"])),
        "depth": (got["execution_trace"]["max_stack_depth"], wanted["summary"]["max_stack_depth"]),
        "completeness": ([report for report in got.values() if "complete" in report], []),
    }
    if not aliases:
        counts = wanted["compare"] | {
            "only_static": sorted(set(static) - set(wanted["traced"])),
            "only_traced": sorted(set(wanted["traced"]) - set(static)),
        }
        pairs["comparison"] = ({key: comparison[key] for key in counts}, counts)
    return [f"{what} is {mine}, not {theirs}" for what, (mine, theirs) in pairs.items() if mine != theirs]


def dump_faults(folder, oracles, policy):
    names = [name for name in oracles if policy == "hf" or "all" in oracles[name]]
    text = "".join((folder / f"{name}.module.ir").read_text() for name in names)
    got = reports(*(f"{flag}=policy={policy}" for flag in FLAGS), "-", text=text)
    if len(got) != len(names):
        sys.exit(f"{len(got)} reports for {len(names)} dumps")
    for name, report in zip(names, got):
        oracle = oracles[name]
        yield f"{name}.module.ir, policy {policy}", faults(report, oracle, oracle if policy == "hf" else oracle["all"], True)


def archive_faults(archive, oracle, truth):
    with tempfile.NamedTemporaryFile(suffix=".ir") as tagged:
        got = reports(*FLAGS, "--tag-hierarchy=policy=all attributes=tag,path,call", "-o", tagged.name, archive)
        operations = TAGGED.findall(pathlib.Path(tagged.name).read_text())
    found = faults(got, oracle, oracle.get("all", oracle), False) if oracle else []
    if oracle and got["comparison"]["aliases"] != oracle["aliases"]:
        found.append(f"aliases are {got['comparison']['aliases']}, not {oracle['aliases']}")
    wanted = [tuple(operation) for operation in truth["ops"]] if truth else []
    kinds = {kind for kind, _, _ in wanted}
    seen = [(kind, path, int(call or 0)) for kind, path, call in operations if kind in kinds]
    if seen != wanted:
        found.append(f"operations are {seen}, not {wanted}")
    return found


def main():
    folder, archives = map(pathlib.Path, sys.argv[1:])
    oracles, truths = ({file.name.split(".")[0]: json.loads(file.read_text())
                        for file in sorted(folder.glob(f"*.{what}.json"))} for what in ("oracle", "truth"))
    results = [result for policy in ("hf", "all") for result in dump_faults(folder, oracles, policy)]
    files = [file for file in sorted(archives.glob("*.pt")) if not file.name.endswith(".inputs.pt")]
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        found = pool.map(lambda file: archive_faults(file, oracles.get(file.stem), truths.get(file.stem)), files)
        results += zip((file.name for file in files), found)
    for name, differing in results:
        if differing:
            print(f"{name}: {len(differing)} faults: {differing[0][:400]}")
    failed = sum(bool(differing) for _, differing in results)
    print(f"{len(results)} models compared, {len(files)} of them archives, {failed} differ")
    return failed != 0 or not oracles or not files


if __name__ == "__main__":
    sys.exit(main())
