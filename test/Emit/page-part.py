"""A page of one module alone. Usage: page-part.py INPUTS FOLDER"""
import pathlib
import sys

import browser
from reading import FOLDER, SELECTED, Reader, page_of, run

INPUTS = pathlib.Path(sys.argv[1])
BERT = INPUTS / "bert-tiny.module.ir"
ALBERT = INPUTS / "albert-tiny.module.ir"
ATTENTION = "encoder.layer.0.attention"
REPEATED = "encoder.albert_layer_groups.0.albert_layers.0.attention"


def part_page(name: str, path: str, *dumps: pathlib.Path) -> pathlib.Path:
    return page_of(name, f"--emit-module={path}", *dumps)


def selected(page: browser.Page) -> str:
    return page.evaluate(f"{SELECTED}?.dataset.path")


def facts(page: browser.Page, reader: Reader, path: str) -> list[str]:
    reader.set_fragment(path)
    return [*reader.texts(".facts dd"), reader.text(".module .tag"), reader.text("#node-count")]


def same_numbers(page: browser.Page, reader: Reader) -> None:
    paths = [f"{ATTENTION}.self", f"{ATTENTION}.self.query", f"{ATTENTION}.output.dense", ATTENTION]
    page.open(page_of("whole", BERT))
    whole = [facts(page, reader, path) for path in paths]
    page.open(part_page("part", ATTENTION, BERT))
    assert [facts(page, reader, path) for path in paths] == whole
    assert selected(page) == ""
    assert reader.text("#title") == f"BertAttention {ATTENTION} of {BERT.name}"
    print("a part has the numbers that it has in the whole")


def clicks(page: browser.Page, reader: Reader) -> None:
    for selector in ("#modules", ".icicle", ".timeline"):
        page.click(f'{selector} [data-path="{ATTENTION}.output"]')
        assert selected(page) == f"{ATTENTION}.output", selector
        page.click(f'{selector} [data-path=""]')
        assert selected(page) == "", selector
    page.click("#nodes .row")
    shown = dict(zip(reader.texts("#node dt"), reader.texts("#node dd")))
    assert shown["Module"] == ATTENTION + reader.text("#nodes .where").removeprefix(ATTENTION), shown
    page.click('[data-tab="calls"]')
    assert reader.texts("#calls .row .source") == ["by what is around"]
    page.click('.icicle [data-path=""]', 2)
    assert reader.count('.icicle [data-path=""]') == 1
    print("its root can be selected as any other module")


def calls(page: browser.Page, reader: Reader) -> None:
    page.open(part_page("repeated", REPEATED, ALBERT))
    assert reader.text(".facts dd") == "3"
    page.click('[data-tab="calls"]')
    assert reader.text('[data-tab="calls"]') == "Calls (3)"
    assert reader.texts("#calls .row .place") == ["1", "2", "3"]
    assert set(reader.texts("#calls .row .source")) == {"by what is around"}
    assert f"  ·  {reader.count('.timeline .block') - 1} calls  ·  " in reader.text("#summary")
    titles = reader.texts(".timeline .block title")
    assert titles[0].startswith(f"all calls of {REPEATED} and of what is in it\n"), titles[0]
    assert sum(title.startswith(f"{REPEATED}, call ") for title in titles) == 3
    reader.set_fragment(f"{REPEATED}.dense")
    assert reader.texts("#calls .row .source") == [f"by {REPEATED}"] * 3
    print("several calls are told apart from what is around them")


def changes(page: browser.Page, reader: Reader) -> None:
    old = INPUTS / "transformers-4.36.2/bert-tiny.module.ir"
    page.open(part_page("changes", f"{ATTENTION}.self", old, BERT))
    assert int(reader.text('[data-tab="changes"]').removeprefix("Changes (").removesuffix(")")) > 5
    print("what has changed in the root is told, too")


def without_calls(page: browser.Page, reader: Reader) -> None:
    """Nodes of modules that nothing is known to call are said to be in a call of what is around."""
    dump = FOLDER / "weights.ir"
    dump.write_text("""graph(%self : __torch__.Net, %u : Tensor):
  %a : __torch__.Layer = prim::GetAttr[name="a"](%self)
  %w : Tensor = prim::GetAttr[name="w"](%a)
  %y : Tensor = aten::mm(%u, %w)
  return (%y)
""")
    page.open(page_of("weights", dump))
    reader.go("a")
    page.click("#nodes .row")
    shown = dict(zip(reader.texts("#node dt"), reader.texts("#node dd")))
    assert shown["Call"] == "1 of 1 of Net", shown
    print("a call of another module is told as that module's")


if __name__ == "__main__":
    run(same_numbers, clicks, calls, changes, without_calls)
