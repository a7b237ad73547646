"""A server that tells what it was sent, to the byte: `python echo.py PORT`.

`/no-cors` answers without permission for other sites; everything else allows them all."""

from __future__ import annotations

import base64
import json
import sys
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


class Echo(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    requests: list[dict] = []

    def answer(self) -> None:
        path = urlsplit(self.path).path
        body = self._body()
        if path == "/echoed":
            last = Echo.requests[-1] if Echo.requests else None
            return self._send(200, json.dumps(last).encode(), "application/json")
        told = {
            "method": self.command,
            "path": self.path,
            "headers": [[name, value] for name, value in self.headers.items()],
            "body": base64.b64encode(body).decode(),
            "text": body.decode(errors="replace"),
        }
        if self.command != "OPTIONS":
            Echo.requests[:] = [told]
        if self.command == "OPTIONS":
            return self._send(204, b"", None)
        if path.endswith("/xml"):
            return self._send(200, b"<fruit id='1'><name>apple</name></fruit>", "application/xml")
        if path.endswith("/image"):
            return self._send(200, PIXEL, "image/png")
        if path.endswith("/bytes"):
            named = {"Content-Disposition": 'attachment; filename="data.bin"'}
            return self._send(200, bytes(range(256)), "application/octet-stream", named)
        if path.endswith("/events"):
            return self._events()
        if path.endswith("/slow"):
            time.sleep(20)
        if path.endswith("/secret"):
            card = {"card": "4111111111111111", "pin": "0000", "token": "abc", "phone": "555-1234", "name": "Ada"}
            return self._send(200, json.dumps(card).encode(), "application/json", {"Set-Cookie": "session=secret"})
        return self._send(200, json.dumps(told, indent=1).encode(), "application/json")

    do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = do_OPTIONS = do_HEAD = do_QUERY = answer

    def _body(self) -> bytes:
        if self.headers.get("Transfer-Encoding", "").lower() == "chunked":
            pieces = []
            while size := int(self.rfile.readline().split(b";")[0], 16):
                pieces.append(self.rfile.read(size))
                self.rfile.readline()
            self.rfile.readline()
            return b"".join(pieces)
        return self.rfile.read(int(self.headers.get("Content-Length", 0)))

    def _head(self, status: int, kind: str | None, more: dict[str, str] | None = None) -> None:
        self.send_response(status)
        if kind:
            self.send_header("Content-Type", kind)
        for name, value in (more or {}).items():
            self.send_header(name, value)
        if not urlsplit(self.path).path.startswith("/no-cors"):
            self.send_header("Access-Control-Allow-Origin", "*")
            self.send_header("Access-Control-Allow-Methods", "GET, POST, PUT, PATCH, DELETE, HEAD, OPTIONS")
            self.send_header("Access-Control-Allow-Headers", self.headers.get("Access-Control-Request-Headers", "*"))
            self.send_header("Access-Control-Expose-Headers", "*, Content-Disposition")

    def _send(self, status: int, body: bytes, kind: str | None, more: dict[str, str] | None = None) -> None:
        self._head(status, kind, more)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def _events(self) -> None:
        self._head(200, "text/event-stream")
        self.send_header("Connection", "close")
        self.end_headers()
        for number in range(200):
            self.wfile.write(f"data: event {number}\n\n".encode())
            self.wfile.flush()
            time.sleep(0.05 if number < 3 else 0.5)

    def log_message(self, *_: object) -> None:
        pass


if __name__ == "__main__":
    ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), Echo).serve_forever()
