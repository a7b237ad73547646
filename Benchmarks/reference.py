#!/usr/bin/env python3
"""The API reference: pages, sizes and times of real descriptions, and the same ones in other renderers' hands.

reference.py [--pages N] [--only NAME] [--skip-browser]. PORTICO_CORPUS names the folder of descriptions. Swagger UI and
Redoc come from the package drf-spectacular-sidecar and are served from the same machine, compressed as ours is.
"""

from __future__ import annotations

import argparse
import gzip
import http.client
import re
import statistics
import time
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urljoin

from harness.portico import UNLIMITED, Portico
from harness.reference import Library, Reader, corpus, pages

from load import resident_megabytes
from renderers import compare

LARGEST_PAGE = 150_000
WARM_MILLISECONDS = 10
COLD_SECONDS = 5
PARSING_MEGABYTES, KEPT_MEGABYTES = 300, 60
SCRIPT_KILOBYTES = 35
SMALL = '{"openapi":"3.1.0","info":{"title":"x","version":"1"},"paths":{"/a":{"get":{"operationId":"a"}}}}'
SCRIPT = re.compile(r'<script[^>]* src="([^"]+)"')
IMPORT = re.compile(r'import\s*(?:[^"\';]*from\s*)?["\']([^"\']+)["\']')
LARGEST = "cloudflare-2024-08-06.json"


@dataclass
class Measured:
    """What the pages of one description came to."""

    name: str
    upload: float
    first: float
    kinds: dict[str, int]
    sizes: dict[str, int] = field(default_factory=dict)
    cold: list[float] = field(default_factory=list)
    made: dict[str, float] = field(default_factory=dict)
    kept: list[float] = field(default_factory=list)


class Line:
    """One kept connection, so that a page's time is the server's."""

    def __init__(self, reader: Reader):
        self._connection = http.client.HTTPConnection("127.0.0.1", reader.portico.port, timeout=120)
        self._headers = {"Host": reader.host, "Accept": "text/html"}

    def open(self, path: str, cookie: bool = False) -> tuple[float, int]:
        """Milliseconds and bytes of a page. With a cookie, as those who signed in send it, it is made anew."""
        begun = time.perf_counter()
        self._connection.request("GET", path, headers=self._headers | ({"Cookie": "seen=1"} if cookie else {}))
        answer = self._connection.getresponse()
        body = answer.read()
        spent = (time.perf_counter() - begun) * 1_000
        assert answer.status == 200, f"{path} answers {answer.status}"
        return spent, len(body)


def percentile(values: list[float], part: float) -> float:
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * part))]


