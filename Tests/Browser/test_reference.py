"""The reference and search of a public portal in a real browser: with the keyboard, without scripts, and long."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from browsing import Person
from harness.portico import UNLIMITED, Portico
from harness.process import ROOT
from harness.reference import Library
from playwright.sync_api import Browser, expect

MANY = 90
EVENTS = """
asyncapi: 3.0.0
info: {title: Events, version: 1.0.0, description: What *happens*.}
servers: {live: {host: broker.example, protocol: kafka, description: The real one.}}
channels:
  orders:
    address: orders.{id}
    parameters: {id: {description: Which order.}}
    messages: {placed: {title: Order placed, payload: {type: object, properties: {total: {type: integer}}}}}
operations: {onOrder: {action: receive, channel: {$ref: '#/channels/orders'}, summary: An order was placed}}
"""


def many_groups() -> str:
    """More operations than a page lists, in groups of five."""
    paths = {
        f"/parts/{number}": {
            "get": {"operationId": f"part{number}", "summary": f"Part {number}", "tags": [f"Box {number // 5}"]}
        }
        for number in range(150)
    }
    return json.dumps({"openapi": "3.1.0", "info": {"title": "Boxes", "version": "1.0.0"}, "paths": paths})


def long_description() -> str:
    """Many operations in headed groups, with alternatives that a discriminator tells apart."""
    shapes = {
        name: {"type": "object", "properties": {"kind": {"type": "string"}, f"{name}Size": {"type": "integer"}}}
        for name in ("circle", "square")
    }
    choice = [{"$ref": f"#/components/schemas/{name}"} for name in shapes]
    shapes["Shape"] = {"oneOf": choice, "discriminator": {"propertyName": "kind"}}
    body = {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/Shape"}}}}
    paths = {
        f"/things/{number}": {
            "post": {
                "operationId": f"thing{number}",
                "summary": f"Thing number {number}",
                "description": "Says what it does, at some length.",
                "tags": [f"Group {number % 3}"],
                "requestBody": body,
                "responses": {"200": {"description": "Done."}},
            }
        }
        for number in range(MANY)
    }
    groups = [{"name": "First part", "tags": ["Group 0"]}, {"name": "Second part", "tags": ["Group 1", "Group 2"]}]
    info = {"title": "Things", "version": "1.0.0"}
    return json.dumps(
        {"openapi": "3.1.0", "info": info, "x-tagGroups": groups, "paths": paths, "components": {"schemas": shapes}}
    )


@dataclass
class Stage:
    home: str
    reader: Person


@pytest.fixture(scope="module")
def stage(browser: Browser) -> Iterator[Stage]:
    with Portico(extra=UNLIMITED) as portico:
        library = Library.open(portico)
        library.publish("Things", long_description())
        library.publish("Events", EVENTS)
        library.publish("Boxes", many_groups())
        home = portico.portal(library.host.partition(".")[0])
        made = Stage(home, Person(browser, home, ROOT / "out" / "screenshots"))
        yield made
        made.reader.leave()


@pytest.fixture(autouse=True)
def content(stage: Stage) -> Iterator[None]:
    """Whatever the pages complained about is an error of the test."""
    yield
    complaints, stage.reader.complaints[:] = list(stage.reader.complaints), []
    assert not complaints, "\n".join(complaints)


def test_search_opens_over_any_page_and_is_walked_with_the_keyboard(stage: Stage):
    page = stage.reader.page
    stage.reader.open("/apis/things-1/reference")
    page.keyboard.press("/")
    expect(page.get_by_role("dialog", name="Search")).to_be_visible()
    page.keyboard.type("thnig number 42")
    first = page.locator(".search-dialog a.search-hit").first
    expect(first).to_contain_text("Thing number 42")
    expect(first.locator("mark").first).to_be_visible()
    stage.reader.look("reference-search-box")
    page.keyboard.press("Escape")
    page.keyboard.press("Control+k")
    expect(page.get_by_role("dialog", name="Search")).to_be_visible()
    page.keyboard.type("thing number 7")
    expect(first).to_contain_text("Thing number 7")
    page.keyboard.press("ArrowDown")
    expect(first).to_be_focused()
    page.keyboard.press("Enter")
    stage.reader.expect_heading("Thing number 7")


def test_search_without_scripts_is_a_form(stage: Stage, browser: Browser):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(stage.home + "/apis/things-1/reference")
    page.locator(".site-header-end input[name=q]").fill("circleSize")
    page.keyboard.press("Enter")
    expect(page.locator(".search-hit", has_text="circle").first).to_be_visible()
    page.locator(".search-hit", has_text="circle").first.click()
    expect(page.get_by_role("heading", name="circle")).to_be_visible()
    context.close()
    stage.reader.open("/search?q=thing")
    stage.reader.look("reference-search-page")


def test_all_operations_come_as_one_reads_on(stage: Stage):
    page = stage.reader.page
    stage.reader.open("/apis/things-1/reference")
    stage.reader.follow("All on one page")
    sections = page.locator(".ref-continued")
    expect(sections.first).to_be_visible()
    assert sections.count() < MANY
    # Colours of what is not laid out are those of before when the colour scheme changes: one look is enough.
    assert not stage.reader.axe()
    while (seen := sections.count()) < MANY:
        sections.last.scroll_into_view_if_needed()
        page.wait_for_function("seen => document.querySelectorAll('.ref-continued').length > seen", arg=seen)
    expect(sections).to_have_count(MANY)


def test_groups_of_a_long_reference_open_in_place(stage: Stage):
    page = stage.reader.page
    stage.reader.open("/apis/boxes-1/reference/operations/part77")
    navigation = page.get_by_role("navigation", name="API reference")
    expect(navigation.get_by_role("link", name="Part 77")).to_have_attribute("aria-current", "page")
    closed = navigation.get_by_role("link", name="Box 16", exact=True)
    expect(closed).to_have_attribute("aria-expanded", "false")
    closed.focus()
    page.keyboard.press("Enter")
    expect(navigation.get_by_role("link", name="Part 84")).to_be_visible()
    expect(navigation.locator("summary", has_text="Box 16")).to_be_focused()
    page.keyboard.press("Enter")
    expect(navigation.get_by_role("link", name="Part 84")).to_be_hidden()
    page.keyboard.press("Enter")
    stage.reader.look("reference-groups")
    navigation.get_by_role("searchbox").fill("/parts/149")
    expect(navigation.get_by_role("link", name="Part 149")).to_be_visible()
    expect(navigation.locator(".ref-nav-groups li:visible")).to_have_count(1)


def test_groups_of_a_long_reference_are_pages_without_scripts(stage: Stage, browser: Browser):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(stage.home + "/apis/boxes-1/reference/operations/part77")
    navigation = page.get_by_role("navigation", name="API reference")
    navigation.get_by_role("link", name="Box 16", exact=True).click()
    expect(page.get_by_role("heading", name="Box 16")).to_be_visible()
    expect(navigation.get_by_role("link", name="Part 84")).to_be_visible()
    context.close()


def test_the_navigation_of_a_phone_opens_at_the_current_page(stage: Stage, browser: Browser):
    context = browser.new_context(viewport={"width": 390, "height": 844})
    page = context.new_page()
    page.goto(stage.home + "/apis/boxes-1/reference/operations/part120")
    page.get_by_role("button", name="All operations").click()
    expect(page.locator(".ref-nav [aria-current]")).to_be_in_viewport()
    context.close()


def test_alternatives_open_one_at_a_time(stage: Stage):
    page = stage.reader.page
    stage.reader.open("/apis/things-1/reference/schemas/shape")
    expect(page.get_by_text("kind: circle")).to_be_visible()
    rows = page.locator(".ref-variants > li")
    rows.nth(0).locator("summary").click()
    expect(page.locator(".ref-prop-name", has_text="circleSize")).to_be_visible()
    rows.nth(1).locator("summary").click()
    expect(page.locator(".ref-prop-name", has_text="squareSize")).to_be_visible()
    expect(page.locator(".ref-prop-name", has_text="circleSize")).to_be_hidden()
    stage.reader.look("reference-alternatives")


def test_events_have_pages(stage: Stage):
    stage.reader.open("/apis/events-1/reference")
    stage.reader.expect_text("broker.example")
    stage.reader.look("reference-events")
    stage.reader.follow("An order was placed")
    stage.reader.expect_heading("An order was placed")
    stage.reader.expect_text("orders.")
    stage.reader.look("reference-event")
