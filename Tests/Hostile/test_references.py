"""Descriptions that refer to servers which mean no good: who is called, who is not, and how long it takes."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from harness.api import Operator
from harness.portico import UNLIMITED, Portico

MEGABYTE = b"x" * (1 << 20)
SECRET = "the inner server was asked"


class Handler(BaseHTTPRequestHandler):
    """Good documents, and every trick."""

    server: "Server"
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        self.server.asked.append(self.path)
        name, _, rest = self.path.strip("/").partition("/")
        other = self.server.elsewhere
        match name:
            case "good.yaml":
                self.send(b"type: object\nproperties: {next: {$ref: sub/next.json}}\n")
            case "sub":
                self.send(b'{"type": "object", "properties": {"back": {"$ref": "../good.yaml"}}}')
            case "chain":
                self.send(f"{{items: {{$ref: '/chain/{int(rest) + 1}'}}}}".encode())
            case "loop":
                self.redirect(f"/loop/{int(rest or 0) + 1}")
            case "inner":
                self.redirect(f"http://127.0.0.2:{other}/secret")
            case "aside":
                self.redirect(f"http://localhost:{other}/secret")
            case "script":
                self.redirect("javascript:alert(1)")
            case "file":
                self.redirect("file:///etc/passwd")
            case "huge":
                self.huge()
            case "page":
                self.send(b"<!doctype html><title>Sign in</title>")
            case _:
                self.send_error(404)

    def send(self, body: bytes) -> None:
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def redirect(self, location: str) -> None:
        self.send_response(302)
        self.send_header("Location", location)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def huge(self) -> None:
        self.send_response(200)
        self.send_header("Connection", "close")
        self.end_headers()
        try:
            for _ in range(1_000):
                self.wfile.write(MEGABYTE)
                self.server.sent += 1
        except OSError:
            self.close_connection = True

    def log_message(self, *_: object) -> None:
        pass


class Server(ThreadingHTTPServer):
    daemon_threads = True
    elsewhere = 0
    sent = 0

    def __init__(self, host: str):
        super().__init__((host, 0), Handler)
        self.asked: list[str] = []
        threading.Thread(target=self.serve_forever, daemon=True).start()

    @property
    def port(self) -> int:
        return self.server_address[1]


@dataclass
class Stage:
    operator: Operator
    outer: Server
    inner: Server
    count: int = field(default=0)

    def upload(self, reference: str) -> tuple[dict, list[str]]:
        """A version whose schema is a reference, and what is said of it."""
        self.count += 1
        api = self.operator.post("/v3/apis", {"name": f"references {self.count}"})
        document = {
            "openapi": "3.1.0",
            "info": {"title": "Shop", "version": "1"},
            "components": {"schemas": {"A": {"$ref": reference}}},
        }
        text = json.dumps(document)
        payload = {"version": "1", "spec": {"content": text}}
        answer = self.operator.send("POST", f"/v3/apis/{api['id']}/versions", payload, timeout=60)
        assert answer.status_code == 201, answer.text
        made = answer.json()
        assert made["spec"]["content"] == text
        return made, [one["message"] for one in made["spec"].get("validation_messages", [])]

    def at(self, path: str) -> str:
        return f"http://127.0.0.1:{self.outer.port}{path}"

    def expect_complaint(self, path: str, words: str) -> None:
        _, messages = self.upload(self.at(path))
        assert any(words in message for message in messages), messages
        assert not self.inner.asked, SECRET


@pytest.fixture(scope="module")
def stage() -> Iterator[Stage]:
    outer, inner = Server("127.0.0.1"), Server("127.0.0.2")
    outer.elsewhere = inner.port
    hosts = f"127.0.0.1:{outer.port},127.0.0.2:{inner.port}"
    flags = (f"--reference-hosts={hosts}", "--allowed-networks=127.0.0.1/32", *UNLIMITED)
    with Portico(extra=flags) as portico:
        yield Stage(Operator(portico, portico.set_up()), outer, inner)
        assert portico.is_ready(), "the server did not survive"
    outer.shutdown()
    inner.shutdown()


def test_documents_that_refer_to_each_other_are_fetched_once(stage: Stage):
    stage.outer.asked.clear()
    _, messages = stage.upload(stage.at("/good.yaml"))
    assert sorted(stage.outer.asked) == ["/good.yaml", "/sub/next.json"]
    assert not any("127.0.0.1" in message for message in messages), messages


def test_a_named_host_may_not_lead_into_the_own_network(stage: Stage):
    _, messages = stage.upload(f"http://127.0.0.2:{stage.inner.port}/secret")
    assert any("not a public one" in message for message in messages), messages
    stage.expect_complaint("/inner", "not a public one")


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/aside", "which is not allowed"),
        ("/script", "no web address"),
        ("/file", "no web address"),
        ("/loop", "more than 5 redirects"),
        ("/page", "neither JSON nor YAML"),
        ("/nothing", "answers 404"),
    ],
)
def test_what_leads_astray_is_told(stage: Stage, path: str, words: str):
    stage.expect_complaint(path, words)


def test_other_hosts_are_not_called(stage: Stage):
    for host in (f"localhost:{stage.outer.port}", f"127.1:{stage.outer.port}", "127.0.0.1", "169.254.169.254"):
        stage.outer.asked.clear()
        _, messages = stage.upload(f"http://{host}/good.yaml")
        assert any("reference-hosts" in message for message in messages), messages
        assert not stage.outer.asked


def test_a_huge_document_is_cut_off(stage: Stage):
    begun = time.monotonic()
    stage.expect_complaint("/huge", "more than 4 MB")
    assert time.monotonic() - begun < 15
    assert stage.outer.sent < 100


def test_an_endless_chain_ends(stage: Stage):
    stage.outer.asked.clear()
    begun = time.monotonic()
    stage.expect_complaint("/chain/0", "more than 100 documents")
    assert time.monotonic() - begun < 35
    assert len(stage.outer.asked) <= 100
