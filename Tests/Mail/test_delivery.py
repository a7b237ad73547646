"""E-mails on their way through a real SMTP server: what it refuses, and how."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from types import SimpleNamespace

import dkim
import pytest
from harness.api import Caller, Operator
from harness.console import Console
from harness.names import NameServer
from harness.portico import Portico
from harness.postgres import Postgres
from harness.process import eventually
from harness.sink import Certificate, Sink

ACCOUNT = ("portico", "the password of the mail server")
Open = Callable[..., SimpleNamespace]


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest) -> Iterator[str | None]:
    """The address of a fresh database for each caller; nil for the embedded one."""
    with ExitStack() as stack:
        server = stack.enter_context(Postgres()) if request.param == "postgresql" else None
        yield server


@pytest.fixture
def world(database: Postgres | None) -> Iterator[Open]:
    """Opens an installation with a portal that sends through a sink."""
    with ExitStack() as stack:

        def open_world(sink: Sink, password: str | None = None, *options: str) -> SimpleNamespace:
            flags = ["--smtp-url", sink.url, *options]
            secrets = {}
            if sink.account or password:
                flags += ["--smtp-user", ACCOUNT[0]]
                secrets["PORTICO_SMTP_PASSWORD"] = password or ACCOUNT[1]
            stack.enter_context(sink)
            address = database.new_database() if database else None
            portico = stack.enter_context(Portico(address, gateway=False, extra=tuple(flags), environment=secrets))
            operator = Operator(portico, portico.set_up())
            portal = operator.post("/v3/portals", {"name": "docs", "authentication_enabled": True})
            site = Caller(portico, portal["default_domain"])
            return SimpleNamespace(
                portico=portico, operator=operator, portal=portal, site=site, sink=sink, console=Console(portico)
            )

        yield open_world


def sign_up(world: SimpleNamespace, address: str) -> None:
    world.site.post("/api/v3/developer", {"email": address, "full_name": "Ada"})


def state(world: SimpleNamespace, state: str, within: float = 30) -> str:
    """The page of the one message that is in a state, once there is one."""
    eventually(lambda: world.console.messages(state), f"a message that is {state}", within)
    return world.console.open(f"/messages/{world.console.messages(state)[0]}").text


def test_mail_travels_encrypted_and_signed_in(world: Open, tmp_path: Path):
    certificate = Certificate(tmp_path)
    sink = Sink(tmp_path / "mail", certificate, ACCOUNT)
    here = world(sink, None, "--smtp-ca-file", str(certificate.chain))
    sign_up(here, "ada@example.com")
    message = sink.mailbox.expect("ada@example.com")
    assert message["From"].addresses[0].addr_spec == "no-reply@localhost"
    assert sink.was_encrypted == [True]
    assert "Sent" in state(here, "sent")


def test_a_certificate_that_nobody_vouches_for_gets_nothing(world: Open, tmp_path: Path):
    sink = Sink(tmp_path / "mail", Certificate(tmp_path), ACCOUNT)
    here = world(sink)
    sign_up(here, "ada@example.com")
    assert "certificate" in state(here, "failed").lower()
    assert not sink.passwords and not sink.mailbox.messages("ada@example.com")


def test_a_password_does_not_travel_in_the_clear(world: Open, tmp_path: Path):
    # Another machine, for all that the program knows.
    sink = Sink(tmp_path / "mail", account=ACCOUNT, host="127.0.0.2")
    here = world(sink)
    sign_up(here, "ada@example.com")
    assert "STARTTLS" in state(here, "failed")
    assert not sink.passwords


def test_a_wrong_password_is_told_and_mended_without_losing_mail(world: Open, tmp_path: Path):
    sink = Sink(tmp_path / "mail", account=ACCOUNT)
    here = world(sink, "a wrong one")
    sign_up(here, "ada@example.com")
    page = state(here, "failed")
    assert "535" in page or "denied" in page.lower()
    assert "a wrong one" not in page and "a wrong one" not in here.portico.log()
    sink.account = (ACCOUNT[0], "a wrong one")
    here.console.submit(f"/messages/{here.console.messages('failed')[0]}/retry")
    sink.mailbox.expect("ada@example.com")
    assert "Sent" in state(here, "sent")


def test_a_refused_recipient_is_not_asked_for_again(world: Open, tmp_path: Path):
    sink = Sink(tmp_path / "mail")
    sink.refusals["nobody@example.com"] = "550 5.1.1 No such mailbox"
    here = world(sink)
    sign_up(here, "nobody@example.com")
    assert "550" in state(here, "undeliverable")
    # Those that come after it do not wait for it.
    sign_up(here, "ada@example.com")
    sink.mailbox.expect("ada@example.com")
    assert sink.attempts["nobody@example.com"] == 1
    # The mailbox is there now, and an operator asks for it.
    sink.refusals.clear()
    answer = here.console.submit(f"/messages/{here.console.messages('undeliverable')[0]}/retry")
    assert answer.status_code == 303
    sink.mailbox.expect("nobody@example.com")
    eventually(lambda: not here.console.messages("undeliverable"), "delivered")


def test_greylisted_mail_arrives_later(world: Open, tmp_path: Path):
    sink = Sink(tmp_path / "mail")
    sink.greylisted["ada@example.com"] = 1
    here = world(sink)
    sign_up(here, "ada@example.com")
    assert "451" in state(here, "failed")
    sink.mailbox.expect("ada@example.com")
    assert sink.attempts["ada@example.com"] == 2
    assert len(sink.mailbox.messages("ada@example.com")) == 1


def test_mail_waits_for_a_server_that_is_away(world: Open, tmp_path: Path):
    sink = Sink(tmp_path / "mail")
    here = world(sink)
    sink.__exit__()
    sign_up(here, "ada@example.com")
    state(here, "failed")
    here.portico.stop()
    with Sink(tmp_path / "mail", port=sink.port) as again:
        here.portico.start()
        again.mailbox.expect("ada@example.com")


def test_mail_of_a_verified_domain_is_signed_as_others_check_it(world: Open, tmp_path: Path):
    sink = Sink(tmp_path / "mail")
    with NameServer() as names:
        here = world(sink, None, "--name-server", names.address)
        domain = here.operator.post("/v3/portals/email-domains", {"domain": "mail.example.com"})
        record = domain["dns_validation_records"][0]
        change = {"domain_name": "mail.example.com", "from_email": "docs@mail.example.com", "from_name": "Döcs"}
        here.operator.post(f"/v3/portals/{here.portal['id']}/email-config", change)
        names.texts[record["name"]] = record["value"]
        here.console.submit("/mail-domains/mail.example.com/check")

        def status() -> str:
            return here.operator.get("/v3/portals/email-domains/mail.example.com")["verification"]["status"]

        eventually(lambda: status() == "success", "the record is found")
        sign_up(here, "ada@example.com")
        assert sink.mailbox.expect("ada@example.com")["From"].addresses[0].addr_spec == "docs@mail.example.com"
        raw = next((tmp_path / "mail").glob("*.eml")).read_bytes()
        assert dkim.verify(raw, dnsfunc=lambda name, timeout=5: names.texts[name.decode().rstrip(".")].encode())
        tampered = raw.replace(b"confirm", b"conform", 1)
        assert tampered != raw
        assert not dkim.verify(tampered, dnsfunc=lambda name, timeout=5: record["value"].encode())
