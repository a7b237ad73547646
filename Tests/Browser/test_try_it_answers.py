"""Try it shows what was answered, hides what is secret, and says what to do when a browser may not call."""

from __future__ import annotations

import base64
import json
import shlex
import subprocess
from pathlib import Path

from bench import PIXEL, SHOTS, Bench, headers
from browsing import Person
from harness.api import Developer
from playwright.sync_api import expect


def test_answers_are_shown_by_their_kind(bench: Bench):
    bench.open("get-xml")
    bench.send()
    expect(bench.part("body")).to_contain_text("<name>apple</name>")
    assert bench.part("body").text_content() == "<fruit id='1'>\n  <name>apple</name>\n</fruit>"
    bench.open("get-image")
    bench.send()
    expect(bench.part("image")).to_be_visible()
    assert bench.part("image").evaluate("image => image.decode().then(() => image.naturalWidth)") == 1
    bench.open("get-bytes")
    bench.send()
    bench.reader.expect_text("256 B of application/octet-stream")
    with bench.reader.page.expect_download() as download:
        bench.part("download").click()
    assert download.value.suggested_filename == "data.bin"
    assert Path(download.value.path()).read_bytes() == bytes(range(256))


def test_events_are_shown_as_they_come_and_stopped(bench: Bench):
    bench.open("get-events")
    bench.part("send").click()
    expect(bench.reader.page.get_by_role("region", name="Events")).to_contain_text("event 2")
    bench.part("abort").click()
    expect(bench.part("error")).to_have_text("Stopped.")
    bench.open("get-slowly")
    bench.part("send").click()
    expect(bench.part("abort")).to_be_focused()
    bench.reader.page.keyboard.press("Enter")
    expect(bench.part("error")).to_have_text("Stopped.")


def test_sensitive_data_is_masked_until_it_is_asked_for(bench: Bench):
    bench.open("secret")
    bench.send()
    body = bench.part("body")
    expect(body).to_contain_text('"name": "Ada"')
    shown = json.loads(body.text_content() or "")
    assert shown["card"] == "••••••" and "pin" not in shown and shown["phone"] == "555-••••••"
    assert shown["token"] == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    bench.reader.look("try-it-masked")
    bench.part("mask").uncheck()
    expect(body).to_contain_text("4111111111111111")
    expect(body).to_contain_text("0000")
    bench.open("get-xml")
    bench.send()
    expect(bench.part("mask")).to_have_count(0)


def test_samples_carry_what_the_form_says_and_hide_credentials(bench: Bench):
    bench.open("send-json")
    expect(bench.sample("shell")).to_contain_text("••••••")
    assert "4111111111111111" not in (bench.sample("python").text_content() or "")
    bench.reader.page.locator("[data-test=samples-mask]").uncheck()
    expect(bench.sample("shell")).to_contain_text("4111111111111111")
    bench.open("key-in-header")
    bench.credential("headerKey", "so'secret")
    expect(bench.reader.page.locator("[data-test=samples-mask]")).to_be_visible()
    expect(bench.sample("shell")).to_contain_text("X-Key: YOUR_API_KEY")
    bench.reader.page.locator("[data-test=samples-mask]").uncheck()
    expect(bench.sample("shell")).to_contain_text("X-Key: so'\\''secret")
    expect(bench.sample("go")).to_contain_text("so'secret")
    bench.open("styles")
    bench.reader.page.get_by_label("note").fill("hello there")
    expect(bench.sample("rust")).to_contain_text("note=hello%20there")


def test_curl_sends_what_was_sent(bench: Bench, tmp_path: Path):
    bench.open("send-form")
    page = bench.reader.page
    page.get_by_label("Content type").select_option("multipart/form-data")
    (tmp_path / "it's.png").write_bytes(PIXEL)
    page.get_by_label("photo").set_input_files(tmp_path / "it's.png")
    page.get_by_label("note").fill("it's $HOME; <x>")
    sent = bench.send()
    bench.part("curl").click()
    expect(bench.part("curl")).to_have_text("Copied")
    command = page.evaluate("navigator.clipboard.readText()")
    assert subprocess.run(["bash", "-c", f"{command} --silent --output /dev/null"], cwd=tmp_path, check=True)
    again = bench.echo.last()
    assert again["path"] == sent["path"] and again["method"] == sent["method"]
    boundaries = [headers(request)["content-type"].partition("boundary=")[2] for request in (sent, again)]
    bodies = [base64.b64decode(request["body"]) for request in (sent, again)]
    assert bodies[0].replace(boundaries[0].encode(), b"") == bodies[1].replace(boundaries[1].encode(), b"")
    assert shlex.split(command)[0] == "curl"


