"""Bodies that are not what they should be."""

import json

import pytest
import requests

MEGABYTE = 1_000_000
BOMB = "a: &a [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{chr(98 + n)}: &{chr(98 + n)} [{', '.join(['*' + chr(97 + n)] * 9)}]\n" for n in range(9)
)


def send(world, method: str, path: str, body: bytes, kind: str = "application/json") -> requests.Response:
    """A request with exactly these bytes, as an operator."""
    headers = {"Authorization": f"Bearer {world.token}", "Content-Type": kind}
    url = f"http://127.0.0.1:{world.portico.port}{path}"
    return requests.request(method, url, data=body, headers=headers, timeout=30)


def expect_problem(answer: requests.Response, *statuses: int) -> None:
    """A well-formed problem with one of these statuses."""
    assert answer.status_code in statuses, f"{answer.status_code} {answer.text[:300]}"
    assert answer.headers["Content-Type"].startswith("application/problem+json")
    assert answer.json()["status"] == answer.status_code


@pytest.mark.parametrize(
    "body",
    [b"", b"{", b'{"name": }', b'{"name": "a"} x', b'"a"', b"[]", b"7", b'{"name": "\xff"}', b"\x00", b"[" * 5000],
    ids=["empty", "open", "no value", "more after it", "text", "list", "number", "no UTF-8", "NUL", "deep"],
)
def test_a_body_that_is_no_object_is_refused(world, body: bytes):
    expect_problem(send(world, "POST", "/v3/portals", body), 400)


@pytest.mark.parametrize("value", [7, True, None, [], {}, "", " ", "x" * 5000, "a\u0000b"])
def test_a_name_of_the_wrong_kind_is_refused(world, value):
    expect_problem(send(world, "POST", "/v3/portals", json.dumps({"name": value}).encode()), 400)


def test_an_unknown_property_is_refused(world):
    body = json.dumps({"name": "unknown", "colour_of_the_bikeshed": "red"}).encode()
    expect_problem(send(world, "POST", "/v3/portals", body), 400)


def test_another_content_type_is_refused(world):
    expect_problem(send(world, "POST", "/v3/portals", b"<name>a</name>", "application/xml"), 400, 415)


@pytest.mark.parametrize("query", ["page[size]=101", "page[size]=0", "page[size]=-1", "page[number]=x", "sort=;drop"])
def test_a_list_is_asked_for_properly(world, query: str):
    expect_problem(send(world, "GET", f"/v3/portals?{query}", b""), 400)


@pytest.mark.parametrize("query", ["filter[colour][eq]=red", "filter[name][like]=%25", "filter[name=x"])
def test_an_unknown_filter_is_refused(world, query: str):
    expect_problem(send(world, "GET", f"/v3/portals?{query}", b""), 400)


@pytest.mark.parametrize("id", ["1", "null", "%00", "..%2f..%2fetc", "'--", "x" * 3000])
def test_an_id_that_is_none_finds_nothing(world, id: str):
    expect_problem(send(world, "GET", f"/v3/portals/{id}", b""), 400, 404)


def specification(size: int) -> bytes:
    """A version with a description of about that size."""
    filler = "x" * (size - 400)
    content = {"openapi": "3.0.3", "info": {"title": "Big", "version": "1", "description": filler}, "paths": {}}
    return json.dumps({"version": f"{size}", "spec": {"content": json.dumps(content)}}).encode()


def test_a_description_of_eight_megabytes_is_taken_and_one_of_nine_is_not(world):
    versions = f"/v3/apis/{world.homes[0].api['id']}/versions"
    assert send(world, "POST", versions, specification(8 * MEGABYTE)).status_code == 201
    expect_problem(send(world, "POST", versions, specification(9 * MEGABYTE)), 400, 413)


@pytest.mark.parametrize(
    "content",
    [BOMB, "openapi: 3.0.3\ninfo: {title: [}", "%YAML 9.9\n---\n!!python/object:os x", "\t", "[" * 100_000, "a: *a"],
    ids=["bomb", "malformed", "tag", "tab", "deep", "no anchor"],
)
def test_a_hostile_description_does_no_harm(world, content: str):
    body = json.dumps({"version": content[:3].strip() or "tab", "spec": {"content": content}}).encode()
    answer = send(world, "POST", f"/v3/apis/{world.homes[0].api['id']}/versions", body)
    assert answer.status_code < 500, answer.text[:300]
    assert world.portico.is_ready()


def test_a_description_that_refers_to_itself_is_rendered(world):
    tree = {"type": "object", "properties": {"child": {"$ref": "#/components/schemas/Tree"}}}
    loop = {"$ref": "#/components/schemas/Loop"}
    answer = {"application/json": {"schema": {"$ref": "#/components/schemas/Tree"}}}
    content = {
        "openapi": "3.0.3",
        "info": {"title": "Loop", "version": "1"},
        "paths": {"/t": {"get": {"responses": {"200": {"description": "d", "content": answer}}}}},
        "components": {"schemas": {"Tree": tree, "Loop": loop}},
    }
    body = json.dumps({"version": "loop", "spec": {"content": json.dumps(content)}}).encode()
    answer = send(world, "POST", f"/v3/apis/{world.homes[0].api['id']}/versions", body)
    assert answer.status_code == 201, answer.text[:300]
