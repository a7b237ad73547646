"""The same descriptions in Portico, Swagger UI and Redoc, in one headless Chromium.

For each the deep link to an operation in the middle of the description is opened in a fresh context: how long until
that operation is shown, and what it cost in bytes, elements and JavaScript heap.
"""

from __future__ import annotations

import gzip
import json
import re
import shutil
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import quote

import drf_spectacular_sidecar
import yaml
from harness.portico import UNLIMITED, Portico
from harness.reference import Library, Reader
from playwright.sync_api import Browser, Error, sync_playwright

STATIC = Path(drf_spectacular_sidecar.__file__).parent / "static" / "drf_spectacular_sidecar"
NAMES = ("museum", "discord", "stripe", "openai", "cloudflare")
PATIENCE_SECONDS = 150
TIMES = 5
LONG_SECONDS = 20
METHODS = ("get", "put", "post", "delete", "patch", "options", "head", "trace")
ROW = re.compile(r'<a class="ref-operation[^"]*" href="([^"]+)">(.*?)</a>', re.DOTALL)
SWAGGER = """<!doctype html><html><head><meta charset="utf-8"><title>Swagger UI</title>
<link rel="stylesheet" href="/swagger-ui-dist/swagger-ui.css"></head><body><div id="ui"></div>
<script src="/swagger-ui-dist/swagger-ui-bundle.js"></script>
<script>SwaggerUIBundle({url: "/description/%s", dom_id: "#ui", deepLinking: true});</script></body></html>"""
REDOC = """<!doctype html><html><head><meta charset="utf-8"><title>Redoc</title></head><body>
<redoc spec-url="/description/%s"></redoc><script src="/redoc/bundles/redoc.standalone.js"></script></body></html>"""


@dataclass(frozen=True)
class Operation:
    """The operation that is linked to."""

    method: str
    path: str
    name: str
    tag: str | None


@dataclass(frozen=True)
class Cost:
    """What showing it took; no seconds when it was not shown in time."""

    seconds: float | None
    wire: int
    elements: int
    heap: int


