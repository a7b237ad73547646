#!/usr/bin/env python3
"""The gateway with key-auth against nginx with a key map: the same 10,000 keys, the same upstream, one run."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import struct
import tempfile
import zlib
from contextlib import ExitStack
from pathlib import Path

import requests
from harness.process import Child, free_port, listens

from load import Target, at_most, promise, race, resident_megabytes, table
from nginx import Nginx

KEYS = 10_000
ANSWER = '{"origin":"127.0.0.1","url":"/ip"}\\n'
UPSTREAM = f"location / {{ default_type application/json; return 200 '{ANSWER}'; }}"


def key(number: int) -> str:
    return f"ptk_{hashlib.sha256(str(number).encode()).hexdigest()[:40]}"


def nginx_with_a_map(folder: Path, upstream: Nginx) -> Nginx:
    """A proxy that lets the keys in, and tells the upstream whose they are."""
    lines = [f'"{key(number)}" "app-{number}";' for number in range(KEYS)]
    (folder / "keys.conf").write_text("\n".join(lines))
    before = f"""
    map_hash_max_size 65536;
    map_hash_bucket_size 128;
    map $http_apikey $application {{ default ""; include {folder}/keys.conf; }}
    upstream origin {{ server 127.0.0.1:{upstream.port}; keepalive 64; }}
    """
    inside = """
        location / {
            if ($application = "") { return 401; }
            proxy_http_version 1.1;
            proxy_set_header Connection "";
            proxy_set_header apikey "";
            proxy_set_header X-Application-Id $application;
            proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
            proxy_pass http://origin;
        }
    """
    return Nginx(inside, before)


def snapshot(upstream: Nginx) -> dict:
    """What a control plane with one linked service would have sent."""
    applications = [
        {
            "id": f"app-{number}", "name": f"App {number}", "slug": f"app-{number}", "portalID": "portal",
            "grants": ["api"],
        }
        for number in range(KEYS)
    ]
    credentials = [
        {
            "id": f"credential-{number}",
            "keyHash": hashlib.sha256(key(number).encode()).hexdigest(),
            "strategyID": "strategy",
            "applicationID": f"app-{number}",
        }
        for number in range(KEYS)
    ]
    service = {
        "id": "service", "scheme": "http", "host": "127.0.0.1", "port": upstream.port, "retries": 5,
        "connectTimeout": 60000, "writeTimeout": 60000, "readTimeout": 60000, "enabled": True,
        "verifiesCertificate": True,
    }  # fmt: skip
    route = {
        "id": "route", "serviceID": "service", "protocols": ["http", "https"], "methods": [], "hosts": [],
        "paths": ["/"], "headers": {}, "snis": [], "stripPath": True, "preserveHost": False, "regexPriority": 0,
        "pathHandling": "v0", "httpsRedirectStatus": 426, "createdAt": {"milliseconds": 0},
    }  # fmt: skip
    publication = {"portalID": "portal", "strategyIDs": ["strategy"]}
    return {
        "configuration": {
            "version": 1,
            "services": [service],
            "routes": [route],
            "plugins": [],
            "strategies": [
                {"id": "strategy", "kind": {"keyAuth": {"keyNames": ["apikey"], "hideCredentials": True}}}
            ],
            "protections": [{"serviceID": "service", "apiID": "api", "publications": [publication]}],
        },
        "credentials": {"version": 1, "applications": applications, "credentials": credentials},
    }


def write_disk(folder: Path, state: dict) -> None:
    """A data plane's disk copy: one record of length, checksum and content."""
    folder.mkdir()
    content = json.dumps(state).encode()
    (folder / "base-1").write_bytes(struct.pack("<II", len(content), zlib.crc32(content)) + content)
    (folder / "log-1").write_bytes(b"")


def start_portico(folder: Path, upstream: Nginx, stack: ExitStack) -> tuple[int, int]:
    """A data plane whose control plane is away; gives its port and process."""
    write_disk(folder / "data", snapshot(upstream))
    (folder / "token").write_text("none")
    port = free_port()
    call = [
        os.environ["PORTICO_BINARY"], "gateway", "--control-plane", f"http://127.0.0.1:{free_port()}",
        "--token-file", str(folder / "token"), "--data", str(folder / "data"), "--listen", f"127.0.0.1:{port}",
    ]  # fmt: skip
    child = Child("gateway", call, folder / "gateway.log")
    stack.callback(child.stop)
    child.wait_until(lambda: listens(port))
    return port, child.pid


def check(url: str) -> None:
    """Both proxies must do the same before they are compared."""
    assert requests.get(f"{url}/ip", timeout=10).status_code == 401, f"{url} lets everybody in"
    assert requests.get(f"{url}/ip", headers={"apikey": "wrong"}, timeout=10).status_code == 401
    answer = requests.get(f"{url}/ip", headers={"apikey": key(77)}, timeout=10)
    assert answer.status_code == 200 and answer.json()["url"] == "/ip", f"{url} answers {answer.status_code}"


def main() -> None:
    with ExitStack() as stack:
        folder = Path(tempfile.mkdtemp(prefix="portico-gateway-"))
        stack.callback(shutil.rmtree, folder, ignore_errors=True)
        upstream = stack.enter_context(Nginx(UPSTREAM))
        nginx = stack.enter_context(nginx_with_a_map(folder, upstream))
        port, pid = start_portico(folder, upstream, stack)
        portico = f"http://127.0.0.1:{port}"
        check(nginx.address)
        check(portico)
        header = (f"apikey: {key(4_242)}",)
        targets = [
            Target("nginx map, 1 worker", f"{nginx.address}/ip", nginx.pid, header),
            Target("Portico", f"{portico}/ip", pid, header),
        ]
        race(targets)
        table(f"key-auth, {KEYS:,} keys", targets, targets[0])
        promise("CPU per request of nginx's", targets[1].cost / targets[0].cost, 2.5, at_most)
        print(f"  memory with {KEYS:,} keys: {resident_megabytes(pid):.0f} MB")


if __name__ == "__main__":
    main()
