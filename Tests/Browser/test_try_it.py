"""Try it sends every kind of parameter, body and credential, in a real browser."""

from __future__ import annotations

import base64
import json
from pathlib import Path

from bench import PIXEL, Bench, headers
from browsing import PHONE
from playwright.sync_api import expect


def test_parameters_travel_in_their_styles(bench: Bench):
    bench.open("styles")
    request = bench.send()
    assert request["path"] == (
        "/v1/orders/.3.4/;shape=R,100,G,200?tags=red&tags=blue&piped=a%7Cb&filter%5Bname%5D=x%20y&filter%5Bage%5D=3"
        "&raw=a/b?c%26d&json=%7B%22a%22%3A%5B1%5D%7D"
    )
    assert headers(request)["x-list"] == "1,2"
    page = bench.reader.page
    page.get_by_label("tags", exact=False).first.select_option(["green"])
    page.get_by_label("stage").select_option("v2")
    page.get_by_label("note").fill("a&b ü")
    assert "tags=green&piped" in bench.send()["path"]
    assert bench.echo.last()["path"].startswith("/v2/") and bench.echo.last()["path"].endswith("&note=a%26b%20%C3%BC")
    bench.reader.look("try-it-parameters")


def test_what_is_missing_or_no_json_is_said_at_its_field(bench: Bench):
    bench.open("styles")
    field = bench.reader.page.locator("[data-name=filter]")
    field.fill("{")
    bench.part("send").click()
    expect(bench.part("error")).to_contain_text("filter must be JSON")
    expect(field).to_be_focused()
    field.fill("")
    bench.part("send").click()
    expect(bench.part("error")).to_contain_text("filter is required")
    expect(field).to_have_attribute("aria-invalid", "true")
    bench.reader.look("try-it-missing")


def test_json_xml_and_text_are_sent_as_written(bench: Bench):
    bench.open("send-json")
    request = bench.send()
    assert json.loads(request["text"]) == {"name": "Ada", "card": "4111111111111111"}
    assert headers(request)["content-type"] == "application/json"
    page = bench.reader.page
    page.get_by_label("Example", exact=True).select_option(label="Two")
    assert json.loads(bench.send()["text"])["name"] == "Grace O'Hopper"
    page.get_by_label("Content type").select_option("application/xml")
    request = bench.send()
    assert request["text"].startswith("<?xml") and "<name>Ada</name>" in request["text"]
    assert headers(request)["content-type"] == "application/xml"
    page.get_by_label("Content type").select_option("text/plain")
    assert bench.send()["text"] == "plain words"


def test_forms_are_sent_as_forms(bench: Bench, tmp_path: Path):
    bench.open("send-form")
    request = bench.send()
    assert request["text"] == "name=Ada%20%26%20Co&tags=a&tags=b"
    assert headers(request)["content-type"] == "application/x-www-form-urlencoded"
    page = bench.reader.page
    page.get_by_label("Content type").select_option("multipart/form-data")
    file = tmp_path / "photo.png"
    file.write_bytes(PIXEL)
    bench.part("send").click()
    expect(bench.part("error")).to_contain_text("photo is required")
    page.get_by_label("photo").set_input_files(file)
    request = bench.send()
    body = base64.b64decode(request["body"])
    assert headers(request)["content-type"].startswith("multipart/form-data; boundary=")
    assert b'name="note"\r\n\r\nhello\r\n' in body
    assert b'name="meta"\r\nContent-Type: application/json\r\n\r\n{"a":1}\r\n' in body
    assert b'name="photo"; filename="photo.png"\r\nContent-Type: image/png\r\n\r\n' + PIXEL + b"\r\n" in body


def test_a_file_is_the_body(bench: Bench, tmp_path: Path):
    bench.open("send-file")
    file = tmp_path / "some data"
    file.write_bytes(PIXEL)
    bench.part("body-file").set_input_files(file)
    request = bench.send()
    assert base64.b64decode(request["body"]) == PIXEL
    assert headers(request)["content-type"] == "application/octet-stream"


def test_keys_travel_where_the_scheme_says(bench: Bench):
    bench.open("key-in-header")
    bench.credential("headerKey", "k/1")
    assert headers(bench.send())["x-key"] == "k/1"
    bench.open("key-in-query")
    bench.credential("queryKey", "k/1")
    assert bench.send()["path"] == "/v1/secured/query?key=k%2F1"
    bench.open("basic-name")
    bench.credential("basic", "ada")
    bench.credential("basic-password", "pässword")
    expected = base64.b64encode("ada:pässword".encode()).decode()
    assert headers(bench.send())["authorization"] == f"Basic {expected}"
    bench.open("bearer-token")
    bench.credential("bearer", "t0ken")
    assert headers(bench.send())["authorization"] == "Bearer t0ken"
    bench.reader.look("try-it-bearer")


