#!/usr/bin/env python3
"""Takes docs/images/hierarchy-page.png, the picture of a page in docs/Page.md.
Usage: page-picture.py [--hier-opt FILE] [--dark] [OUTPUT]"""
import argparse
import pathlib
import subprocess
import sys
import tempfile

sys.dont_write_bytecode = True

import browser  # noqa: E402  (what stands beside this file leaves no bytecode there)
import png  # noqa: E402

ROOT = pathlib.Path(__file__).resolve().parent.parent
DUMP = ROOT / "test/Inputs/bert-tiny.module.ir"
MODULE = "encoder.layer.0.attention.self"
WIDTH, HEIGHT = 1400, 900


def take(page: browser.Page, file: pathlib.Path, scheme: str) -> bytes:
    page.look(WIDTH, HEIGHT, scheme)
    page.open(file, f"#{MODULE}")
    page.click("#measures [data-measure=flops]")
    page.click("#node-filter")
    page.type("aten::")
    page.evaluate("document.activeElement.blur()")
    page.settle()
    return page.picture()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--hier-opt", default=ROOT / "build/bin/hier-opt", metavar="FILE")
    parser.add_argument("--dark", action="store_true")
    parser.add_argument("output", nargs="?", type=pathlib.Path, default=ROOT / "docs/images/hierarchy-page.png")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, browser.opened() as page:
        file = pathlib.Path(folder) / "page.html"
        subprocess.run([arguments.hier_opt, f"--emit-html={file}", DUMP], check=True)
        picture = take(page, file, "dark" if arguments.dark else "light")
    arguments.output.parent.mkdir(parents=True, exist_ok=True)
    arguments.output.write_bytes(png.with_few_colours(picture))


if __name__ == "__main__":
    sys.exit(main())
