#!/usr/bin/env python3
"""The API reference: pages, sizes and times of real descriptions, and the same ones in other renderers' hands.

reference.py [--pages N] [--skip-browser]. PORTICO_CORPUS names the folder of descriptions. Swagger UI and Redoc come
from the package drf-spectacular-sidecar and are served from the same machine, compressed as ours is.
"""

from __future__ import annotations

import argparse
import http.client
import statistics
import time
from dataclasses import dataclass, field
from pathlib import Path

from harness.portico import UNLIMITED, Portico
from harness.reference import Library, Reader, corpus, pages

from load import resident_megabytes
from renderers import compare

LARGEST_PAGE = 150_000
WARM_MILLISECONDS = 10
COLD_SECONDS = 5
PARSING_MEGABYTES, KEPT_MEGABYTES = 300, 60
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
    warm: dict[str, float] = field(default_factory=dict)


class Line:
    """One kept connection, so that a page's time is the server's."""

    def __init__(self, reader: Reader):
        self._connection = http.client.HTTPConnection("127.0.0.1", reader.portico.port, timeout=120)
        self._headers = {"Host": reader.host, "Accept": "text/html"}

    def open(self, path: str) -> tuple[float, int]:
        """Milliseconds and bytes of a page."""
        begun = time.perf_counter()
        self._connection.request("GET", path, headers=self._headers)
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
            made.warm[link] = min(line.open(link)[0] for _ in range(2))
    return made


def tell(made: Measured) -> None:
    warm, sizes = list(made.warm.values()), list(made.sizes.values())
    slowest = max(made.warm, key=lambda link: made.warm[link])
    largest = max(made.sizes, key=lambda link: made.sizes[link])
    print(f"\n{made.name}: {sum(made.kinds.values()):,} pages, {made.kinds}")
    print(f"  uploaded and linted {made.upload:.2f} s, first page {made.first:.1f} ms; {len(sizes)} pages opened")
    print(f"  bytes: median {statistics.median(sizes):,.0f}, largest {max(sizes):,} {largest}")
    print(f"  cold:  median {statistics.median(made.cold):.2f} ms, p95 {percentile(made.cold, 0.95):.2f} ms")
    print(f"  warm:  median {statistics.median(warm):.2f} ms, p95 {percentile(warm, 0.95):.2f} ms")
    print(f"  slowest {made.warm[slowest]:.2f} ms {slowest}")


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


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=int, default=400, help="how many pages of each kind are opened")
    parser.add_argument("--skip-browser", action="store_true")
    options = parser.parse_args()
    files = corpus()
    kept = []
    with Portico(extra=UNLIMITED) as portico:
        shelf = Library.open(portico)
        reader = Reader(portico, shelf.host)
        for file in files:
            made = measure(file, shelf, reader, options.pages)
            tell(made)
            kept.append(promise("largest page", max(made.sizes.values()), LARGEST_PAGE, "bytes"))
            kept.append(promise("warm p95", percentile(list(made.warm.values()), 0.95), WARM_MILLISECONDS, "ms"))
    for file in files:
        if file.name == LARGEST:
            kept.append(weigh(file))
    if not options.skip_browser:
        compare(files)
    return 0 if all(kept) else 1


if __name__ == "__main__":
    raise SystemExit(main())
