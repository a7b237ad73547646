"""Portico under test: the built binary on free loopback ports, with data of its own."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

import requests

from harness.mail import Mailbox
from harness.process import ROOT, Child, free_port

EMAIL = "grace@example.com"
NAME = "Grace Hopper"
PASSWORD = "correct horse battery"
# For rings that send more than anybody may by default.
UNLIMITED = tuple(f"--rate-limit-{what}=off" for what in ("token", "address", "forms"))


def binary() -> str:
    """The built program: PORTICO_BINARY, or the debug build."""
    path = Path(os.environ.get("PORTICO_BINARY", ROOT / ".build" / "debug" / "portico")).resolve()
    assert path.is_file(), f"{path} is not built: run `make build`"
    return str(path)


class Portico:
    """One installation: its data and ports stay while its process comes and goes."""

    def __init__(
        self,
        database_url: str | None = None,
        gateway: bool = True,
        extra: tuple[str, ...] = (),
        environment: dict[str, str] | None = None,
    ):
        self.folder = Path(tempfile.mkdtemp(prefix="portico-test-"))
        self.data = self.folder / "data"
        self.mail_folder = self.folder / "mail"
        self.port, self.gateway_port, self.admin_port = free_port(), free_port(), free_port()
        self.mailbox = Mailbox(self.mail_folder)
        self._database = ["--database-url", database_url] if database_url else []
        self._gateway = f"127.0.0.1:{self.gateway_port}" if gateway else "off"
        self._extra = extra
        self._environment = environment or {}
        self._child: Child | None = None

    def __enter__(self) -> "Portico":
        try:
            return self.start()
        except BaseException:
            self.__exit__()
            raise

    def __exit__(self, *_: object) -> None:
        self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)

    @property
    def console(self) -> str:
        """The address of the Console and of the management API."""
        return f"http://localhost:{self.port}"

    @property
    def gateway(self) -> str:
        return f"http://127.0.0.1:{self.gateway_port}"

    def portal(self, slug: str) -> str:
        """The address of a portal, which a browser resolves to loopback."""
        return f"http://{slug}.localhost:{self.port}"

    @property
    def pid(self) -> int:
        assert self._child, "not started"
        return self._child.pid

    def with_gateway_url(self, address: str) -> "Portico":
        """The same installation, told where developers reach the gateway; to be started again."""
        self._extra += ("--gateway-url", address)
        return self

    # Life

    def start(self, within: float = 30) -> "Portico":
        """Starts the process and waits until it says that it is ready."""
        listen, admin = f"127.0.0.1:{self.port}", f"127.0.0.1:{self.admin_port}"
        places = ["--listen", listen, "--gateway", self._gateway, "--admin", admin]
        files = ["--data", str(self.data), "--mail-dir", str(self.mail_folder)]
        command = [binary(), "serve", *files, *places, *self._database, *self._extra]
        self._child = Child("portico", command, self.folder / "portico.log", **self._environment)
        self._child.wait_until(self.is_ready, within)
        return self

    def is_ready(self) -> bool:
        try:
            return requests.get(f"http://127.0.0.1:{self.port}/readyz", timeout=2).status_code == 200
        except requests.RequestException:
            return False

    def stop(self) -> int:
        return self._child.stop() if self._child else 0

    def kill(self) -> None:
        assert self._child, "not started"
        self._child.kill()

    def log(self) -> str:
        return (self.folder / "portico.log").read_text(errors="replace")

    # Command line

    def command(self, *arguments: str, text: str = "") -> str:
        """Runs a command of the program on this installation and gives what it printed."""
        call = [binary(), *arguments, "--data", str(self.data), *self._database]
        done = subprocess.run(call, input=text, capture_output=True, text=True, timeout=60, check=False)
        assert done.returncode == 0, f"{' '.join(arguments)} failed:\n{done.stdout}{done.stderr}"
        return done.stdout.strip()

    def new_operator(self, email: str = EMAIL, name: str = NAME, password: str = PASSWORD) -> None:
        """Creates an organisation admin."""
        self.command("operator", "create", "--email", email, "--name", name, "--password-stdin", text=password)

    def new_token(self, email: str = EMAIL, name: str = "tests") -> str:
        """A personal access token of an operator."""
        return self.command("token", "create", "--operator", email, "--name", name)

    def set_up(self) -> str:
        """An operator and their token."""
        self.new_operator()
        return self.new_token()


class DataPlane:
    """`portico gateway`: a data plane in a process of its own, fed by an installation."""

    def __init__(self, portico: Portico, control_plane: str = "default"):
        self.folder = Path(tempfile.mkdtemp(prefix="portico-gateway-"))
        self.port = free_port()
        self._control_plane = f"http://127.0.0.1:{portico.port}"
        self._token = self.folder / "token"
        self._token.write_text(portico.command("gateway", "token", "create", "--control-plane", control_plane))
        self._token.chmod(0o600)
        self._child: Child | None = None

    def __enter__(self) -> "DataPlane":
        try:
            return self.start()
        except BaseException:
            self.__exit__()
            raise

    def __exit__(self, *_: object) -> None:
        self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def pid(self) -> int:
        assert self._child, "not started"
        return self._child.pid

    def start(self) -> "DataPlane":
        source = ["--control-plane", self._control_plane, "--token-file", str(self._token)]
        place = ["--data", str(self.folder / "data"), "--listen", f"127.0.0.1:{self.port}"]
        self._child = Child("portico-gateway", [binary(), "gateway", *source, *place], self.folder / "gateway.log")
        self._child.wait_until(self._answers)
        return self

    def _answers(self) -> bool:
        try:
            requests.get(self.address, timeout=2)
        except requests.RequestException:
            return False
        return True

    def stop(self) -> None:
        if self._child:
            self._child.stop()

    def kill(self) -> None:
        assert self._child, "not started"
        self._child.kill()
