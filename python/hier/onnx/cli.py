"""`hier-onnx`: judges the module names in ONNX files, and cuts out the part of a model that is one module.

An error is one line and exit status 1.
"""
import argparse
import json
import os
import sys

from ..errors import HierError
from .auditor import VERDICTS, audit
from .extractor import extract
from .names import SOURCES
from .reports import as_json, as_text, extracted_as_text


def parser() -> argparse.ArgumentParser:
    """The command line."""
    top = argparse.ArgumentParser(prog="hier-onnx", description=(__doc__ or "").split("\n\n")[0].partition(": ")[2],
                                  allow_abbrev=False)
    commands = top.add_subparsers(dest="command", required=True, metavar="COMMAND")
    judge = commands.add_parser("audit", help="judge the names of modules in a file by the weights and the dataflow",
                                allow_abbrev=False)
    judge.add_argument("file", metavar="FILE", nargs="+")
    judge.add_argument("--source", choices=SOURCES, help="which names to judge; by default each that is there")
    judge.add_argument("--format", choices=("text", "json"), default="text")
    judge.add_argument("--show", metavar="LIST", default="wrong", type=_verdicts,
                       help=f"the nodes to list: some of {', '.join(VERDICTS)}, with commas between (default: wrong)")
    judge.add_argument("--strict", action="store_true", help="exit with 1 if a name is wrong")
    judge.set_defaults(run=run_audit)
    part = commands.add_parser("extract", help="write the part of a model that is one module", allow_abbrev=False)
    part.add_argument("file", metavar="FILE")
    part.add_argument("--module", required=True, metavar="PATH", help="the module's path, such as encoder.layer.0")
    part.add_argument("--call", type=int, metavar="N", help="which of its calls, from 0, if there are several")
    part.add_argument("--source", choices=SOURCES, help="which names to go by; by default the first that is there")
    part.add_argument("-o", "--output", required=True, metavar="OUT")
    part.set_defaults(run=run_extract)
    return top


def _verdicts(text: str) -> set[str]:
    chosen = set(filter(None, text.split(",")))
    unknown = sorted(chosen - set(VERDICTS))
    if unknown:
        raise argparse.ArgumentTypeError(f"'{unknown[0]}' is none of {', '.join(VERDICTS)}")
    return chosen


def run_audit(options: argparse.Namespace) -> int:
    """Judges each file; the exit status."""
    failed, wrong, reports = False, False, []
    for file in options.file:
        try:
            audits = audit(file, options.source)
        except HierError as error:
            failed = True
            complain(error, file)
            continue
        wrong = wrong or any(found.counts()["wrong"] for found in audits)
        if options.format == "text":
            print(as_text(file, audits, options.show))
        else:
            reports.append(as_json(file, audits, options.show))
    if options.format == "json":
        print(json.dumps(reports[0] if len(options.file) == 1 and reports else reports, indent=1))
    return 1 if failed or (options.strict and wrong) else 0


def run_extract(options: argparse.Namespace) -> int:
    """Cuts out a module; the exit status."""
    try:
        found = extract(options.file, options.module, options.output, call=options.call, source=options.source)
    except HierError as error:
        complain(error, options.file, options.output)
        return 1
    print(extracted_as_text(found, options.output))
    return 0


def complain(error: HierError, file: str, output: str | None = None) -> None:
    """Prints the one line of an error."""
    text = str(error)
    if not text.startswith((f"{file}: ", f"{output}: ")):
        text = f"{file}: {text}"
    print("hier-onnx: error: " + " ".join(text.split()), file=sys.stderr)


def main(arguments: list[str] | None = None) -> int:
    """Runs the command line `arguments`, by default the program's; the exit status."""
    options = parser().parse_args(arguments)
    try:
        status: int = options.run(options)
        sys.stdout.flush()
        return status
    except BrokenPipeError:  # whoever reads has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
