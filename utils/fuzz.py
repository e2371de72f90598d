#!/usr/bin/env python3
"""Runs the fuzzers of the asan build: `make fuzz [TARGET=read] [TIME=600]`, and briefly in `make check`.

usage: fuzz.py [--check] [--time SECONDS] [--build FOLDER] [TARGET...]
With --check each target, by default all, runs on its regression inputs and then for a few seconds from a fixed seed,
and nothing is kept but findings. Without, each runs in two processes for the time given and keeps what it learns in
FOLDER/fuzz/TARGET; the executions are summed up over all runs in FOLDER/fuzz/executions.json. Exits with 1 if anything
was found.
"""
import argparse
import collections
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
TESTS = ROOT / "test/fuzz"
WORKERS = 2
# libtorch keeps every name it has seen for ever: a process that grows past the limit ends, and another goes on.
ROUND_SECONDS = 300
MEMORY = "-rss_limit_mb=2560"
EXECUTED = re.compile(rb"^stat::number_of_executed_units:\s*(\d+)", re.MULTILINE)

# The seeds that make-seeds.py makes for a target, its longest input, the runs of a check, and whose inputs it shares.
Target = collections.namedtuple("Target", "seeds max_len check_runs shares")
TARGETS = {
    "read": Target("text", 4096, 20000, "roundtrip"),
    "roundtrip": Target("text", 4096, 8000, "read"),
    "pipeline": Target("pipeline", 512, 50000, None),
    "passes": Target("bytes", 1024, 600, None),
    "saved": Target("pickle", 1024, 20000, None),
}


def environment():
    symbolizer = pathlib.Path("/usr/lib/llvm-19/bin/llvm-symbolizer")
    return os.environ | {
        # Short stacks of allocations, and little kept of what is freed: twice as fast.
        "ASAN_OPTIONS": "malloc_context_size=10:quarantine_size_mb=16",
        "LSAN_OPTIONS": f"suppressions={ROOT / 'test/leaks.supp'}:print_suppressions=0",
        "UBSAN_OPTIONS": "print_stacktrace=1",
    } | ({"ASAN_SYMBOLIZER_PATH": str(symbolizer)} if symbolizer.exists() else {})


class Fuzzer:
    """One target of one build."""

    def __init__(self, build, name):
        self.name, self.target = name, TARGETS[name]
        self.program = build / f"bin/hier-fuzz-{name}"
        self.seeds = build / "fuzz/seeds" / self.target.seeds
        self.folder = build / "fuzz" / name
        self.findings = self.folder / "findings"
        self.findings.mkdir(parents=True, exist_ok=True)
        if not self.program.exists():
            sys.exit(f"fuzz.py: {self.program} is not built")

    def start(self, folders, log, *flags):
        # Leaks are looked for when a process ends: after each input that would take longer than all else.
        command = [self.program, "-detect_leaks=0", "-timeout=20", MEMORY, "-print_final_stats=1",
                   f"-max_len={self.target.max_len}", f"-artifact_prefix={self.findings}/", *flags, *folders]
        if self.target.seeds in ("text", "pipeline"):
            command.append(f"-dict={TESTS / 'torchscript.dict'}")
        return subprocess.Popen(command, cwd=self.folder, env=environment(), stdout=log, stderr=subprocess.STDOUT)

    def replay(self, files):
        """Runs the target on each of `files` once: whether it ended well, and what it printed, programs included."""
        command = [self.program, MEMORY, "-timeout=20", *files]
        done = subprocess.run(command, cwd=self.folder, capture_output=True, env=environment() | {"HIER_FUZZ_PRINT": "1"})
        return done.returncode == 0, done.stdout + done.stderr

    def regressions(self):
        return sorted(file for file in (TESTS / "regressions" / self.name).glob("*"))

    def new_findings(self, log):
        """The findings of a process that did not end well. One that ran out of memory in the course of time, and not by
        its last input, has found nothing."""
        reports = []
        for file in sorted(self.findings.iterdir()):
            if file.suffix == ".log" or file.with_suffix(".log").exists():
                continue
            clean, output = self.replay([file])
            if file.name.startswith("oom-") and clean:
                file.unlink()
                continue
            file.with_suffix(".log").write_bytes(log if clean else output)
            reports.append(file)
        return reports


#===----------------------------------------------------------------------===#
# A short run
#===----------------------------------------------------------------------===#


