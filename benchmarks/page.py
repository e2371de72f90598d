#!/usr/bin/env python3
"""Measures how long pages of large models take to open in Chromium, and to answer, and prints it beside what the browser
takes to parse the JSON in them. After `make test`, or with Chromium installed: .venv/bin/python benchmarks/page.py"""
import os
import pathlib
import statistics
import sys
import tempfile
import time
from collections.abc import Callable

ROOT = pathlib.Path(__file__).resolve().parent.parent
ROUNDS = 5
PARSE = """(() => {
    const text = document.querySelector('script.model').textContent;
    const begin = performance.now();
    JSON.parse(text);
    return performance.now() - begin;
})()"""


def milliseconds(action: Callable[[], object]) -> float:
    begin = time.monotonic()
    action()
    return 1000 * (time.monotonic() - begin)


def measure(page, reader, layers: int, empty: pathlib.Path) -> None:
    """All of one page, in turn with a page that is empty."""
    import large_pages
    file = large_pages.large_page(layers)
    opened, nothing, parsed = [], [], []
    for _ in range(ROUNDS):
        opened.append(milliseconds(lambda: page.open(file)))
        parsed.append(page.evaluate(PARSE))
        nothing.append(milliseconds(lambda: page.open(empty)))
    page.open(file)
    nodes = large_pages.node_count(reader)
    print(f"{nodes:,} nodes, {file.stat().st_size / 1e6:.1f} MB: opens in {statistics.median(opened):.0f} ms, an empty page in "
          f"{statistics.median(nothing):.0f} ms; its JSON alone is parsed in {statistics.median(parsed):.0f} ms")
    for name, action in large_pages.actions(page, reader, layers).items():
        print(f"  {name:<20} {milliseconds(action):5.0f} ms")


def main() -> None:
    folder = tempfile.TemporaryDirectory()
    sys.argv.append(folder.name)  # where reading.py has its files
    sys.path[:0] = [str(ROOT / "utils"), str(ROOT / "test/Emit/Inputs")]
    os.environ["PATH"] = f"{ROOT / 'build/bin'}:{os.environ['PATH']}"
    import reading
    empty = pathlib.Path(folder.name) / "empty.html"
    empty.write_text("<!DOCTYPE html><title>empty</title>")
    reading.run(lambda page, reader: measure(page, reader, 155, empty), lambda page, reader: measure(page, reader, 575, empty))


if __name__ == "__main__":
    main()
