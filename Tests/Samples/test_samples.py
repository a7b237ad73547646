"""Every language sends the same request, to the byte where bytes matter."""

from __future__ import annotations

import base64
import json
import re
from pathlib import Path
from urllib.parse import parse_qsl

import pytest
from conftest import RUNNERS, Samples
from playwright.sync_api import Browser, sync_playwright

FILE = bytes(range(256))
NASTY = "it's \"quoted\" \\ $HOME #{1} `id` ${x} %s\ttab ü 漢 </code>"


# FormData gives every part with a type a file name.
FORM_DATA = {"node": "blob"}


def fields(**values: str) -> list[dict]:
    return [{"name": name.replace("_", "-"), "value": value} for name, value in values.items()]


JSON, TEXT = fields(Content_Type="application/json"), fields(Content_Type="text/plain")
CASES: dict[str, dict] = {
    "get": {
        "method": "GET",
        "path": "/a%20b/x?q=a%26b&q=2",
        "headers": fields(X_Key="k\"e'y\\ $1 #{2}", Cookie="a=b; c=d"),
    },
    "delete": {"method": "DELETE", "path": "/things/1"},
    "head": {"method": "HEAD", "path": "/things"},
    "json": {
        "method": "POST",
        "path": "/json",
        "headers": fields(Content_Type="application/json"),
        "body": json.dumps({"text": NASTY, "big": 12345678901234567890, "float": 1.0, "__proto__": 1}, indent=2),
    },
    "one-line": {"method": "PATCH", "path": "/json", "headers": JSON, "body": '{"a":1}'},
    "text": {"method": "PUT", "path": "/text", "headers": TEXT, "body": NASTY + "\r\n\n end "},
    "at": {"method": "POST", "path": "/text", "headers": fields(Content_Type="text/plain"), "body": "@file"},
    "xml": {
        "method": "POST",
        "path": "/xml-in",
        "headers": fields(Content_Type="application/xml"),
        "body": '<?xml version="1.0"?>\n<a b="c">\n  <d>"""</d>\n</a>',
    },
    "form": {"method": "POST", "path": "/form", "form": fields(name=NASTY, tag="a") + fields(tag="b")},
    "multipart": {
        "method": "POST",
        "path": "/form",
        "multipart": True,
        "form": [
            {"name": "note", "value": "it's; \"x\" <y> @z"},
            {"name": "note", "value": "again"},
            {"name": "meta", "value": '{"a": "b\\"c"}', "type": "application/json"},
            {"name": "photo", "value": "photo.png", "file": True, "type": "image/png"},
        ],
    },
    "file": {
        "method": "PUT",
        "path": "/file",
        "headers": fields(Content_Type="application/octet-stream"),
        "file": "data.bin",
    },
}


def parts(request: dict) -> list[tuple[str, str | None, bytes]]:
    """Name, file name and bytes of each part of a multipart body."""
    kind = headers(request)["content-type"]
    boundary = re.search(r'boundary="?([^";]+)', kind)
    assert boundary, kind
    found = []
    for part in base64.b64decode(request["body"]).split(b"--" + boundary.group(1).encode())[1:-1]:
        head, _, body = part.partition(b"\r\n\r\n")
        name = re.search(rb'[; ]name="?([^";\r]+)', head)
        file = re.search(rb'filename="?([^";\r]+)', head)
        assert name, head
        found.append((name.group(1).decode(), file.group(1).decode() if file else None, body.removesuffix(b"\r\n")))
    return found


def headers(request: dict) -> dict[str, str]:
    return {name.lower(): value for name, value in request["headers"]}


def check(request: dict, case: dict, typed: str | None = None) -> None:
    """That what arrived is what the case says; `typed` is the file name that parts with a type have."""
    assert request["method"] == case["method"]
    assert request["path"] == case["path"]
    for field in case.get("headers", []):
        assert headers(request)[field["name"].lower()].partition(";")[0] == field["value"].partition(";")[0]
    if "body" in case:
        assert base64.b64decode(request["body"]).decode() == case["body"]
    if "file" in case:
        assert base64.b64decode(request["body"]) == FILE
    if case.get("multipart"):
        expected = [
            (field["name"], field["value"], FILE)
            if field.get("file")
            else (field["name"], typed if "type" in field else None, field["value"].encode())
            for field in case["form"]
        ]
        assert parts(request) == expected
    elif "form" in case:
        assert parse_qsl(request["text"], keep_blank_values=True) == [(f["name"], f["value"]) for f in case["form"]]
        assert headers(request)["content-type"].startswith("application/x-www-form-urlencoded")


def described(case: dict, samples: Samples) -> dict:
    told = {key: value for key, value in case.items() if key != "path"}
    return {**told, "url": samples.echo.address + case["path"]}


@pytest.mark.parametrize("name", CASES)
@pytest.mark.parametrize("language", RUNNERS)
def test_a_sample_runs_as_printed(samples: Samples, language: str, name: str, tmp_path: Path):
    case = CASES[name]
    for file in ("photo.png", "data.bin", "file"):
        (tmp_path / file).write_bytes(FILE)
    RUNNERS[language](tmp_path, samples.of(described(case, samples))[language])
    check(samples.echo.last(), case, typed=FORM_DATA.get(language))


@pytest.fixture(scope="module")
def browser():
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        yield chromium
        chromium.close()


@pytest.mark.parametrize("name", CASES)
def test_a_sample_runs_in_a_browser(samples: Samples, browser: Browser, name: str, tmp_path: Path):
    case = CASES[name]
    code = samples.of(described(case, samples))["javascript"]
    page = browser.new_page()
    page.goto(f"{samples.echo.address}/page")
    file = tmp_path / ("photo.png" if case.get("multipart") else "data.bin")
    file.write_bytes(FILE)
    page.set_content("<input type=file>")
    page.set_input_files("input", file)
    page.evaluate(f"async () => {{ {code} }}")
    # Scripts may not name cookies.
    told = [field for field in case.get("headers", []) if field["name"] != "Cookie"]
    check(samples.echo.last(), {**case, "headers": told}, typed="blob")
    page.close()
