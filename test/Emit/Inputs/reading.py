"""Pages of `--emit-html` as people see them: what the tests of pages share. hier-opt is on the PATH."""
import json
import pathlib
import subprocess
import sys
import urllib.parse

import browser

FOLDER = pathlib.Path(sys.argv[-1])
SELECTED = "document.querySelector('#modules [aria-selected=true]')"


def hier_opt(*arguments) -> str:
    return subprocess.run(["hier-opt", *map(str, arguments)], stdout=subprocess.PIPE, check=True).stdout.decode()


def report(flag: str, dump: pathlib.Path) -> dict:
    (_, found), = json.loads(hier_opt(flag, "--report-format=json", dump)).items()
    return found


def page_of(name: str, *dumps) -> pathlib.Path:
    page = FOLDER / f"{name}.html"
    hier_opt(f"--emit-html={page}", *dumps)
    return page


class Reader:
    """What is seen of a page."""

    def __init__(self, page: browser.Page):
        self.page = page

    def text(self, selector: str) -> str:
        return self.page.evaluate(f"document.querySelector({json.dumps(selector)})?.textContent")

    def texts(self, selector: str) -> list[str]:
        return self.page.evaluate(f"[...document.querySelectorAll({json.dumps(selector)})].map(node => node.textContent)")

    def count(self, selector: str) -> int:
        return self.page.evaluate(f"document.querySelectorAll({json.dumps(selector)}).length")

    def selected(self) -> str:
        """The path that the tree, the address and the details agree on."""
        path = self.page.evaluate(f"{SELECTED}?.dataset.path")
        assert self.page.evaluate("decodeURIComponent(location.hash.slice(1))") == path
        names = self.texts(".module .trail a")
        assert len(names) == (len(path.split(".")) + 1 if path else 1), (names, path)
        marked = "[...document.querySelectorAll('.icicle [aria-selected=true]')].map(block => block.dataset.path)"
        assert set(self.page.evaluate(marked)) <= {path}
        return path

    def fact(self, measure: str) -> str:
        return self.text(f".facts [data-measure={measure}] dd")

    def set_fragment(self, fragment: str) -> None:
        """As a reader does who edits the address."""
        self.page.evaluate(f"""new Promise(done => {{
            const before = location.hash;
            addEventListener('hashchange', done, {{once: true}});
            location.hash = {json.dumps(fragment)};
            if (location.hash === before) done();
        }})""")
        self.page.settle()

    def go(self, path: str) -> None:
        self.set_fragment(urllib.parse.quote(path, safe=""))
        assert self.selected() == path

    def clear(self, selector: str) -> None:
        self.page.click(selector)
        self.page.press("Escape")
        assert self.page.evaluate(f"document.querySelector({json.dumps(selector)}).value") == ""


def ends_well(page: browser.Page) -> None:
    """Nothing was said against the page, and it has asked for nothing but itself."""
    page.take_events()
    assert page.complaints == [], page.complaints
    assert all(url.startswith("file:") and url.split("#")[0].endswith(".html") for url in page.requests), page.requests
    page.requests.clear()


def run(*cases) -> None:
    """Each in the same tab, which has the size of most windows."""
    with browser.opened() as page:
        page.look(1400, 900)
        for case in cases:
            case(page, Reader(page))
            ends_well(page)
