"""How large uploads may be is what the program was told."""

from __future__ import annotations

import base64
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from harness.api import Operator
from harness.portico import UNLIMITED, Portico, binary

HEAD = "openapi: 3.1.0\ninfo: {title: Limits, version: '1'}\npaths: {}\n"


@pytest.fixture(scope="module")
def operator() -> Iterator[Operator]:
    with Portico(extra=("--upload-limits=description=1MB,logo=1KB", *UNLIMITED)) as portico:
        yield Operator(portico, portico.set_up())
        assert portico.is_ready(), "the server did not survive"


def described(size: int) -> str:
    return HEAD + "#" * (size - len(HEAD))


@pytest.mark.parametrize("size", [1 << 20, (1 << 20) + 1, 2 << 20, 4 << 20])
def test_a_description_may_be_as_large_as_the_limit(operator: Operator, size: int) -> None:
    name = f"limits {size}"
    body = {"name": name, "spec_content": described(size)}
    answer = operator.send("POST", "/v3/apis", body)
    if size <= 1 << 20:
        assert answer.status_code == 201, answer.text
        return
    assert answer.status_code == 413, answer.text
    assert "must not exceed" in answer.json()["detail"]
    found = operator.send("GET", "/v3/apis", query=[("filter[name][eq]", name)]).json()
    assert found["data"] == [], "something was made"


def test_a_picture_may_be_as_large_as_the_limit(operator: Operator) -> None:
    portal = operator.post("/v3/portals", {"name": "limits"})["id"]
    for size, status in ((600, 200), (2_000, 400)):
        drawing = f"<svg xmlns='http://www.w3.org/2000/svg'><desc>{'x' * size}</desc></svg>".encode()
        data = "data:image/svg+xml;base64," + base64.b64encode(drawing).decode()
        answer = operator.send("PUT", f"/v3/portals/{portal}/assets/logo", {"data": data})
        assert answer.status_code == status, answer.text
    assert "1 KB" in answer.text


@pytest.mark.parametrize("text", ["description=9GB", "spec=1MB", "description"])
def test_a_limit_that_says_nothing_is_told_at_the_start(tmp_path: Path, text: str) -> None:
    told = subprocess.run(
        [binary(), "serve", "--data", str(tmp_path), f"--upload-limits={text}"],
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )
    assert told.returncode != 0
    assert "--upload-limits" in told.stderr, told.stderr
