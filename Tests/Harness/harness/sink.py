"""A real SMTP server for tests: it keeps what it takes, and refuses what it is told to."""

from __future__ import annotations

import ssl
import subprocess
from collections import Counter
from pathlib import Path

from harness.mail import Mailbox
from harness.process import free_port

TAKEN = "250 OK"
GREYLISTED = "451 4.7.1 Greylisted, try again later"


class Certificate:
    """A certificate of our own for the loopback interface, in files."""

    def __init__(self, folder: Path):
        folder.mkdir(parents=True, exist_ok=True)
        self.chain, self.key = folder / "certificate.pem", folder / "key.pem"
        names = "subjectAltName=DNS:localhost,IP:127.0.0.1,IP:127.0.0.2"
        call = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "30", "-subj", "/CN=localhost"]
        files = ["-addext", names, "-keyout", str(self.key), "-out", str(self.chain)]
        subprocess.run([*call, *files], check=True, capture_output=True)

    def context(self) -> ssl.SSLContext:
        """What a server with this certificate speaks TLS by."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.chain, self.key)
        return context


class Sink:
    """An SMTP server that keeps each message in a folder.

    With a certificate it offers STARTTLS, with an account it wants to know who sends. `refusals` holds the replies to
    recipients that it does not take, `greylisted` how many more times it puts a recipient off.
    """

    def __init__(
        self,
        folder: Path,
        certificate: Certificate | None = None,
        account: tuple[str, str] | None = None,
        host: str = "127.0.0.1",
        port: int | None = None,
    ):
        # Imported here: only the rings that speak SMTP need it.
        from aiosmtpd.controller import Controller

        folder.mkdir(parents=True, exist_ok=True)
        self.mailbox = Mailbox(folder)
        self.host, self.port = host, port or free_port()
        self.account = account
        self.refusals: dict[str, str] = {}
        self.greylisted: Counter[str] = Counter()
        # How often each recipient was named, and what was sent as a password.
        self.attempts: Counter[str] = Counter()
        self.passwords: list[str] = []
        self.was_encrypted: list[bool] = []
        self._folder = folder
        self._count = 0
        self._is_open = False
        options = {"tls_context": certificate.context()} if certificate else {"auth_require_tls": False}
        if account:
            options |= {"authenticator": self._authenticate, "auth_required": True}
        self._controller = Controller(self, hostname=host, port=self.port, **options)

    @property
    def url(self) -> str:
        return f"smtp://{self.host}:{self.port}"

    def _authenticate(self, server: object, session: object, envelope: object, mechanism: str, given: object):
        from aiosmtpd.smtp import AuthResult

        pair = tuple(getattr(given, part).decode() for part in ("login", "password"))
        self.passwords.append(pair[1])
        return AuthResult(success=pair == self.account, handled=False)

    async def handle_RCPT(self, server, session, envelope, address: str, options: list) -> str:  # noqa: N802
        """Takes a recipient, or not; the name is aiosmtpd's."""
        self.attempts[address] += 1
        if self.greylisted[address] > 0:
            self.greylisted[address] -= 1
            return GREYLISTED
        if refusal := self.refusals.get(address):
            return refusal
        envelope.rcpt_tos.append(address)
        return TAKEN

    async def handle_DATA(self, server, session, envelope) -> str:  # noqa: N802
        """Keeps a message; the name is aiosmtpd's."""
        self._count += 1
        self.was_encrypted.append(session.ssl is not None)
        partial = self._folder / f"{self._count:04}.part"
        partial.write_bytes(envelope.content)
        partial.rename(partial.with_suffix(".eml"))
        return "250 kept"

    def __enter__(self) -> "Sink":
        self._controller.start()
        self._is_open = True
        return self

    def __exit__(self, *_: object) -> None:
        if self._is_open:
            self._is_open = False
            self._controller.stop()