def test_one_of_several_ways_is_chosen(bench: Bench):
    bench.open("either-way")
    bench.credential("headerKey", "first")
    assert headers(bench.send()).get("x-key") == "first"
    bench.reader.page.get_by_label("Way", exact=True).select_option(label="bearer and queryKey")
    bench.credential("bearer", "second")
    bench.credential("queryKey", "third")
    request = bench.send()
    assert request["path"].endswith("?key=third") and headers(request)["authorization"] == "Bearer second"
    assert "x-key" not in headers(request)
    bench.reader.page.get_by_label("Way", exact=True).select_option(label="None")
    assert not {"x-key", "authorization"} & set(headers(bench.send()))


def test_a_code_with_pkce_becomes_a_token(bench: Bench):
    bench.open("sign-in-with-code")
    page = bench.reader.page
    page.get_by_text("Sign in with code").click()
    page.get_by_label("Client id").fill("public")
    bench.reader.look("try-it-sign-in")
    with page.context.expect_page() as opened:
        bench.part("signIn").click()
    opened.value.get_by_role("button", name="Sign in as Ada").click()
    expect(page.locator("[data-token-status]")).to_contain_text("The token is filled in")
    token = bench.identity.issued()[-1]
    assert token["scope"] == "read"
    assert headers(bench.send())["authorization"] == f"Bearer {token['access_token']}"


def test_openid_connect_finds_its_endpoints(bench: Bench):
    bench.open("open-id")
    page = bench.reader.page
    page.get_by_text("Sign in with openid").click()
    page.get_by_label("Client id").fill("app")
    page.get_by_label("Client secret, if it has one").fill("s3cret")
    with page.context.expect_page() as opened:
        bench.part("signIn").click()
    opened.value.get_by_role("button", name="Sign in as Ada").click()
    expect(page.locator("[data-token-status]")).to_contain_text("The token is filled in")
    assert headers(bench.send())["authorization"] == f"Bearer {bench.identity.issued()[-1]['access_token']}"


def test_client_credentials_bring_their_extra_parameters(bench: Bench):
    bench.open("client-credentials")
    page = bench.reader.page
    page.get_by_text("Get a token for client").click()
    page.get_by_label("Client id").fill("app")
    page.get_by_label("Client secret").fill("wrong")
    bench.part("clientCredentials").click()
    expect(page.locator("[data-token-status]")).to_contain_text("audience is required")
    page.get_by_label("Audience").fill("orders")
    bench.part("clientCredentials").click()
    expect(page.locator("[data-token-status]")).to_contain_text("No token:")
    page.get_by_label("Client secret").fill("s3cret")
    bench.part("clientCredentials").click()
    expect(page.locator("[data-token-status]")).to_contain_text("The token is filled in")
    token = bench.identity.issued()[-1]
    assert token["audience"] == "orders" and token["scope"] == "read" and not token["empty"]
    assert headers(bench.send())["authorization"] == f"Bearer {token['access_token']}"
    bench.reader.look("try-it-client-credentials")


def test_everything_is_done_with_the_keyboard_on_a_phone(bench: Bench):
    page = bench.reader.page
    page.set_viewport_size(PHONE)
    bench.open("key-in-header")
    field = page.locator('[data-test="tryit-auth-headerKey"]')
    page.get_by_label("Server", exact=True).focus()
    for _ in range(6):
        page.keyboard.press("Tab")
        if field.evaluate("element => element === document.activeElement"):
            break
    expect(field).to_be_focused()
    page.keyboard.press("Control+a")
    page.keyboard.type("typed")
    page.keyboard.press("Enter")
    expect(bench.part("status")).to_contain_text("200")
    expect(field).to_be_focused()
    assert headers(bench.echo.last())["x-key"] == "typed"
    # The status shows while the rest of the answer still arrives.
    expect(page.get_by_role("button", name="Send request")).to_be_enabled()
    tree = page.locator("portico-try-it").aria_snapshot()
    for words in ('combobox "Server"', 'textbox "headerKey', 'button "Send request"', 'group "Authentication"'):
        assert words in tree, tree
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wide == 0
    page.set_viewport_size({"width": 1280, "height": 900})
