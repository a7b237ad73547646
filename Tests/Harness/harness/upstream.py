"""The servers that journeys call: the real httpbin, one that tells what it was sent, and one that signs people in."""

from __future__ import annotations

import requests

from harness.process import ROOT, Child, free_port, listens


class HTTPBin:
    """`httpbin` from PyPI on a free loopback port."""

    def __init__(self) -> None:
        self.port = free_port()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def __enter__(self) -> "HTTPBin":
        python = ROOT / ".venv" / "upstream" / "bin" / "python"
        place = ["--host", "127.0.0.1", "--port", str(self.port)]
        self._child = Child("httpbin", [str(python), "-m", "httpbin.core", *place])
        self._child.wait_until(lambda: listens(self.port))
        return self

    def __exit__(self, *_: object) -> None:
        self._child.stop()
        self._child.log.unlink(missing_ok=True)


class OwnServer:
    """One of `Tests/Harness/servers` on a free loopback port."""

    name = ""

    def __init__(self) -> None:
        self.port = free_port()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def __enter__(self):
        python = ROOT / ".venv" / "upstream" / "bin" / "python"
        script = ROOT / "Tests" / "Harness" / "servers" / f"{self.name}.py"
        insecure = {"AUTHLIB_INSECURE_TRANSPORT": "1"}
        self._child = Child(self.name, [str(python), str(script), str(self.port)], **insecure)
        self._child.wait_until(lambda: listens(self.port))
        return self

    def __exit__(self, *_: object) -> None:
        self._child.stop()
        self._child.log.unlink(missing_ok=True)


class Echo(OwnServer):
    """Tells what it was sent."""

    name = "echo"

    def last(self) -> dict:
        """The request that came last, to the byte."""
        return requests.get(f"{self.address}/echoed", timeout=5).json()


class IdentityProvider(OwnServer):
    """Signs people in, and gives tokens to clients."""

    name = "identity"

    def issued(self) -> list[dict]:
        return requests.get(f"{self.address}/issued", timeout=5).json()
