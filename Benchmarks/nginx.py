"""nginx with one worker, as the measure of what is possible."""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path

from harness.process import Child, free_port, listens

CONFIGURATION = """
{user}
daemon off;
worker_processes 1;
pid {folder}/nginx.pid;
error_log {folder}/error.log;
events {{ worker_connections 1024; }}
http {{
    access_log off;
    default_type text/html;
    keepalive_requests 100000000;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    {before}
    server {{
        listen 127.0.0.1:{port};
        {inside}
    }}
}}
"""


class Nginx:
    """nginx on a free loopback port, with a server block of the caller's, in which FOLDER is a folder of its own."""

    def __init__(self, inside: str, before: str = ""):
        self.port = free_port()
        self.folder = Path(tempfile.mkdtemp(prefix="portico-nginx-"))
        self._inside, self._before = inside, before

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def pid(self) -> int:
        return self._child.pid

    def __enter__(self) -> "Nginx":
        program = shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin")
        assert program, "nginx is not installed"
        user = "user root;" if os.getuid() == 0 else ""
        settings = self.folder / "nginx.conf"
        parts = {"folder": self.folder, "port": self.port, "before": self._before}
        parts["inside"] = self._inside.replace("FOLDER", str(self.folder))
        settings.write_text(CONFIGURATION.format(user=user, **parts))
        self._child = Child("nginx", [program, "-c", str(settings)], self.folder / "nginx.log")
        self._child.wait_until(lambda: listens(self.port))
        return self

    def __exit__(self, *_: object) -> None:
        self._child.stop()
        shutil.rmtree(self.folder, ignore_errors=True)
