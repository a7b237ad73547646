"""A portal with an API that is tried: its server tells what it was sent, and another signs people in."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass

from browsing import Person
from harness.api import Operator
from harness.portico import Portico
from harness.process import ROOT
from harness.upstream import Echo, IdentityProvider
from playwright.sync_api import Browser, Locator, expect

PIXEL = b"\x89PNG\r\n\x1a\n\x00\xff"
SHOTS = ROOT / "out" / "screenshots"


@dataclass
class Bench:
    """A portal with one API whose server is the echo, and a reader."""

    portico: Portico
    echo: Echo
    identity: IdentityProvider
    operator: Operator
    portal: dict
    api: dict
    reader: Person

    def open(self, operation: str) -> None:
        self.reader.open(f"/apis/{self.api['slug']}/reference/operations/{operation}")

    def part(self, name: str) -> Locator:
        return self.reader.page.locator(f"[data-test=tryit-{name}]")

    def send(self, status: int = 200) -> dict:
        """Presses Send, and gives what arrived at the server."""
        self.reader.page.locator("[data-result]").evaluate("element => element.replaceChildren()")
        self.part("send").click()
        expect(self.part("status")).to_contain_text(str(status))
        return self.echo.last()

    def credential(self, scheme: str, value: str) -> None:
        self.reader.page.locator(f'[data-test="tryit-auth-{scheme}"]').fill(value)

    def customize(self, **switches: bool) -> None:
        self.operator.patch(f"/v3/portals/{self.portal['id']}/customization", {"spec_renderer": switches})

    def sample(self, language: str) -> Locator:
        return self.reader.page.locator(f'[data-sample="{language}"]')

    def complaints(self) -> list[str]:
        """What was wrong since the last time, but for what the browser logs of a refused call."""
        found, self.reader.complaints[:] = list(self.reader.complaints), []
        return [complaint for complaint in found if "CORS policy" not in complaint]


@contextmanager
def running(browser: Browser) -> Iterator[Bench]:
    with ExitStack() as stack:
        echo, identity = stack.enter_context(Echo()), stack.enter_context(IdentityProvider())
        portico = stack.enter_context(Portico(gateway=False, extra=("--allowed-networks", "127.0.0.0/8")))
        operator = Operator(portico, portico.set_up())
        portal = operator.post("/v3/portals", {"name": "bench", "authentication_enabled": False})
        text = (ROOT / "Tests" / "Browser" / "try-it.yaml").read_text()
        text = text.replace("{{ echo }}", echo.address).replace("{{ identity }}", identity.address)
        api = operator.post("/v3/apis", {"name": "Echo", "slug": "echo", "spec_content": text})
        operator.publish(api["id"], portal["id"], visibility="public")
        reader = Person(browser, portico.portal("bench"), SHOTS)
        yield Bench(portico, echo, identity, operator, portal, api, reader)
        reader.leave()


def headers(request: dict) -> dict[str, str]:
    return {name.lower(): value for name, value in request["headers"]}
