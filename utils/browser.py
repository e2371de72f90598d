"""A headless Chromium, driven over a pipe by the DevTools protocol, for tests and pictures of the pages that Hier makes.

Messages are JSON, each ended by a null byte; the browser reads from descriptor 3 and writes to 4.
"""
import base64
import collections
import contextlib
import json
import os
import pathlib
import select
import shutil
import subprocess
import tempfile
import time

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
# No sandbox: it needs namespaces, which containers do not give, and the pages are our own.
FLAGS = ("--headless=new", "--remote-debugging-pipe", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage",
         "--no-first-run", "--no-default-browser-check", "--disable-extensions", "--disable-background-networking",
         "--disable-component-update", "--disable-sync", "--metrics-recording-only", "--hide-scrollbars", "--disable-lcd-text")
# An address that a script has set, as tests do, and nobody has clicked.
HARMLESS = "NavigationEntryMarkedSkippable"
# Those that have no text, and their codes.
KEYS = {"Enter": 13, "Escape": 27, "ArrowLeft": 37, "ArrowUp": 38, "ArrowRight": 39, "ArrowDown": 40, "Home": 36,
        "End": 35, "Tab": 9}


def find() -> str | None:
    """The browser that is installed, if any."""
    return next(filter(None, map(shutil.which, NAMES)), None)


class Failure(Exception):
    """What the browser refuses, or does not do in time."""


