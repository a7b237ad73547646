"""One installation with an operator, two portals and a developer on each, for whoever wants to break it."""

from collections.abc import Iterator
from types import SimpleNamespace

import pytest
from harness.api import Developer, Operator
from harness.portico import Portico
from harness.upstream import HTTPBin


@pytest.fixture(scope="session")
def world() -> Iterator[SimpleNamespace]:
    with HTTPBin() as upstream, Portico() as portico:
        token = portico.set_up()
        operator = Operator(portico, token)
        plane = operator.control_plane()
        service = operator.proxy(plane, "httpbin", upstream.address)
        homes = [home(portico, operator, number) for number in (1, 2)]
        yield SimpleNamespace(
            portico=portico, token=token, operator=operator, plane=plane, service=service, homes=homes
        )
        assert portico.is_ready(), "the server did not survive"


def home(portico: Portico, operator: Operator, number: int) -> SimpleNamespace:
    """A private portal with a developer, an API, and an application of theirs."""
    portal = operator.post("/v3/portals", {"name": f"portal{number}", "authentication_enabled": True})
    developer = Developer(portico, portal, f"developer{number}@example.com")
    developer.sign_up()
    operator.set_developer(portal["id"], developer.address, "approved")
    developer.sign_in()
    api = operator.post("/v3/apis", {"name": f"api{number}", "version": "1.0.0"})
    operator.publish(api["id"], portal["id"], visibility="private")
    application = developer.application("Shop")
    team = operator.post(f"/v3/portals/{portal['id']}/teams", {"name": "team"})
    return SimpleNamespace(portal=portal, developer=developer, api=api, application=application, team=team)
