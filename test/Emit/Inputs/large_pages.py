"""Pages of large models, and what people do in them that takes longest: each shows all nodes, or all modules, anew."""
import pathlib
from collections.abc import Callable

import browser
import made_models
from reading import FOLDER, Reader, page_of

PARTS, NODES = 9, 17  # of a layer, and of a part


def large_page(layers: int) -> pathlib.Path:
    dump = FOLDER / f"{layers}.ir"
    dump.write_text(made_models.layered(layers, PARTS, NODES).text())
    return page_of(str(layers), dump)


def node_count(reader: Reader) -> int:
    return int(reader.text("#summary").split("  ·  ")[2].split()[0].replace(",", ""))


def actions(page: browser.Page, reader: Reader, layers: int) -> dict[str, Callable[[], object]]:
    """In an order in which each can be done."""
    return {
        "select the root": lambda: page.click('.icicle [data-path=""]'),
        "open every fold": lambda: page.click("#fold"),
        "choose a measure": lambda: page.click("#measures [data-measure=bytes]"),
        "follow an address": lambda: reader.go(f"{layers // 2}.part4"),
        "zoom out": lambda: page.click("#trail button"),
        "search modules": lambda: (page.click("#search"), page.type("part4")),
        "go back to the root": lambda: reader.go(""),
        "filter nodes": lambda: (page.click("#node-filter"), page.type("relu")),
        "scroll to the end": lambda: page.evaluate(
            "new Promise(done => { document.querySelector('#nodes').scrollTop = 1e9;"
            "requestAnimationFrame(() => requestAnimationFrame(done)); })"),
    }