class Connection:
    """Messages to the browser and from it."""

    def __init__(self, program: str, folder: str, timeout: float):
        self.timeout = timeout
        self.last = 0
        self.unread = b""
        self.events = collections.deque()
        to_browser, self.output = os.pipe()
        self.input, from_browser = os.pipe()
        command = [program, *FLAGS, f"--user-data-dir={folder}", "about:blank"]
        # The shell puts the pipes where the browser looks for them; they may be at 3 or 4 the other way round already.
        script = f'exec 8<&{to_browser} 9>&{from_browser} 3<&8 4>&9 8<&- 9>&-; exec "$@"'
        self.process = subprocess.Popen(["bash", "-c", script, "bash", *command], pass_fds=(to_browser, from_browser),
                                        stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        os.close(to_browser)
        os.close(from_browser)

    def read(self, until: float) -> dict:
        while b"\0" not in self.unread:
            if not select.select([self.input], [], [], max(0, until - time.monotonic()))[0]:
                raise Failure("the browser does not answer in time")
            piece = os.read(self.input, 1 << 20)
            if not piece:
                raise Failure("the browser has ended")
            self.unread += piece
        message, _, self.unread = self.unread.partition(b"\0")
        return json.loads(message)

    def call(self, method: str, session: str | None = None, **parameters) -> dict:
        self.last += 1
        message = {"id": self.last, "method": method, "params": parameters} | ({"sessionId": session} if session else {})
        os.write(self.output, json.dumps(message).encode() + b"\0")
        until = time.monotonic() + self.timeout
        while (answer := self.read(until)).get("id") != self.last:
            self.events.append(answer)
        if "error" in answer:
            raise Failure(f"{method}: {answer['error']['message']}")
        return answer["result"]

    def close(self) -> None:
        with contextlib.suppress(Failure, OSError):
            self.call("Browser.close")
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        os.close(self.output)
        os.close(self.input)


def is_load_of(event: dict, loader: str) -> bool:
    parameters = event["params"]
    return event["method"] == "Page.lifecycleEvent" and parameters["name"] == "load" and parameters["loaderId"] == loader


class Page:
    """A tab. `complaints` has what the console and the browser have said against the page."""

    def __init__(self, connection: Connection):
        self.connection = connection
        target = connection.call("Target.createTarget", url="about:blank")["targetId"]
        self.session = connection.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        self.requests: list[str] = []
        self.complaints: list[str] = []
        for domain in ("Page", "Runtime", "Log", "Network", "Audits"):
            self.call(f"{domain}.enable")
        self.call("Page.setLifecycleEventsEnabled", enabled=True)

    def call(self, method: str, **parameters) -> dict:
        return self.connection.call(method, self.session, **parameters)

    def take_events(self) -> list[dict]:
        taken = [event for event in self.connection.events if event.get("sessionId") == self.session]
        self.connection.events.clear()
        for event in taken:
            self.note(event["method"], event["params"])
        return taken

    def note(self, method: str, parameters: dict) -> None:
        if method == "Network.requestWillBeSent":
            self.requests.append(parameters["request"]["url"])
        elif method == "Runtime.exceptionThrown":
            details = parameters["exceptionDetails"]
            self.complaints.append(details.get("exception", {}).get("description", details["text"]))
        elif method == "Runtime.consoleAPICalled":
            self.complaints.append(f"console.{parameters['type']}: {parameters['args']}")
        elif method == "Log.entryAdded":
            self.complaints.append(parameters["entry"]["text"])
        elif method == "Audits.issueAdded" and HARMLESS not in json.dumps(parameters["issue"]):
            self.complaints.append(json.dumps(parameters["issue"]))

    def open(self, file: pathlib.Path, fragment: str = "") -> None:
        """Opens a file, and waits until it has been loaded and drawn."""
        # Away first: to another fragment of the same file nothing would be loaded.
        self.call("Page.navigate", url="about:blank")
        loader = self.call("Page.navigate", url=file.resolve().as_uri() + fragment)["loaderId"]
        until = time.monotonic() + self.connection.timeout
        while not any(is_load_of(event, loader) for event in self.take_events()):
            self.connection.events.append(self.connection.read(until))
        self.settle()

    def settle(self) -> None:
        """Waits until what has changed is drawn."""
        self.evaluate("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")

    def evaluate(self, expression: str):
        result = self.call("Runtime.evaluate", expression=expression, awaitPromise=True, returnByValue=True)
        if "exceptionDetails" in result:
            raise Failure(result["exceptionDetails"].get("exception", {}).get("description", "an exception"))
        return result["result"].get("value")

    def place(self, selector: str) -> tuple[float, float]:
        """The middle of an element, which is scrolled into sight."""
        found = self.evaluate(f"""(() => {{
            const node = document.querySelector({json.dumps(selector)});
            if (!node) return null;
            node.scrollIntoView({{block: "nearest", inline: "nearest"}});
            const box = node.getBoundingClientRect();
            return [box.x + Math.min(box.width / 2, 200), box.y + box.height / 2];
        }})()""")
        if found is None:
            raise Failure(f"there is no {selector}")
        return found

    def click(self, selector: str, count: int = 1) -> None:
        x, y = self.place(selector)
        for clicks in range(1, count + 1):
            for kind in ("mousePressed", "mouseReleased"):
                self.call("Input.dispatchMouseEvent", type=kind, x=x, y=y, button="left", clickCount=clicks)
        self.settle()

    def press(self, key: str) -> None:
        text = {} if key in KEYS else {"text": key}
        code = KEYS.get(key, ord(key[0].upper()))
        self.call("Input.dispatchKeyEvent", type="keyDown", key=key, windowsVirtualKeyCode=code, **text)
        self.call("Input.dispatchKeyEvent", type="keyUp", key=key, windowsVirtualKeyCode=code)
        self.settle()

    def type(self, text: str) -> None:
        self.call("Input.insertText", text=text)
        self.settle()

    def look(self, width: int, height: int, scheme: str = "light", scale: float = 1) -> None:
        """The size of the window, and the colours that the reader prefers."""
        self.call("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=scale, mobile=False)
        self.call("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": scheme}])
        self.settle()

    def picture(self) -> bytes:
        return base64.b64decode(self.call("Page.captureScreenshot", format="png")["data"])


@contextlib.contextmanager
def opened(timeout: float = 60):
    """A tab of a browser that ends with the block."""
    program = find()
    if program is None:
        raise Failure("there is no Chromium on the PATH")
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        connection = Connection(program, folder, timeout)
        try:
            yield Page(connection)
        finally:
            connection.close()
