"""The real httpbin as the upstream of a journey."""

from __future__ import annotations

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
