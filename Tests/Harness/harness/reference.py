"""The reference of an API as its readers meet it: published on a portal, and all of its pages by their addresses."""

from __future__ import annotations

import html
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import requests

from harness.api import Operator
from harness.portico import Portico
from harness.process import ROOT

LISTS = ("operations", "channels", "messages", "schemas")
LINK = re.compile(r'href="([^"#]+)')
UPLOAD_SECONDS = 60


def corpus() -> list[Path]:
    """The real descriptions: OpenAPI's in the folder that PORTICO_CORPUS names, AsyncAPI's beside it."""
    folder = Path(os.environ.get("PORTICO_CORPUS", ROOT.parent / "shared" / "corpus" / "openapi"))
    assert folder.is_dir(), f"there are no descriptions in {folder}: set PORTICO_CORPUS"
    files = sorted(folder.iterdir()) + sorted((folder.parent / "asyncapi").iterdir())
    assert files, f"{folder} is empty"
    return files


@dataclass
class Reader:
    """Somebody who reads a public portal, without a browser."""

    portico: Portico
    host: str

    def __post_init__(self) -> None:
        self._session = requests.Session()
        self._session.trust_env = False
        self._session.headers.update({"Host": self.host, "Accept": "text/html", "Accept-Encoding": "identity"})

    def open(self, path: str, timeout: float = 60) -> requests.Response:
        return self._session.get(f"http://127.0.0.1:{self.portico.port}{path}", timeout=timeout)

    def links(self, path: str, below: str) -> list[str]:
        """The addresses below another that a page leads to, each once."""
        page = self.open(path)
        assert page.status_code == 200, f"{path} answers {page.status_code}"
        found = (html.unescape(link) for link in LINK.findall(page.text))
        return list(dict.fromkeys(link for link in found if link.startswith(below)))


@dataclass
class Library:
    """A public portal on which descriptions are published."""

    operator: Operator
    portal: dict
    # The ids of the published APIs by their slugs.
    apis: dict[str, str] = field(default_factory=dict)

    @classmethod
    def open(cls, portico: Portico) -> "Library":
        operator = Operator(portico, portico.set_up())
        fields = {"name": "library", "authentication_enabled": False, "default_api_visibility": "public"}
        return cls(operator, operator.post("/v3/portals", fields))

    @property
    def host(self) -> str:
        return self.portal["default_domain"]

    def publish(self, name: str, text: str, version: str = "1") -> str:
        """Publishes a description as the only version of an API; gives the API's slug."""
        api = self.operator.post("/v3/apis", {"name": name, "version": version})
        payload = {"version": version, "spec": {"content": text}}
        answer = self.operator.send("POST", f"/v3/apis/{api['id']}/versions", payload, timeout=UPLOAD_SECONDS)
        assert answer.status_code == 201, f"{name} is not taken: {answer.status_code} {answer.text[:400]}"
        self.operator.publish(api["id"], self.portal["id"], visibility="public")
        self.apis[api["slug"]] = api["id"]
        return api["slug"]

    def add(self, slug: str, text: str, version: str) -> None:
        """Adds a version to an API."""
        payload = {"version": version, "spec": {"content": text}}
        self.operator.post(f"/v3/apis/{self.apis[slug]}/versions", payload)


def pages(reader: Reader, slug: str) -> dict[str, list[str]]:
    """The addresses of all pages of a reference, by their kind."""
    base = f"/apis/{slug}/reference"
    found: dict[str, list[str]] = {"overview": [base]}
    groups = [link for link in reader.links(base, f"{base}/groups/")]
    found["groups"] = groups
    for kind in LISTS:
        lists = list(_lists(reader, base, kind))
        links = (link for page in lists for link in reader.links(page, f"{base}/{kind}/"))
        found[kind] = list(dict.fromkeys(links))
        found["lists"] = found.get("lists", []) + lists
    return {kind: links for kind, links in found.items() if links}


def _lists(reader: Reader, base: str, kind: str) -> Iterator[str]:
    """The pages of a list, one after the other."""
    page = f"{base}/lists/{kind}"
    position = 0
    while reader.open(page).status_code == 200:
        yield page
        places = [link.rpartition("from=")[2] for link in reader.links(page, f"{base}/lists/{kind}?from=")]
        later = [int(place) for place in places if place.isdigit() and int(place) > position]
        if not later:
            return
        position = min(later)
        page = f"{base}/lists/{kind}?from={position}"
