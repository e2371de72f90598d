"""Pages of large models open and answer within seconds. Usage: page-large.py FOLDER"""
import time

import browser
import made_models
from reading import FOLDER, Reader, page_of, run

# In seconds, on a machine that does other things meanwhile.
OPENS, ANSWERS = 2, 2


def time_of(doing) -> float:
    begin = time.monotonic()
    doing()
    return time.monotonic() - begin


def use(page: browser.Page, reader: Reader, layers: int, least: int, opens: float) -> None:
    dump = FOLDER / f"{layers}.ir"
    dump.write_text(made_models.layered(layers, 9, 17).text())
    file = page_of(str(layers), dump)
    took = min(time_of(lambda: page.open(file)) for _ in range(3))
    assert took < opens, f"it opened in {took:.1f} s"
    nodes = int(reader.text("#summary").split("  ·  ")[2].split()[0].replace(",", ""))
    assert nodes >= least, nodes
    assert reader.count("#nodes .row") < 100 and reader.count("#modules .row") < 100
    answers(page, reader, f"{layers // 2}.part4")


def answers(page: browser.Page, reader: Reader, path: str) -> None:
    """What takes longest: each shows all nodes, or all modules, anew."""
    doings = {
        "click": lambda: page.click('.icicle [data-path=""]'),
        "open": lambda: page.click("#fold"),
        "measure": lambda: page.click("#measures [data-measure=bytes]"),
        "address": lambda: reader.go(path),
        "zoom": lambda: page.click('#trail button'),
        "search": lambda: (page.click("#search"), page.type("part4")),
        "root": lambda: reader.go(""),
        "filter": lambda: (page.click("#node-filter"), page.type("relu")),
        "end": lambda: page.evaluate("new Promise(done => { document.querySelector('#nodes').scrollTop = 1e9;"
                                     "requestAnimationFrame(() => requestAnimationFrame(done)); })"),
    }
    for name, doing in doings.items():
        took = time_of(doing)
        assert took < ANSWERS, f"{name} took {took:.1f} s"
    assert reader.count("#nodes .row") > 0


def large(page: browser.Page, reader: Reader) -> None:
    use(page, reader, 155, 25_000, OPENS)
    print("25,000 nodes")


def larger(page: browser.Page, reader: Reader) -> None:
    use(page, reader, 575, 94_000, 3 * OPENS)
    print("94,000 nodes")


if __name__ == "__main__":
    run(large, larger)