def check(fuzzer):
    files = fuzzer.regressions()
    if files:
        clean, output = fuzzer.replay(files)
        if not clean:
            print(output.decode(errors="replace"))
            print(f"{fuzzer.name}: a regression input fails")
            return False
    with tempfile.TemporaryDirectory() as corpus, tempfile.TemporaryFile() as log, \
            tempfile.NamedTemporaryFile("w", encoding="utf-8") as seeds:
        # In an order of their own: that of a folder is the file system's, and another course of mutations.
        seeds.write(",".join(str(file) for file in sorted(fuzzer.seeds.iterdir())))
        seeds.flush()
        flags = ["-seed=1", f"-runs={fuzzer.target.check_runs}", "-max_total_time=15", f"-seed_inputs=@{seeds.name}"]
        status = fuzzer.start([corpus], log, *flags).wait()
        log.seek(0)
        output = log.read()
    if status != 0:
        print(output.decode(errors="replace"))
        print(f"{fuzzer.name}: found {', '.join(map(str, fuzzer.new_findings(output)))}")
        return False
    print(f"{fuzzer.name}: {len(files)} regression inputs and {executed(output)} executions without a finding")
    return True


#===----------------------------------------------------------------------===#
# A long run
#===----------------------------------------------------------------------===#


def executed(log):
    return sum(int(count) for count in EXECUTED.findall(log))


def add_executions(build, name, count):
    """The executions of each target so far, with `count` more."""
    file = build / "fuzz/executions.json"
    totals = json.loads(file.read_text()) if file.exists() else {}
    totals[name] = totals.get(name, 0) + count
    file.write_text(json.dumps(totals, indent=1) + "\n")
    return totals


def round_of(fuzzer, seconds):
    """Lets the workers run for `seconds` at most: the executions, and the findings."""
    corpus = fuzzer.folder / "corpus"
    corpus.mkdir(exist_ok=True)
    folders = [corpus, fuzzer.seeds, TESTS / "regressions" / fuzzer.name]
    if fuzzer.target.shares:
        folders.append(fuzzer.folder.parent / fuzzer.target.shares / "corpus")
    folders = [folder for folder in folders if folder.exists()]
    logs = [open(fuzzer.folder / f"worker-{index}.log", "wb+") for index in range(WORKERS)]
    workers = [fuzzer.start(folders, log, f"-max_total_time={seconds}", "-reload=30") for log in logs]
    count, failed = 0, []
    for worker, log in zip(workers, logs):
        status = worker.wait()
        log.seek(0)
        output = log.read()
        log.close()
        count += executed(output)
        if status != 0:
            failed.append((pathlib.Path(log.name), output))
    findings = [file for _, output in failed for file in fuzzer.new_findings(output)]
    # A leak is seen at the end, and the input that it came from is not known; running out of memory may be no finding.
    findings += [log for log, output in failed if b"LeakSanitizer: detected" in output]
    if failed and not findings and not all(b"out-of-memory" in output for _, output in failed):
        sys.exit(f"fuzz.py: hier-fuzz-{fuzzer.name} did not end well; see {failed[0][0]}")
    return count, findings


def run(build, fuzzer, seconds):
    """Rounds until the time is up or something is found, which would be found again and again."""
    end = time.monotonic() + seconds
    findings = []
    while not findings and (left := int(end - time.monotonic())) > 0:
        count, findings = round_of(fuzzer, min(left, ROUND_SECONDS))
        totals = add_executions(build, fuzzer.name, count)
        print(f"{fuzzer.name}: {count} executions, {totals[fuzzer.name]} in all runs", flush=True)
    for file in findings:
        print(f"{fuzzer.name}: found {file}", flush=True)
    return not findings


def main():
    parser = argparse.ArgumentParser(description="Runs the fuzzers of the asan build.")
    parser.add_argument("targets", nargs="*", choices=[[], *TARGETS], metavar="TARGET")
    parser.add_argument("--check", action="store_true", help="run briefly, and the same each time")
    parser.add_argument("--time", type=int, default=600, help="seconds for each target, 600 by default")
    parser.add_argument("--build", type=pathlib.Path, default=ROOT / "build-asan")
    options = parser.parse_args()
    build = options.build.resolve()
    fuzzers = [Fuzzer(build, name) for name in options.targets or TARGETS]
    subprocess.run([sys.executable, ROOT / "utils/make-seeds.py", build / "fuzz/seeds"], check=True)
    if options.check:
        return not all([check(fuzzer) for fuzzer in fuzzers])
    clean = all([run(build, fuzzer, options.time) for fuzzer in fuzzers])
    totals = json.loads((build / "fuzz/executions.json").read_text())
    print("executions in all runs: " + ", ".join(f"{name} {count}" for name, count in totals.items()))
    return not clean


if __name__ == "__main__":
    sys.exit(main())
