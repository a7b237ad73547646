#!/usr/bin/env python3
"""The home and the catalog of a public portal, against nginx and a bare Hummingbird route with the same bytes."""

from __future__ import annotations

import os
from contextlib import ExitStack
from pathlib import Path

import requests
from harness.api import Operator
from harness.portico import UNLIMITED, Portico
from harness.process import ROOT, Child, free_port, listens

from load import Target, at_least, promise, race, table
from nginx import Nginx

APIS = 20


def bare_hummingbird() -> str:
    """The comparison server, built beside the product."""
    default = ROOT / ".build" / "release" / "bare-hummingbird"
    path = Path(os.environ.get("PORTICO_BARE", default)).resolve()
    assert path.is_file(), f"{path} is not built"
    return str(path)


def public_portal(portico: Portico) -> str:
    """A portal that everybody may read, with a home page and a catalog; gives its host."""
    operator = Operator(portico, portico.set_up())
    portal = operator.post("/v3/portals", {"name": "bench", "authentication_enabled": False})
    operator.call("POST", f"/v3/portals/{portal['id']}/default-content", expect=(200, 201, 204, 404))
    for number in range(APIS):
        fields = {"name": f"Service {number}", "version": "1.0.0", "description": "Measures how fast pages are."}
        api = operator.post("/v3/apis", fields)
        operator.publish(api["id"], portal["id"], visibility="public")
    return portal["default_domain"]


def measure(name: str, path: str, host: str, portico: Portico) -> None:
    """Races one page."""
    url = f"http://127.0.0.1:{portico.port}{path}"
    page = requests.get(url, headers={"Host": host, "Accept-Encoding": "identity"}, timeout=10)
    assert page.status_code == 200, f"{url} answers {page.status_code}"
    with ExitStack() as stack:
        nginx = Nginx("root FOLDER; index page.html;")
        file = nginx.folder / "page.html"
        file.write_bytes(page.content)
        stack.enter_context(nginx)
        port = free_port()
        bare = Child("bare", [bare_hummingbird(), str(file), str(port)], nginx.folder / "bare.log")
        stack.callback(bare.stop)
        bare.wait_until(lambda: listens(port))
        targets = [
            Target("nginx, 1 worker", f"{nginx.address}/", nginx.pid),
            Target("bare Hummingbird", f"http://127.0.0.1:{port}/", bare.pid),
            Target("Portico", url, portico.pid, (f"Host: {host}",)),
        ]
        race(targets)
        table(f"{name}, {len(page.content):,} bytes", targets, targets[0])
        promise(f"{name} of bare Hummingbird", targets[2].rate / targets[1].rate, 0.8, at_least)


def main() -> None:
    with Portico(extra=UNLIMITED) as portico:
        host = public_portal(portico)
        measure("home", "/", host, portico)
        measure("catalog", "/apis", host, portico)


if __name__ == "__main__":
    main()
