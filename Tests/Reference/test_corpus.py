"""Every page of the reference of real descriptions: there, small, valid HTML, and without a trace of `$ref`.

The larger descriptions have thousands of pages; a drawn part of each kind stands for them (the seed is printed).
PORTICO_PAGES=all looks at all of them, PORTICO_PAGES=N at N of each kind.
"""

from __future__ import annotations

import json
import os
import random
import re
from collections.abc import Iterator
from pathlib import Path

import html5lib
import pytest
import yaml
from harness.portico import UNLIMITED, Portico
from harness.reference import Library, Reader, corpus, pages

LARGEST_PAGE = 150_000
WANTED = os.environ.get("PORTICO_PAGES", "25")
SEED = int(os.environ.get("PORTICO_SEED", random.randrange(1 << 31)))
# What a `$ref` says, where names and types stand; prose and examples may quote one.
LABELS = {"code", "span", "a", "h1", "h2", "strong", "summary"}
METHODS = {"get", "put", "post", "delete", "patch", "options", "head", "trace"}
REFERENCES = re.compile(r"#/(?:components|definitions|channels)/[\w/.~-]+")


@pytest.fixture(scope="module")
def library() -> Iterator[tuple[Library, Reader]]:
    print(f"seed {SEED}")
    with Portico(extra=UNLIMITED) as portico:
        opened = Library.open(portico)
        yield opened, Reader(portico, opened.host)


def drawn(links: list[str]) -> list[str]:
    """All of them, or as many as are wanted."""
    if WANTED == "all" or len(links) <= int(WANTED):
        return links
    return random.Random(SEED).sample(links, int(WANTED))


def faults(address: str, reader: Reader) -> list[str]:
    """What is wrong with a page."""
    page = reader.open(address)
    if page.status_code != 200:
        return [f"{address} answers {page.status_code}"]
    found = []
    if len(page.content) > LARGEST_PAGE:
        found.append(f"{address} has {len(page.content):,} bytes")
    parser = html5lib.HTMLParser(tree=html5lib.getTreeBuilder("etree"), namespaceHTMLElements=False)
    root = parser.parse(page.content, transport_encoding="utf-8")
    found += [f"{address} {place}: {code} {values}" for place, code, values in parser.errors[:3]]
    for element in root.iter():
        text = (element.text or "").strip()
        if element.tag in LABELS and REFERENCES.fullmatch(text):
            found.append(f"{address} shows {text}")
        if element.tag == "script" and not element.get("src"):
            found.append(f"{address} has an inline script")
    return found


def told(file: Path) -> dict[str, int]:
    """How many operations, with webhooks, schemas and messages a description has by itself."""
    text = file.read_text()
    document = json.loads(text) if file.suffix == ".json" else yaml.load(text, getattr(yaml, "CSafeLoader"))
    items = [*document.get("paths", {}).values(), *document.get("webhooks", {}).values()]
    components = document.get("components", {})
    counts = {
        "operations": sum(len(METHODS & item.keys()) for item in items) + len(document.get("operations", {})),
        "schemas": len(components.get("schemas", document.get("definitions", {}))),
        "messages": len(components.get("messages", {})),
    }
    return {kind: count for kind, count in counts.items() if count}


@pytest.mark.parametrize("file", corpus(), ids=lambda file: file.name)
def test_every_page_is_small_and_valid(library: tuple[Library, Reader], file: Path) -> None:
    shelf, reader = library
    slug = shelf.publish(file.stem[:60], file.read_text())
    kinds = pages(reader, slug)
    assert "operations" in kinds, f"{file.name} shows no operation"
    for kind, count in told(file).items():
        assert len(kinds.get(kind, [])) >= count, f"{file.name} shows too few {kind}: {len(kinds.get(kind, []))}"
    found = [fault for links in kinds.values() for link in drawn(links) for fault in faults(link, reader)]
    print(file.name, {kind: len(links) for kind, links in kinds.items()})
    assert not found, "\n".join(found[:20])
