"""A PostgreSQL server of our own: `python -m harness.postgres COMMAND...` runs a command beside one.

The command finds its address in PORTICO_TEST_POSTGRES; it may create databases of its own there.
"""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

import psycopg

from harness.process import Child, free_port

OWNER = "postgres"


def programs() -> Path:
    """The folder of the newest PostgreSQL on this machine."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/postgres"), key=lambda path: int(path.parts[-3]))
    if found:
        return found[-1].parent
    beside = shutil.which("initdb")
    assert beside, "PostgreSQL is not installed: no initdb"
    return Path(beside).parent


def as_owner() -> list[str]:
    """How to run its programs: they refuse root."""
    if os.getuid() != 0:
        return []
    return ["setpriv", f"--reuid={OWNER}", f"--regid={OWNER}", "--clear-groups"]


class Postgres:
    """A fresh server on a free port, gone with its data when the block ends; with a folder, its data stays there."""

    def __init__(self, fsync: bool = False, folder: Path | None = None):
        self.port = free_port()
        self._fsync = fsync
        self._kept = folder is not None
        self._folder = folder or Path(tempfile.mkdtemp(prefix="portico-postgres-"))
        self._folder.mkdir(parents=True, exist_ok=True)
        self._databases = 0
        if os.getuid() == 0:
            owner = pwd.getpwnam(OWNER)
            os.chown(self._folder, owner.pw_uid, owner.pw_gid)

    def __enter__(self) -> "Postgres":
        data = self._folder / "data"
        choices = ["-U", OWNER, "--auth=trust", "--no-sync", "-E", "UTF8", "--locale=C.UTF-8"]
        make = [*as_owner(), str(programs() / "initdb"), "-D", str(data), *choices]
        if not data.exists():
            subprocess.run(make, check=True, stdout=subprocess.DEVNULL, cwd=self._folder)
        durable = "on" if self._fsync else "off"
        settings = {
            "listen_addresses": "127.0.0.1",
            "port": str(self.port),
            "unix_socket_directories": str(self._folder),
            "max_connections": "200",
            "fsync": durable,
            "synchronous_commit": durable,
            "full_page_writes": durable,
        }
        options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        log = self._folder.with_suffix(".log")
        self._server = Child("postgres", [*as_owner(), str(programs() / "postgres"), "-D", str(data), *options], log)
        try:
            self._server.wait_until(self._answers)
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        # "Fast" shutdown: a plain request would wait until every client has gone.
        self._server.stop(request=signal.SIGINT)
        if not self._kept:
            shutil.rmtree(self._folder, ignore_errors=True)
        self._server.log.unlink(missing_ok=True)

    def _answers(self) -> bool:
        try:
            psycopg.connect(self.address("postgres"), connect_timeout=2).close()
        except psycopg.OperationalError:
            return False
        return True

    def address(self, database: str) -> str:
        """The URL of a database on this server."""
        return f"postgres://{OWNER}@127.0.0.1:{self.port}/{database}"

    def new_database(self) -> str:
        """The URL of an empty database."""
        self._databases += 1
        name = f"portico_{self._databases}"
        with psycopg.connect(self.address("postgres"), autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name}")
        return self.address(name)


def main() -> int:
    with Postgres() as server:
        told = {**os.environ, "PORTICO_TEST_POSTGRES": server.address("postgres")}
        return subprocess.run(sys.argv[1:], env=told, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