def measure(file: Path, shelf: Library, reader: Reader, wanted: int) -> Measured:
    """Publishes a description and opens its pages twice."""
    begun = time.perf_counter()
    slug = shelf.publish(file.stem[:60], file.read_text())
    uploaded = time.perf_counter()
    line = Line(reader)
    first, _ = line.open(f"/apis/{slug}/reference")
    kinds = pages(reader, slug)
    made = Measured(file.name, uploaded - begun, first, {kind: len(links) for kind, links in kinds.items()})
    for links in kinds.values():
        step = max(1, len(links) // wanted)
        for link in links[::step]:
            spent, size = line.open(link)
            made.cold.append(spent)
            made.sizes[link] = size
            made.made[link] = min(line.open(link, cookie=True)[0] for _ in range(2))
            made.kept.append(min(line.open(link)[0] for _ in range(2)))
    return made


def tell(made: Measured) -> None:
    warm, sizes = list(made.made.values()), list(made.sizes.values())
    slowest = max(made.made, key=lambda link: made.made[link])
    largest = max(made.sizes, key=lambda link: made.sizes[link])
    print(f"\n{made.name}: {sum(made.kinds.values()):,} pages, {made.kinds}")
    print(f"  uploaded and linted {made.upload:.2f} s, first page {made.first:.1f} ms; {len(sizes)} pages opened")
    print(f"  bytes: median {statistics.median(sizes):,.0f}, largest {max(sizes):,} {largest}")
    print(f"  cold:  median {statistics.median(made.cold):.2f} ms, p95 {percentile(made.cold, 0.95):.2f} ms")
    print(f"  warm:  median {statistics.median(warm):.2f} ms, p95 {percentile(warm, 0.95):.2f} ms")
    print(f"  kept:  median {statistics.median(made.kept):.2f} ms, p95 {percentile(made.kept, 0.95):.2f} ms")
    print(f"  slowest {made.made[slowest]:.2f} ms {slowest}")


def promise(what: str, value: float, most: float, unit: str) -> bool:
    kept = value <= most
    print(f"  {'kept  ' if kept else 'BROKEN'} {what}: {value:,.2f} {unit}, at most {most:,} {unit}")
    return kept


def peak_megabytes(pid: int) -> float:
    """The most memory that a process ever had."""
    status = Path(f"/proc/{pid}/status").read_text()
    return int(status.partition("VmHWM:")[2].split()[0]) / 1_024


def weigh(file: Path) -> bool:
    """How long a large description takes from nothing to its first page, and what it weighs."""
    with Portico(extra=UNLIMITED) as portico:
        shelf = Library.open(portico)
        reader = Reader(portico, shelf.host)
        reader.open("/apis")
        before = resident_megabytes(portico.pid)
        begun = time.perf_counter()
        slug = shelf.publish("large", file.read_text())
        assert reader.open(f"/apis/{slug}/reference").status_code == 200
        spent = time.perf_counter() - begun
        peak = peak_megabytes(portico.pid) - before
        time.sleep(2)
        kept = resident_megabytes(portico.pid) - before
    print(f"\n{file.name} on a fresh installation ({before:.0f} MB before)")
    return all([
        promise("uploaded, linted and first page shown", spent, COLD_SECONDS, "s"),
        promise("memory while parsing", peak, PARSING_MEGABYTES, "MB"),
        promise("memory kept", kept, KEPT_MEGABYTES, "MB"),
    ])


def weigh_scripts() -> bool:
    """What the reference sends as script, compressed."""
    with Portico(extra=UNLIMITED) as portico:
        shelf = Library.open(portico)
        reader = Reader(portico, shelf.host)
        slug = shelf.publish("small", SMALL)
        found, size, wanted = set(), 0, SCRIPT.findall(reader.open(f"/apis/{slug}/reference/operations/a").text)
        while wanted:
            path = wanted.pop()
            if path in found:
                continue
            found.add(path)
            text = reader.open(path).text
            size += len(gzip.compress(text.encode(), 9))
            wanted += [urljoin(path, name) for name in IMPORT.findall(text)]
    return promise(f"{len(found)} scripts, gzipped", size / 1_024, SCRIPT_KILOBYTES, "KB")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=int, default=400, help="how many pages of each kind are opened")
    parser.add_argument("--skip-browser", action="store_true")
    parser.add_argument("--only", default="", help="the beginning of the descriptions' names")
    options = parser.parse_args()
    files = [file for file in corpus() if file.name.startswith(options.only)]
    kept = []
    with Portico(extra=UNLIMITED) as portico:
        shelf = Library.open(portico)
        reader = Reader(portico, shelf.host)
        for file in files:
            made = measure(file, shelf, reader, options.pages)
            tell(made)
            kept.append(promise("largest page", max(made.sizes.values()), LARGEST_PAGE, "bytes"))
            kept.append(promise("warm p95", percentile(list(made.made.values()), 0.95), WARM_MILLISECONDS, "ms"))
    for file in files:
        if file.name == LARGEST:
            kept.append(weigh(file))
    if not options.skip_browser:
        compare(files)
    kept.append(weigh_scripts())
    return 0 if all(kept) else 1


if __name__ == "__main__":
    raise SystemExit(main())
