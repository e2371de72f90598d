"""Uses the page of a model as people do, and compares what it shows with what hier-opt says otherwise.
Usage: page.py INPUTS FOLDER"""
import collections
import pathlib
import re
import sys

import browser
from reading import FOLDER, SELECTED, Reader, hier_opt, page_of, report, run

INPUTS = pathlib.Path(sys.argv[1])
BERT = INPUTS / "bert-tiny.module.ir"


def nodes_by_module(dump: pathlib.Path) -> collections.Counter:
    """How many nodes each module and those in it have, as --tag-hierarchy tells."""
    text = hier_opt("--tag-hierarchy=attributes=tag,path", dump)
    own = collections.Counter(re.findall(r'hierarchy_path="([^"]*)"', text))
    assert own
    total = collections.Counter({"": own.total()})
    for path, count in own.items():
        parts = path.split(".") if path else []
        for depth in range(1, len(parts) + 1):
            total[".".join(parts[:depth])] += count
    return total


def numbers(page: browser.Page, reader: Reader) -> None:
    page.open(page_of("bert", BERT))
    nodes, tags = nodes_by_module(BERT), report("--print-traced-hierarchy", BERT)["hierarchy_mapping"]
    calls = report("--compare-hierarchies", BERT)["call_counts"]
    static = report("--print-static-hierarchy", BERT)
    assert reader.text("#title b") == static["root_class"]
    assert f"{nodes['']} nodes" in reader.text("#summary")
    for path, tag in tags.items():
        reader.go(path)
        assert reader.fact("nodes") == str(nodes[path]), path
        assert reader.text(".module .tag") == tag
        assert reader.text(".facts dd") == str(calls.get(path, 0))
        assert reader.text("#node-count") == f"{nodes[path]} nodes"
    assert len(tags) > 20
    print("numbers, tags and calls are those of the reports")


def unknown(page: browser.Page, reader: Reader) -> None:
    reader.go("embeddings.word_embeddings")
    assert reader.fact("parameters") == "unknown"
    assert page.evaluate(f"{SELECTED}.querySelector('[data-measure=parameters]').textContent") == "unknown"
    reader.go("embeddings")
    assert reader.fact("parameters").startswith("≥ ")
    reader.go("embeddings.dropout")
    assert reader.fact("parameters") == "0"
    print("what is not known is not 0")


def clicks(page: browser.Page, reader: Reader) -> None:
    page.click('#modules [data-path="encoder.layer.0.attention"]')
    assert reader.selected() == "encoder.layer.0.attention"
    page.click('.icicle [data-path="encoder.layer.1.intermediate"]')
    assert reader.selected() == "encoder.layer.1.intermediate"
    page.click('.timeline [data-path="pooler"]')
    assert reader.selected() == "pooler"
    assert reader.count(".timeline .block.selected") == 1
    page.click(".module .trail a")
    assert reader.selected() == ""
    page.click('#modules [data-path="encoder"] .twisty')
    assert reader.count('#modules [data-path="encoder.layer"]') == 0
    page.click('.icicle [data-path="encoder.layer"]')
    assert reader.selected() == "encoder.layer", "what a click selects is opened in the tree"
    print("a click selects in the tree, the chart and the trace")


def widths(page: browser.Page) -> dict:
    return page.evaluate("Object.fromEntries([...document.querySelectorAll('.icicle .block')].map(block =>"
                         "[block.dataset.path, Number(block.querySelector('rect').getAttribute('width'))]))")


def measures(page: browser.Page, reader: Reader) -> None:
    nodes = nodes_by_module(BERT)
    found = widths(page)
    share = (found["encoder"] + 1) / (found[""] + 1)
    assert abs(share - nodes["encoder"] / nodes[""]) < 0.01, share
    for measure in ("parameters", "flops", "bytes", "nodes"):
        page.click(f"#measures [data-measure={measure}]")
        assert page.evaluate("document.querySelector('#measures [aria-checked=true]').dataset.measure") == measure
        assert page.evaluate(f"getComputedStyle({SELECTED}.querySelector('[data-measure={measure}]'))"
                             ".getPropertyValue('--part') !== ''")
        assert (widths(page) == found) == (measure == "nodes")
    print("sizes are those of the measure")


def zoom(page: browser.Page, reader: Reader) -> None:
    page.click('.icicle [data-path="encoder.layer.0"]', 2)
    assert min(widths(page)) == "encoder.layer.0"
    assert reader.texts("#trail button") == ["BertModel", "encoder", "layer", "0"]
    page.press("Escape")
    assert min(widths(page)) == "encoder.layer"
    page.click("#trail button")
    assert "" in widths(page)
    whole = reader.count(".timeline .block")
    page.click('.timeline [data-path="encoder.layer.0.attention"]', 2)
    assert reader.count(".timeline .block") < whole
    page.press("Escape")
    assert reader.count(".timeline .block") == whole
    print("a double click zooms, and Escape goes back")


def search(page: browser.Page, reader: Reader) -> None:
    page.press("/")
    page.type("layer attention LINEAR")
    assert reader.text("#found") == "8 modules found"
    assert reader.count("#modules .found") == 8
    page.press("Enter")
    assert reader.selected() == "encoder.layer.0.attention.self.query"
    reader.clear("#search")
    assert reader.count("#modules .found") == 0
    page.click("#search")
    page.type("nothing is called so")
    assert reader.text("#found") == "0 modules found"
    reader.clear("#search")
    print("a search finds paths and classes")


