"""`python -m hier dump`: the text of a model that a config.json describes or an archive holds."""
import argparse
import os
import pathlib
import sys
import warnings

from . import _dump
from ._files import file_argument, replace_all
from .errors import HierError


def main(arguments: list[str] | None = None) -> int:
    options = _parser().parse_args(arguments)
    warnings.simplefilter("ignore")  # what torch and transformers say while they are loaded is no news
    os.environ.setdefault("TRANSFORMERS_VERBOSITY", "error")
    os.environ["HF_HUB_OFFLINE"] = os.environ["TRANSFORMERS_OFFLINE"] = "1"
    try:
        text = _dump.dump(_dump.read_model(options.model), kind=options.kind, batch=options.batch,
                          length=options.length, seed=options.seed)
        _write(text, options.output)
    except HierError as error:
        print(f"hier: error: {error}", file=sys.stderr)
        return 1
    except BrokenPipeError:  # who reads has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m hier", description="Hier's tools that need Python.")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    dump = commands.add_parser("dump", help="print the TorchScript of a model", description=(
        "Prints the TorchScript of a model, which hier-opt reads. A model of transformers is made with random weights "
        "and traced with inputs that are made up; nothing is fetched."))
    dump.add_argument("model", metavar="CONFIG_OR_FOLDER", type=pathlib.Path,
                      help="a config.json of transformers, a folder with one, or an archive (.pt)")
    dump.add_argument("-o", dest="output", metavar="FILE", default="-", help="where to write; default: standard output")
    dump.add_argument("--kind", choices=_dump.KINDS, default="module", help="what to print (default: module)")
    dump.add_argument("--batch", type=int, default=2, help="how many texts, images or sounds (default: 2)")
    dump.add_argument("--length", type=int, default=16, help="how many tokens a text has (default: 16)")
    dump.add_argument("--seed", type=int, default=0, help="what decides weights and inputs (default: 0)")
    return parser


def _write(text: str, output: str) -> None:
    """Writes to standard output, or to a file that is whole or is not there."""
    if output == "-":
        sys.stdout.write(text)
        sys.stdout.flush()
        return
    file, content = file_argument("FILE", output), text.encode("utf-8", "surrogateescape")
    try:
        if file.exists() and not file.is_file():  # a device or a pipe takes what comes
            file.write_bytes(content)
        else:
            replace_all({file: content})
    except OSError as error:
        raise HierError(f"{file}: {error.strerror or error}") from None


if __name__ == "__main__":
    sys.exit(main())