def middle(file: Path) -> Operation:
    """The operation in the middle of a description, of those that have a name."""
    text = file.read_text()
    document = json.loads(text) if file.suffix == ".json" else yaml.load(text, getattr(yaml, "CSafeLoader"))
    found = [
        Operation(method, path, operation["operationId"], (operation.get("tags") or [None])[0])
        for path, item in document["paths"].items()
        for method, operation in item.items()
        if method in METHODS and "operationId" in operation
    ]
    return found[len(found) // 2]


class Shelf(BaseHTTPRequestHandler):
    """Serves the other renderers and the descriptions, compressed."""

    files: dict[str, Path] = {}
    kept: dict[str, tuple[str, bytes]] = {}
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        path = self.path.partition("?")[0]
        if path not in self.kept:
            made = self._make(path)
            if made is None:
                self.send_response(404)
                self.send_header("Content-Length", "0")
                self.end_headers()
                return
            self.kept[path] = made[0], gzip.compress(made[1], 6)
        kind, body = self.kept[path]
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def _make(self, path: str) -> tuple[str, bytes] | None:
        page, _, name = path.strip("/").partition("/")
        if page in ("swagger", "redoc") and name in self.files:
            return "text/html", ((SWAGGER if page == "swagger" else REDOC) % name).encode()
        if page == "description" and name in self.files:
            return "application/json", self.files[name].read_bytes()
        file = (STATIC / path.strip("/")).resolve()
        if not file.is_relative_to(STATIC) or not file.is_file():
            return None
        kinds = {".js": "text/javascript", ".css": "text/css"}
        return kinds.get(file.suffix, "application/octet-stream"), file.read_bytes()

    def log_message(self, *_: object) -> None:
        pass


@contextmanager
def served(files: dict[str, Path]) -> Iterator[str]:
    Shelf.files = files
    server = ThreadingHTTPServer(("127.0.0.1", 0), Shelf)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()


def show(browser: Browser, address: str, selector: str) -> Cost:
    """Opens an address and waits until what the selector means has been drawn."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    devtools = context.new_cdp_session(page)
    wire = [0]
    devtools.on("Network.loadingFinished", lambda event: wire.__setitem__(0, wire[0] + event["encodedDataLength"]))
    devtools.send("Network.enable")
    devtools.send("Performance.enable")
    begun = time.perf_counter()
    seconds: float | None = None
    elements = heap = 0
    try:
        page.goto(address, wait_until="commit", timeout=PATIENCE_SECONDS * 1_000)
        page.wait_for_selector(selector, state="visible", timeout=PATIENCE_SECONDS * 1_000)
        seconds = time.perf_counter() - begun
        page.wait_for_timeout(1_000)
        elements = page.evaluate("document.querySelectorAll('*').length")
        metrics = {one["name"]: one["value"] for one in devtools.send("Performance.getMetrics")["metrics"]}
        heap = int(metrics["JSHeapUsedSize"])
    except Error as error:
        print(f"    {address}: {str(error).splitlines()[0]}")
    try:
        context.close()
    except Error:
        pass
    return Cost(seconds, wire[0], elements, heap)


def shown_often(launch: Callable[[], Browser], address: str, selector: str) -> Cost:
    """What showing it took in the middle of several times, each in a browser of its own; once where that takes long."""
    costs: list[Cost] = []
    while len(costs) < TIMES:
        browser = launch()
        show(browser, "about:blank", "html")
        costs.append(show(browser, address, selector))
        browser.close()
        if costs[-1].seconds is None or costs[-1].seconds > LONG_SECONDS:
            return costs[-1]
    return sorted(costs, key=lambda cost: cost.seconds or 0)[TIMES // 2]


def portico_address(reader: Reader, slug: str, operation: Operation) -> str:
    """The path of the operation's page, found in the list of operations."""
    wanted = f"{operation.method.upper()} {operation.path}"
    page = f"/apis/{slug}/reference/lists/operations"
    position = 0
    while True:
        text = reader.open(f"{page}?from={position}").text
        for link, inside in ROW.findall(text):
            code = inside.partition("</code>")[0]
            if re.sub(r"<[^>]+>", "", code).replace("&amp;", "&") == wanted:
                return link.replace("&amp;", "&")
        position += 150
        assert position < 10_000, f"{wanted} is not in the list"


def attribute(value: str) -> str:
    return value.replace("\\", "\\\\").replace('"', '\\"')


def links(base: str, file: Path, operation: Operation) -> dict[str, tuple[str, str]]:
    """Where the others show an operation, and the element that is there when they do."""
    tag = operation.tag or "default"
    inside = f"operation/{operation.name}"
    ids = [inside] + ([f"tag/{operation.tag.replace(' ', '-')}/{inside}"] if operation.tag else [])
    redoc = ", ".join(f'[id="{attribute(one)}"] h2' for one in ids)
    return {
        "Swagger UI": (
            f"{base}/swagger/{file.name}#/{quote(tag)}/{quote(operation.name)}",
            # Only an open operation has a body; the class of open ones is not that of deprecated ones.
            ".opblock-body",
        ),
        "Redoc": (f"{base}/redoc/{file.name}#{quote(ids[-1])}", redoc),
    }


def line(name: str, cost: Cost, ours: Cost) -> None:
    if cost.seconds is None:
        shown = f"> {PATIENCE_SECONDS} s"
    else:
        shown = f"{cost.seconds:8.2f} s"
    factor = "" if cost is ours or not cost.seconds or not ours.seconds else f"{cost.seconds / ours.seconds:7.1f}x"
    print(
        f"    {name:<12}{shown:>12}{factor:>9}{cost.wire / 1_024:>10,.0f} KB{cost.elements:>10,} elements"
        f"{cost.heap / 1_048_576:>8,.1f} MB heap"
    )


def compare(files: list[Path]) -> None:
    """Prints every renderer beside ours for the descriptions of the comparison."""
    chosen = {name: file for name in NAMES for file in files if file.name.startswith(name)}
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    switches = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"]
    with Portico(extra=UNLIMITED) as portico, served({file.name: file for file in chosen.values()}) as base:
        shelf = Library.open(portico)
        reader = Reader(portico, shelf.host)
        with sync_playwright() as playwright:
            for name, file in chosen.items():
                operation = middle(file)
                slug = shelf.publish(name, file.read_text())
                path = portico_address(reader, slug, operation)
                print(f"\n{file.name}: {operation.method.upper()} {operation.path}", flush=True)
                site = portico.portal(shelf.host.partition(".")[0])
                costs: dict[str, Cost] = {}
                targets = {"Portico": (site + path, "article.ref-page h1"), **links(base, file, operation)}
                for renderer, (address, selector) in targets.items():
                    # A renderer that hangs takes only its own browser along.
                    browser = partial(playwright.chromium.launch, executable_path=chromium, args=switches)
                    costs[renderer] = shown_often(browser, address, selector)
                    line(renderer, costs[renderer], costs["Portico"])
