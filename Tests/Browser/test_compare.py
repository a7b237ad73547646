"""What changed between two versions of an API, as a developer and an operator find it in a real browser."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from browsing import Person
from harness.portico import EMAIL, PASSWORD, UNLIMITED, Portico
from harness.process import ROOT
from harness.reference import Library
from playwright.sync_api import Browser, expect

VERSIONS = ("1.0.0", "2.0.0", "3.0.0")


def description(version: str) -> str:
    """Orders: the second version has one operation more, the third one less and another type."""
    number = VERSIONS.index(version)
    total = {"type": "string" if number == 2 else "integer"}
    order = {"type": "object", "properties": {"total": total}}
    answer = {"200": {"description": "OK", "content": {"application/json": {"schema": order}}}}
    paths = {"/orders": {"get": {"operationId": "listOrders", "responses": answer}}}
    if number > 0:
        paths["/orders/{id}"] = {
            "parameters": [{"name": "id", "in": "path", "required": True, "schema": {"type": "string"}}],
            "get": {"operationId": "getOrder", "responses": answer},
        }
    if number < 2:
        paths["/carts"] = {"post": {"operationId": "makeCart", "responses": {"201": {"description": "Made."}}}}
    return json.dumps({"openapi": "3.1.0", "info": {"title": "Orders", "version": version}, "paths": paths})


@dataclass
class Stage:
    api: str
    reader: Person
    operator: Person


@pytest.fixture(scope="module")
def stage(browser: Browser) -> Iterator[Stage]:
    with Portico(extra=UNLIMITED) as portico:
        library = Library.open(portico)
        slug = library.publish("Orders", description(VERSIONS[0]), VERSIONS[0])
        for version in VERSIONS[1:]:
            library.add(slug, description(version), version)
        shots = ROOT / "out" / "screenshots"
        home = portico.portal(library.host.partition(".")[0])
        made = Stage(f"/apis/{slug}", Person(browser, home, shots), Person(browser, portico.console, shots))
        yield made
        made.reader.leave()
        made.operator.leave()


@pytest.fixture(autouse=True)
def quiet(stage: Stage) -> Iterator[None]:
    """Whatever the pages complained about is an error of the test."""
    yield
    complaints = stage.reader.complaints + stage.operator.complaints
    stage.reader.complaints[:] = stage.operator.complaints[:] = []
    assert not complaints, "\n".join(complaints)


def compare(person: Person, older: str, newer: str) -> None:
    """Picks two versions and waits for their page."""
    person.choose("From", older)
    person.choose("To", newer)
    person.press("Compare")
    person.page.wait_for_url(re.compile(r"from=[^&]+&to=[^&]+"))


def group(person: Person, subject: str):
    return person.page.locator(".compare-group", has_text=subject)


def test_the_changelog_leads_to_all_changes_of_a_version(stage: Stage):
    reader = stage.reader
    reader.open(stage.api)
    reader.follow("Changelog")
    reader.expect_heading("Changelog")
    reader.expect_text("The first version.")
    expect(group(reader, "3.0.0").get_by_text("breaking").first).to_be_visible()
    reader.look("compare-changelog")
    group(reader, "3.0.0").get_by_role("link", name="All").click()
    reader.expect_heading("Compare versions")
    expect(group(reader, "/carts").locator(".badge", has_text="breaking")).to_be_visible()


def test_a_developer_picks_two_versions(stage: Stage):
    reader = stage.reader
    reader.open(stage.api + "/compare")
    compare(reader, "1.0.0", "2.0.0")
    expect(group(reader, "/orders/{id}").get_by_text("non-breaking")).to_be_visible()
    expect(reader.page.locator(".compare .badge-danger")).to_have_count(0)
    reader.open(stage.api + "/compare")
    compare(reader, "1.0.0", "3.0.0")
    expect(group(reader, "/carts").locator(".badge-danger")).to_be_visible()
    expect(group(reader, "/orders").locator(".badge-danger").first).to_be_visible()
    reader.look("compare-versions")


def test_only_what_breaks_is_shown_when_wanted(stage: Stage):
    reader = stage.reader
    reader.open(stage.api + "/compare?from=1.0.0&to=3.0.0")
    expect(group(reader, "/orders/{id}")).to_have_count(1)
    reader.choose("Changes", "breaking")
    reader.press("Compare")
    reader.page.wait_for_url(re.compile("only=breaking"))
    expect(group(reader, "/carts")).to_be_visible()
    expect(reader.page.locator(".compare-list .badge:not(.badge-danger)")).to_have_count(0)
    group(reader, "/orders").get_by_role("link").first.click()
    expect(reader.page.locator("article.ref-page h1")).to_be_visible()


def test_versions_are_compared_without_scripts(stage: Stage, browser: Browser):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(stage.reader.home + stage.api + "/compare")
    page.get_by_label("From").select_option("1.0.0")
    page.get_by_label("To").select_option("3.0.0")
    page.get_by_role("button", name="Compare").click()
    expect(page.locator(".compare .badge-danger").first).to_be_visible()
    context.close()


def test_an_operator_compares_in_the_console(stage: Stage):
    operator = stage.operator
    operator.open("/sign-in")
    operator.fill("E-mail", EMAIL)
    operator.fill("Password", PASSWORD)
    operator.press("Sign in")
    operator.expect_heading("Portals")
    operator.open("/apis")
    operator.follow("Orders")
    operator.follow("Specification")
    operator.follow("Compare with")
    compare(operator, "1.0.0", "3.0.0")
    expect(group(operator, "/carts").locator(".badge-danger")).to_be_visible()
    operator.look("console-compare")
