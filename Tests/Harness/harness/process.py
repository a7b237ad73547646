"""Child processes that are started, watched and ended by their own id."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
PATIENCE_SECONDS = 30


def free_port() -> int:
    """A port of the loopback interface that nothing listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def listens(port: int) -> bool:
    """Whether something accepts connections on a loopback port."""
    with socket.socket() as probe:
        probe.settimeout(0.5)
        return probe.connect_ex(("127.0.0.1", port)) == 0


def eventually(condition: Callable[[], object], what: str, within: float = PATIENCE_SECONDS) -> object:
    """Polls until the condition gives something true; fails with `what` when it never does."""
    deadline = time.monotonic() + within
    while not (outcome := condition()):
        assert time.monotonic() < deadline, f"{what}: not within {within:g} s"
        time.sleep(0.02)
    return outcome


class Child:
    """A process of ours, with its output in a file."""

    def __init__(self, name: str, command: list[str], log: Path | None = None, **environment: str):
        self.name = name
        self.log = log or Path(tempfile.mkstemp(prefix=f"{name}-", suffix=".log")[1])
        with self.log.open("ab") as output:
            self._process = subprocess.Popen(
                command,
                cwd=ROOT,
                env={**os.environ, **environment},
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
            )

    @property
    def pid(self) -> int:
        return self._process.pid

    @property
    def is_running(self) -> bool:
        return self._process.poll() is None

    def wait_until(self, condition: Callable[[], object], within: float = PATIENCE_SECONDS) -> None:
        """Waits for a condition; a process that ends before it holds is an error that shows its output."""

        def ready() -> object:
            assert self.is_running, f"{self.name} ended with {self._process.returncode}:\n{self.tail()}"
            return condition()

        try:
            eventually(ready, f"{self.name} is ready", within)
        except AssertionError as failure:
            raise AssertionError(f"{failure}\n{self.tail()}") from None

    def stop(self, within: float = 10, request: signal.Signals = signal.SIGTERM) -> int:
        """Asks the process to end, insists after a while, and gives its status."""
        if self.is_running:
            self._process.send_signal(request)
            try:
                self._process.wait(within)
            except subprocess.TimeoutExpired:
                self._process.kill()
        return self._process.wait()

    def kill(self) -> None:
        """Ends the process at once, as a crash would."""
        self._process.kill()
        self._process.wait()

    def tail(self, lines: int = 40) -> str:
        """The last lines of its output."""
        return "\n".join(self.log.read_text(errors="replace").splitlines()[-lines:])
