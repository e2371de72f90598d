"""Times of a profile in the page and in the trace, of a model whose one layer does most of the work. Usage: page-profile.py
FOLDER, which has the archive and its inputs"""
import json

import browser
from reading import FOLDER, Reader, hier_opt, run

PROFILE = f"--profile=inputs={FOLDER / 'net-inputs.pt'} runs=4"
ARCHIVE = FOLDER / "net.pt"


def trace(_page: browser.Page, _reader: Reader) -> None:
    file = FOLDER / "trace.json"
    hier_opt(PROFILE, f"--emit-chrome-trace={file}", ARCHIVE)
    slices = [event for event in json.loads(file.read_text())["traceEvents"] if event["ph"] == "X"]
    calls = {event["args"]["path"]: event for event in slices if event["cat"] == "call"}
    nodes = [event for event in slices if event["cat"] == "node"]
    of_heavy = sum(node["dur"] for node in nodes if node["args"]["path"] == "heavy")
    assert abs(calls["heavy"]["dur"] - of_heavy) < 1e-6 * of_heavy
    assert calls["heavy"]["dur"] > 5 * calls["light"]["dur"] > 0
    assert abs(calls[""]["dur"] - sum(node["dur"] for node in nodes)) < 1e-6 * calls[""]["dur"]
    print("calls last as long as their nodes have taken")


def times(page: browser.Page, reader: Reader) -> None:
    file = FOLDER / "profiled.html"
    hier_opt(PROFILE, f"--emit-html={file}", ARCHIVE)
    page.open(file, "#heavy")
    page.click("[data-measure=time]")
    width = "document.querySelector('.icicle [data-path=\"{}\"]').getBoundingClientRect().width"
    assert page.evaluate(width.format("heavy")) > 0.7 * page.evaluate(width.format(""))
    assert reader.fact("time").split()[-1] in ("ns", "µs", "ms", "s"), reader.fact("time")
    assert "of time" in reader.text("#summary")
    print("the page has times, and charts by them")


def unknown(page: browser.Page, reader: Reader) -> None:
    file = FOLDER / "plain.html"
    hier_opt(f"--emit-html={file}", ARCHIVE)
    page.open(file)
    assert reader.count("[data-measure=time]") == 0
    profiled, plain = ((FOLDER / name).read_text() for name in ("profiled.html", "plain.html"))
    begin = '<script type="application/json" class="model"'
    other = plain[plain.index(begin):plain.index("</script>", plain.index(begin))] + "</script>\n"
    both = FOLDER / "both.html"
    both.write_text(profiled.replace(begin, other + begin, 1))
    page.open(both, "#heavy")
    assert reader.fact("time").startswith("unknown → "), reader.fact("time")
    print("beside a model that was not profiled, times are not known")


if __name__ == "__main__":
    run(trace, times, unknown)