def nodes_of_module(page: browser.Page, reader: Reader) -> None:
    reader.go("encoder.layer.0.attention")
    with_below = int(reader.text("#node-count").split()[0])
    page.click("#with-below")
    assert reader.text("#node-count") == f"{nodes_own(reader.selected())} nodes"
    page.click("#with-below")
    page.click("#node-filter")
    page.type("scaled_dot_product")
    assert reader.text("#node-count") == "1 node"
    assert reader.text("#nodes .where") == "self"
    page.click("#nodes .row")
    ir = reader.text("#node pre")
    assert ir.startswith("%") and "aten::scaled_dot_product_attention(" in ir
    line = next(line for line in hier_opt("--inline-calls", BERT).splitlines() if ir.split(" : ")[0] + " : " in line)
    source = re.search(r" # (\S+)$", line)[1]
    facts = dict(zip(reader.texts("#node dt"), reader.texts("#node dd")))
    tag = re.search(rf'^  {re.escape(ir.split(" : ")[0])} : .*hierarchy_tag="([^"]*)"', hier_opt("--tag-hierarchy", BERT), re.M)
    assert facts["Source"] == source and facts["Module"] == "encoder.layer.0.attention.self", facts
    assert facts["Tag"] == tag[1], facts
    assert facts["Evidence"] in ("call-stack", "scope") and facts["Call"] == "1 of 1"
    reader.clear("#node-filter")
    assert int(reader.text("#node-count").split()[0]) == with_below
    print("nodes have their IR, their source and their module")


def nodes_own(path: str) -> int:
    return hier_opt("--tag-hierarchy=attributes=tag,path", BERT).count(f'hierarchy_path="{path}"')


def keys(page: browser.Page, reader: Reader) -> None:
    reader.go("encoder.layer.0.attention")
    page.evaluate("document.querySelector('#modules').focus()")
    for key, path in (("ArrowDown", "encoder.layer.0.attention.self"), ("ArrowUp", "encoder.layer.0.attention"),
                      ("ArrowLeft", "encoder.layer.0.attention"), ("ArrowLeft", "encoder.layer.0"),
                      ("Home", ""), ("ArrowRight", "embeddings")):
        page.press(key)
        assert reader.selected() == path, (key, reader.selected())
    assert page.evaluate("document.activeElement.getAttribute('aria-activedescendant')") is not None
    page.evaluate("document.querySelector('.icicle').focus()")
    for key, path in (("ArrowRight", "encoder"), ("ArrowDown", "encoder.layer"), ("ArrowUp", "encoder"),
                      ("ArrowLeft", "embeddings"), ("ArrowUp", "")):
        page.press(key)
        assert reader.selected() == path, (key, reader.selected())
    page.evaluate("document.querySelector('.timeline').focus()")
    page.press("Home")
    page.press("ArrowRight")
    assert reader.selected() == "embeddings"
    page.evaluate("document.querySelector('#measures [aria-checked=true]').focus()")
    page.press("ArrowRight")
    assert page.evaluate("document.activeElement.dataset.measure") == "parameters"
    print("keys do what clicks do")


def accessible(page: browser.Page, reader: Reader) -> None:
    nodes = page.call("Accessibility.getFullAXTree")["nodes"]
    roles = collections.Counter(node.get("role", {}).get("value") for node in nodes)
    for role in ("treegrid", "row", "columnheader", "gridcell", "tree", "treeitem", "radiogroup", "radio", "tablist", "tab",
                 "tabpanel", "searchbox", "heading", "status"):
        assert roles[role] > 0, (role, roles)
    named = ("button", "searchbox", "treegrid", "tree", "radio")
    unnamed = [node for node in nodes if node.get("role", {}).get("value") in named
               and not node.get("name", {}).get("value")]
    assert not unnamed, unnamed
    print("roles and names are there for those who do not see it")


def links(page: browser.Page, reader: Reader) -> None:
    page.open(FOLDER / "bert.html", "#encoder.layer.1.output.dense")
    assert reader.selected() == "encoder.layer.1.output.dense"
    reader.set_fragment("no.such.module")
    assert reader.text("#notice") == "There is no module 'no.such.module' here."
    reader.set_fragment("%")
    assert "There is no module" in reader.text("#notice")
    reader.go("pooler")
    assert page.evaluate("document.querySelector('#notice').hidden")
    print("an address names a module")


def marks(page: browser.Page, reader: Reader) -> None:
    dump = INPUTS / "never-called.module.ir"
    page.open(page_of("marks", dump))
    static = set(report("--compare-hierarchies", dump)["never_called"])
    page.click("#fold")
    rows = page.evaluate("[...document.querySelectorAll('#modules .row[data-path]')].map(row =>"
                         "[row.dataset.path, [...row.querySelectorAll('.mark')].map(mark => mark.textContent)])")
    assert rows and all(("static only" in marks) >= (path in static) for path, marks in rows), rows
    assert any(marks == [] for _, marks in rows)
    print("modules that nothing calls are marked")


def rounded(page: browser.Page, reader: Reader) -> None:
    """999,700 bytes are no 1000 kB, and 999,400 no 1 MB."""
    for elements, shown in ((249_925, "1.00\u00a0MB"), (249_850, "999\u00a0kB")):
        dump = FOLDER / f"{elements}.ir"
        value = f"Float({elements}, strides=[1], requires_grad=0, device=cpu)"
        dump.write_text(f"graph(%x : {value}):\n  %y : {value} = aten::relu(%x)\n  return (%y)\n")
        page.open(page_of("rounded", dump))
        assert reader.fact("bytes") == shown, reader.fact("bytes")
        assert shown.replace("\u00a0", " ") in hier_opt("--print-hierarchy-tree", dump)
    print("numbers are rounded as the tree's are")


if __name__ == "__main__":
    run(numbers, unknown, clicks, measures, zoom, search, nodes_of_module, keys, accessible, links, marks, rounded)
