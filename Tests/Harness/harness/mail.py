"""Mail that Portico sent, in a folder of `.eml` files."""

from __future__ import annotations

import email
import email.policy
import re
from email.message import EmailMessage
from pathlib import Path

from harness.process import eventually

LINK = re.compile(r"https?://[^\s\"'<>]+")


class Mailbox:
    """Reads messages as they arrive in a folder."""

    def __init__(self, folder: Path):
        self._folder = folder

    def messages(self, address: str) -> list[EmailMessage]:
        """What was sent to an address, oldest first."""
        files = sorted(self._folder.glob("**/*.eml"), key=lambda path: path.stat().st_mtime_ns)
        parsed = (email.message_from_bytes(path.read_bytes(), policy=email.policy.default) for path in files)
        return [message for message in parsed if address.lower() in str(message["To"]).lower()]

    def expect(self, address: str, count: int = 1) -> EmailMessage:
        """The newest message to an address, once there are `count`."""
        eventually(lambda: len(self.messages(address)) >= count, f"message {count} to {address}")
        return self.messages(address)[-1]

    def link(self, address: str, containing: str, count: int = 1) -> str:
        """The link in the newest message whose address contains a text."""
        text = body(self.expect(address, count))
        links = [link for link in LINK.findall(text) if containing in link]
        assert links, f"no link with {containing!r} in {text}"
        return links[0].rstrip(".,)")


def body(message: EmailMessage) -> str:
    """The plain text of a message."""
    part = message.get_body(preferencelist=("plain", "html"))
    assert part, "a message without text"
    return part.get_content()
