"""What the steps of a journey in the browser share."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from browsing import Person
from harness.mail import Mailbox
from harness.portico import DataPlane, Portico
from harness.process import ROOT
from harness.upstream import HTTPBin


@dataclass
class World:
    """Running servers and the two people who use them."""

    portico: Portico
    mailbox: Mailbox
    gateway: str
    upstream: HTTPBin
    data_plane: DataPlane | None = None
    shots: Path | None = None
    operator: Person = field(init=False)
    developer: Person = field(init=False)
    key: str = ""

    def description(self, folder: Path) -> Path:
        """Our description of httpbin, with the gateway's address as its server."""
        text = (ROOT / "Tests" / "Browser" / "description.yaml").read_text()
        file = folder / "httpbin.yaml"
        file.write_text(text.replace("{{ gateway }}", self.gateway))
        return file

    def expect_quiet(self) -> None:
        """No script failed, nothing broke the Content-Security-Policy, no asset was missing."""
        for person in (self.operator, self.developer):
            complaints, person.complaints[:] = list(person.complaints), []
            assert not complaints, "\n".join(complaints)

    def photograph_failure(self, name: str, folder: Path) -> None:
        """Keeps what both people saw when a step failed."""
        folder.mkdir(parents=True, exist_ok=True)
        for who in ("operator", "developer"):
            person = getattr(self, who, None)
            if person and not person.page.is_closed():
                person.page.screenshot(path=folder / f"{name}-{who}.png", full_page=True)
                (folder / f"{name}-{who}.html").write_text(person.page.content())
