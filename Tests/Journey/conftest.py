"""Worlds for the journeys by API: each engine, with the gateway inside or in a process of its own."""

from collections.abc import Iterator
from contextlib import ExitStack
from types import SimpleNamespace

import pytest
from harness.api import Operator
from harness.portico import DataPlane, Portico
from harness.postgres import Postgres
from harness.steps import note_failure, refuse_after_failure
from harness.upstream import HTTPBin


@pytest.fixture(scope="module", params=["sqlite", "postgresql", "two-processes"])
def world(request: pytest.FixtureRequest) -> Iterator[SimpleNamespace]:
    """Running servers, and room for what the steps leave to each other."""
    with ExitStack() as stack:
        database = None
        if request.param != "sqlite":
            database = stack.enter_context(Postgres()).new_database()
        apart = request.param == "two-processes"
        portico = stack.enter_context(Portico(database_url=database, gateway=not apart))
        operator = Operator(portico, portico.set_up())
        plane = stack.enter_context(DataPlane(portico)) if apart else None
        upstream = stack.enter_context(HTTPBin())
        gateway = plane.address if plane else portico.gateway
        yield SimpleNamespace(
            portico=portico, operator=operator, data_plane=plane, upstream=upstream, gateway=gateway, apart=apart
        )


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo):
    note_failure(item, call)
    yield


def pytest_runtest_setup(item: pytest.Item) -> None:
    refuse_after_failure(item)
