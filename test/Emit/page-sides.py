"""Two models side by side, and one of several. Usage: page-sides.py INPUTS FOLDER"""
import json
import pathlib
import subprocess
import sys

import browser
import made_models
from made_models import Module
from reading import FOLDER, Reader, page_of, run

INPUTS = pathlib.Path(sys.argv[1])


def written(name: str, module: Module) -> pathlib.Path:
    dump = FOLDER / name
    dump.write_text(module.text())
    return dump


def row(page: browser.Page, path: str) -> dict:
    """The marks and numbers of a module in the tree."""
    return page.evaluate(f"""(() => {{
        const row = document.querySelector('#modules [data-path="{path}"]');
        const texts = (selector) => [...row.querySelectorAll(selector)].map(node => node.textContent);
        return {{marks: texts('.mark'), numbers: texts('.number'),
                 title: row.querySelector('.mark')?.title ?? null}};
    }})()""")


def sides(page: browser.Page, reader: Reader) -> None:
    part = made_models.layered(1, 1, 3).children["0"].children["part0"]
    longer = Module("net.Part", lines=(made_models.RELU,) * 5)
    left = Module("net.Net", {"same": part, "gone": part, "longer": part, "other": part})
    right = Module("net.Net", {"same": part, "longer": longer, "new": part, "other": Module("net.Else", lines=part.lines)})
    page.open(page_of("sides", written("left.ir", left), written("right.ir", right)))
    assert reader.texts("#charts h3") == ["left: left.ir", "right: right.ir"]
    assert reader.count(".icicle") == reader.count(".timeline") == 2
    assert reader.text("#summary").split("  ·  ") == ["4 modules on both sides", "1 only left", "1 only right",
                                                      "2 with other numbers"]
    assert row(page, "same") == {"marks": [], "numbers": ["3", "3", ""], "title": None}
    assert row(page, "gone")["marks"] == ["only left"] and row(page, "gone")["numbers"] == ["3", "", ""]
    assert row(page, "new")["marks"] == ["only right"] and row(page, "new")["numbers"] == ["", "3", ""]
    assert row(page, "longer") == {"marks": ["≠"], "numbers": ["3", "5", "+2"], "title": "differs in: Nodes, Activations"}
    assert row(page, "other")["marks"] == ["class differs"]
    order = page.evaluate("[...document.querySelectorAll('#modules [data-path]')].map(row => row.dataset.path)")
    assert order == ["", "same", "gone", "longer", "new", "other"], order
    print("modules are matched by their paths")


def changes(page: browser.Page, reader: Reader) -> None:
    """What has changed in a module is what hier-diff tells of it."""
    dumps = [INPUTS / "transformers-4.36.2/bert-tiny.module.ir", INPUTS / "bert-tiny.module.ir"]
    page.open(page_of("changes", *dumps))
    told = subprocess.run(["hier-diff", "--format=json", *dumps], stdout=subprocess.PIPE).stdout
    modules = json.loads(told)["items"][0]["modules"]
    assert len(modules) > 5
    for module in modules:
        path = (module["after"] or module["before"])["path"]
        reader.go(path)
        page.click("[data-tab=changes]")
        facts = len(module["changes"]) + (module["moved_away"] > 0)
        shown = page.evaluate("document.querySelector('[data-tab=changes]').textContent")
        assert path == "" or shown == f"Changes ({len(module['nodes']) + facts})", (path, shown)
    reader.go("encoder.layer.0.attention.self")
    page.click('#changes [data-mark="+"]')
    assert reader.text("#node pre").startswith("%116 : int = aten::size(")
    assert reader.texts("[role=tab][aria-selected=true]") == ["Nodes", "right"]
    reader.go("embeddings")
    assert "Changes (0)" in reader.text(".tabs")
    part, other = Module("net.Part", lines=(made_models.RELU,) * 5), Module("net.Else", lines=(made_models.RELU,))
    page.open(page_of("renamed", written("old.ir", Module("net.Net", {"same": other, "old": part})),
                      written("fresh.ir", Module("net.Net", {"same": other, "fresh": part}))))
    reader.go("fresh")
    page.click("[data-tab=changes]")
    assert reader.texts("#changes .row .text") == ["the module, was old"]
    print("what has changed is what hier-diff tells")


def details(page: browser.Page, reader: Reader) -> None:
    page.click('#modules [data-path="longer"]')
    assert reader.fact("nodes") == "3 → 5"
    assert reader.text("#node-count") == "3 nodes"
    page.click("[data-tab=right]")
    assert reader.text("#node-count") == "5 nodes"
    page.click('#modules [data-path="gone"]')
    assert reader.text("#node-count") == "3 nodes", "what is only left shows its left side"
    page.click('[data-side=right] .icicle [data-path="new"]')
    assert reader.selected() == "new" and reader.text("#node-count") == "3 nodes"
    page.click('[data-side=right] .timeline [data-path="longer"]')
    assert reader.selected() == "longer" and reader.text("#node-count") == "5 nodes in this call"
    print("each side has its numbers and nodes")


def folds(page: browser.Page, reader: Reader) -> None:
    page.open(page_of("folds", written("folds.ir", made_models.layered(5, 2, 3))))
    assert reader.text("[data-fold] .times") == "× 5" and reader.text("[data-fold] .name b") == "0 … 4"
    assert reader.count('#modules [data-path="3"]') == 0
    page.click("[data-fold]")
    members = [int(reader.text(f'#modules [data-path="{number}"] [data-measure=nodes]')) for number in range(5)]
    assert reader.text("[data-fold] [data-measure=nodes]") == str(sum(members))
    page.click("[data-fold]")
    page.click('.icicle [data-path="3.part1"]')
    assert reader.selected() == "3.part1"
    page.click("#fold")
    assert reader.count("[data-fold]") == 0 and reader.count('#modules [data-path="4"]') == 1
    print("siblings that are alike are folded")


def choices(page: browser.Page, reader: Reader) -> None:
    dumps = [INPUTS / f"{name}.module.ir" for name in ("bert-tiny", "cnn", "vit-tiny")]
    page.open(page_of("choices", *dumps))
    assert reader.text("#title b") == "BertModel" and reader.count(".icicle") == 1
    choose = ("(() => {{ const list = document.querySelector('#{}'); list.value = {};"
              "list.dispatchEvent(new Event('change')); }})()")
    page.evaluate(choose.format("left-model", 1))
    assert reader.texts("#title b") == ["Cnn"] and reader.selected() == ""
    page.evaluate(choose.format("right-model", 2))
    assert reader.texts("#title b") == ["Cnn", "ViTModel"] and reader.count(".icicle") == 2
    page.evaluate(choose.format("right-model", -1))
    assert reader.count(".icicle") == 1
    print("of several models two can be chosen")


if __name__ == "__main__":
    run(sides, details, changes, folds, choices)