def test_a_refusal_for_other_sites_is_explained_and_the_relay_mends_it(bench: Bench):
    bench.open("secret")
    page = bench.reader.page
    page.get_by_label("Server", exact=True).select_option(index=1)
    bench.part("send").click()
    expect(bench.part("error")).to_contain_text(f"Access-Control-Allow-Origin: {bench.portico.portal('bench')}")
    bench.reader.look("try-it-cors")
    bench.open("key-in-cookie")
    bench.credential("cookieKey", "c00kie")
    bench.part("send").click()
    expect(bench.part("error")).to_contain_text("Browsers send no cookies to other sites")
    use_relay(bench, True)
    bench.open("key-in-cookie")
    request = bench.send()
    assert headers(request)["cookie"] == "session=c00kie"
    assert "origin" not in headers(request) and "x-portico-relay" not in headers(request)
    bench.open("secret")
    page.get_by_label("Server", exact=True).select_option(index=1)
    assert bench.send()["path"] == "/no-cors/secret"
    expect(bench.part("body")).to_contain_text("••••••")
    bench.reader.look("try-it-relay")


def test_the_relay_streams_files_and_events(bench: Bench, tmp_path: Path):
    bench.open("send-file")
    (tmp_path / "file").write_bytes(PIXEL * 100_000)
    bench.part("body-file").set_input_files(tmp_path / "file")
    assert base64.b64decode(bench.send()["body"]) == PIXEL * 100_000
    bench.open("get-events")
    bench.part("send").click()
    expect(bench.reader.page.get_by_role("region", name="Events")).to_contain_text("event 2")
    bench.part("abort").click()
    expect(bench.part("error")).to_have_text("Stopped.")
    bench.open("get-image")
    bench.send()
    expect(bench.part("image")).to_be_visible()
    use_relay(bench, False)


def use_relay(bench: Bench, on: bool) -> None:
    """Turns the relay in the Console, which is where it is turned."""
    operator = Person(bench.reader.page.context.browser, bench.portico.console, None)
    operator.open("/sign-in")
    operator.fill("E-mail", "grace@example.com")
    operator.page.locator("input[type=password]").fill("correct horse battery")
    operator.page.locator("main form button").last.click()
    operator.expect_text("Portals")
    operator.open(f"/portals/{bench.portal['id']}/appearance/reference")
    operator.switch("Send through the portal", on)
    operator.press("Save")
    operator.expect_text("saved")
    operator.leave()


def test_servers_of_ones_own_are_a_setting(bench: Bench):
    bench.open("secret")
    page = bench.reader.page
    page.get_by_label("Server", exact=True).select_option(label="Another server…")
    page.get_by_label("Address of the server").fill("nonsense")
    bench.part("send").click()
    expect(bench.part("error")).to_contain_text("must begin with http")
    page.get_by_label("Address of the server").fill(f"{bench.echo.address}/mine/")
    assert bench.send()["path"] == "/mine/secret"
    bench.customize(allow_custom_server_urls=False)
    bench.open("secret")
    expect(page.get_by_label("Server", exact=True).locator("option")).to_have_count(2)
    bench.customize(allow_custom_server_urls=True, try_it_ui=False)
    bench.open("secret")
    expect(page.locator("portico-try-it")).to_have_count(0)
    bench.customize(try_it_ui=True)


def test_a_developers_own_applications_are_offered(bench: Bench):
    portal = bench.operator.post("/v3/portals", {
        "name": "members", "authentication_enabled": True, "auto_approve_developers": True,
        "auto_approve_applications": True,
    })
    bench.operator.publish(bench.api["id"], portal["id"], visibility="public")
    developer = Developer(bench.portico, portal, "ada@example.com")
    developer.sign_up()
    developer.sign_in()
    ids = [developer.application(name)["id"] for name in ("Mine", "Other")]
    keys = []
    for application in ids:
        developer.register(application, bench.api["id"])
        keys.append(developer.key(application))
    person = Person(bench.reader.page.context.browser, bench.portico.portal("members"), SHOTS)
    host = portal["default_domain"].partition(":")[0]
    cookies = [part.partition("=") for part in developer.cookie.split("; ")]
    told = [{"name": name, "value": value, "domain": host, "path": "/"} for name, _, value in cookies]
    person.page.context.add_cookies(told)
    person.open(f"/apis/{bench.api['slug']}/reference/operations/key-in-header")
    choice, field = person.page.locator("[data-test=tryit-application]"), person.page.locator("[data-auth=key]")
    choice.select_option(label="Mine")
    person.expect_text("Its keys end in ")
    field.fill("key of mine")
    choice.select_option(label="Other")
    expect(field).to_have_value("")
    field.fill("other key")
    choice.select_option(label="Mine")
    expect(field).to_have_value("key of mine")
    person.page.reload()
    expect(choice).to_have_value(ids[0])
    expect(field).to_have_value("key of mine")
    person.look("try-it-applications")
    assert not person.complaints, "\n".join(person.complaints)
    person.leave()
