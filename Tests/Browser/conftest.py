"""A real Chromium and real servers for the journeys of people."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack

import pytest
from bench import Bench, running
from browsing import Person, find_chromium
from harness.portico import DataPlane, Portico
from harness.postgres import Postgres
from harness.process import ROOT
from harness.sink import Sink
from harness.steps import note_failure, refuse_after_failure
from harness.upstream import HTTPBin
from playwright.sync_api import Browser, sync_playwright
from worlds import World

SWITCHES = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=find_chromium(), args=SWITCHES)
        yield chromium
        chromium.close()


@pytest.fixture(scope="module", params=["sqlite", "two-processes"])
def world(
    request: pytest.FixtureRequest, browser: Browser, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[World]:
    """Everything in one process on SQLite; or PostgreSQL, SMTP, and the gateway in a process of its own."""
    with ExitStack() as stack:
        upstream = stack.enter_context(HTTPBin())
        if request.param == "sqlite":
            portico = stack.enter_context(Portico())
            made = World(portico, portico.mailbox, portico.gateway, upstream, shots=ROOT / "out" / "screenshots")
        else:
            database = stack.enter_context(Postgres()).new_database()
            sink = stack.enter_context(Sink(tmp_path_factory.mktemp("smtp")))
            smtp = ("--smtp-url", f"smtp://127.0.0.1:{sink.port}")
            portico = stack.enter_context(Portico(database_url=database, gateway=False, extra=smtp))
            plane = stack.enter_context(DataPlane(portico))
            portico.stop()
            portico = stack.enter_context(portico.with_gateway_url(plane.address))
            made = World(portico, sink.mailbox, plane.address, upstream, data_plane=plane)
        made.operator = Person(browser, portico.console, made.shots)
        made.developer = Person(browser, portico.portal("portal1"), made.shots)
        yield made
        made.operator.leave()
        made.developer.leave()


@pytest.fixture(scope="session")
def bench(browser: Browser) -> Iterator[Bench]:
    with running(browser) as made:
        yield made


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo):
    note_failure(item, call)
    if call.excinfo is not None and "world" in getattr(item, "funcargs", {}):
        item.funcargs["world"].photograph_failure(item.name, ROOT / "out" / "failures")
    yield


def pytest_runtest_setup(item: pytest.Item) -> None:
    refuse_after_failure(item)


@pytest.fixture(autouse=True)
def quiet(request: pytest.FixtureRequest) -> Iterator[None]:
    """Whatever a step's pages complained about is an error of that step."""
    yield
    if "world" in request.fixturenames:
        request.getfixturevalue("world").expect_quiet()
    if "bench" in request.fixturenames:
        complaints = request.getfixturevalue("bench").complaints()
        assert not complaints, "\n".join(complaints)
