"""Samples of requests are run as they are printed, against a server that tells what it was sent."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path

import pytest
import requests
from harness.api import Operator
from harness.portico import Portico
from harness.process import ROOT
from harness.upstream import Echo
from playwright._impl._driver import compute_driver_executable


class Panes(HTMLParser):
    """The code of each language in what the portal answers."""

    def __init__(self) -> None:
        super().__init__()
        self.code: dict[str, str] = {}
        self._language, self._is_code = "", False

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self._language = dict(attributes).get("data-sample") or self._language
        self._is_code = self._is_code or tag == "code"

    def handle_endtag(self, tag: str) -> None:
        self._is_code = self._is_code and tag != "code"

    def handle_data(self, data: str) -> None:
        if self._is_code and self._language:
            self.code[self._language] = self.code.get(self._language, "") + data


@dataclass
class Samples:
    """A portal that makes samples, and the server that they call."""

    portico: Portico
    echo: Echo

    def of(self, request: dict) -> dict[str, str]:
        address = f"http://127.0.0.1:{self.portico.port}/_core/samples"
        told = {"Host": self.portico.portal("samples").removeprefix("http://"), "Sec-Fetch-Site": "same-origin"}
        answer = requests.post(address, json=request, headers=told, timeout=10)
        assert answer.status_code == 200, answer.text[:500]
        panes = Panes()
        panes.feed(answer.text)
        return panes.code


@pytest.fixture(scope="session")
def samples() -> Iterator[Samples]:
    with ExitStack() as stack:
        echo, portico = stack.enter_context(Echo()), stack.enter_context(Portico(gateway=False))
        Operator(portico, portico.set_up()).post("/v3/portals", {"name": "samples", "authentication_enabled": False})
        yield Samples(portico, echo)


def run(folder: Path, *command: str, **environment: str) -> None:
    told = {**os.environ, **environment}
    done = subprocess.run(command, cwd=folder, env=told, capture_output=True, text=True, timeout=300, check=False)
    code = "\n".join(file.read_text(errors="replace") for file in folder.glob("*ample*"))
    assert done.returncode == 0, f"{done.stdout}{done.stderr}\n{code}"


def script(name: str, *command: str) -> Callable[[Path, str], None]:
    """Writes the sample to a file and runs a command with it."""

    def runner(folder: Path, code: str) -> None:
        (folder / name).write_text(code)
        run(folder, *command, name)

    return runner


def swift(folder: Path, code: str) -> None:
    (folder / "main.swift").write_text(code)
    cache = str(ROOT / ".build" / "samples" / "swift")
    run(folder, "swiftc", "-module-cache-path", cache, "-o", "sample", "main.swift")
    run(folder, "./sample")


def go(folder: Path, code: str) -> None:
    (folder / "sample.go").write_text(code)
    run(folder, "go", "run", "sample.go", GOCACHE=str(ROOT / ".build" / "samples" / "go"), GO111MODULE="off")


RUNNERS: dict[str, Callable[[Path, str], None]] = {
    "shell": script("sample.sh", "bash"),
    "python": script("sample.py", str(ROOT / ".venv" / "bin" / "python")),
    "node": script("sample.mjs", compute_driver_executable()[0]),
    "ruby": script("sample.rb", "ruby"),
    "php": script("sample.php", "php"),
    "swift": swift,
}
# What the set-up does not install: run where it is. Kotlin, C# and Rust are compared with what they should be alone:
# Debian has no compilers of the first two, and the last wants packages of its own registry.
LARGE: dict[str, tuple[str, Callable[[Path, str], None]]] = {
    "java": ("java", script("Main.java", "java")),
    "go": ("go", go),
}
RUNNERS |= {language: runner for language, (tool, runner) in LARGE.items() if shutil.which(tool)}
