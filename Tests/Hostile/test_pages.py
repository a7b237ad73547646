"""Text that wants to be script, and addresses that want to be files."""

import re
import socket

import pytest
import requests

SCRIPT = "<script>alert(1)</script><img src=x onerror=alert(1)>\"'"
LIVE = re.compile(r"<script>alert|<img src=x onerror", re.IGNORECASE)


def page(world, host: str, path: str, cookies: dict | None = None) -> requests.Response:
    url = f"http://127.0.0.1:{world.portico.port}{path}"
    return requests.get(url, headers={"Host": host}, cookies=cookies, timeout=10)


def test_script_in_text_shows_as_text(world):
    operator = world.operator
    fields = {"name": "hostile", "display_name": SCRIPT, "description": SCRIPT, "authentication_enabled": False}
    portal = operator.post("/v3/portals", fields)
    api = operator.post("/v3/apis", {"name": f"API {SCRIPT}", "version": "1.0.0", "description": SCRIPT})
    document = {"title": SCRIPT, "slug": "hostile", "content": f"# {SCRIPT}\n\n{SCRIPT}", "status": "published"}
    operator.post(f"/v3/apis/{api['id']}/documents", document)
    operator.publish(api["id"], portal["id"], visibility="public")
    host = portal["default_domain"]
    content = f"{SCRIPT}\n\n::page {SCRIPT}"
    page_fields = {"title": SCRIPT, "description": SCRIPT, "content": content, "status": "published"}
    for slug in ("/", "apis", "guides"):
        operator.post(f"/v3/portals/{portal['id']}/pages", {"slug": slug, **page_fields})
    link = {"path": f"/{SCRIPT}", "title": SCRIPT, "visibility": "public", "external": True}
    menu = {"main": [link], "footer_sections": [{"title": SCRIPT, "items": [link]}], "footer_bottom": [link]}
    operator.patch(f"/v3/portals/{portal['id']}/customization", {"menu": menu, "css": SCRIPT})
    inside = f"/apis/{api['slug']}"
    for path in ("/", "/guides", "/apis", inside, f"{inside}/docs/hostile", f"/apis?q={SCRIPT}"):
        found = page(world, host, path)
        assert found.status_code in (200, 404), f"{path}: {found.status_code}"
        assert not LIVE.search(found.text), f"{path} carries script"


def test_every_page_forbids_foreign_and_inline_script(world):
    for host in (f"localhost:{world.portico.port}", world.homes[0].portal["default_domain"]):
        found = page(world, host, "/")
        policy = found.headers["Content-Security-Policy"]
        assert "unsafe-inline" not in policy and "unsafe-eval" not in policy
        assert found.headers["X-Content-Type-Options"] == "nosniff"
        assert "frame-ancestors" in policy


@pytest.mark.parametrize(
    "path",
    ["/assets/../../../etc/passwd", "/assets/%2e%2e/%2e%2e/etc/passwd", "/..%5cetc", "//etc/passwd", "/%00", "/a\x7f"],
)
def test_no_address_leads_to_a_file(world, path: str):
    for host in ("localhost", world.homes[0].portal["default_domain"]):
        status, text = raw(world.portico.port, f"GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n")
        assert status in (301, 302, 303, 307, 308, 400, 404), f"{path}: {status}"
        assert "root:" not in text


POST = "POST /post HTTP/1.1\r\nHost: a\r\n"
SMUGGLES = {
    "both lengths": f"{POST}Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET",
    "two lengths": f"{POST}Content-Length: 1\r\nContent-Length: 2\r\n\r\nab",
    "odd coding": f"{POST}Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n",
    "space before colon": f"{POST}Content-Length : 2\r\n\r\nab",
    "negative length": f"{POST}Content-Length: -1\r\n\r\n",
    "no protocol": "GARBAGE\r\n\r\n",
}


@pytest.mark.parametrize("request_text", SMUGGLES.values(), ids=SMUGGLES.keys())
def test_an_ambiguous_request_is_refused_at_both_doors(world, request_text: str):
    for port in (world.portico.port, world.portico.gateway_port):
        status, _ = raw(port, request_text)
        assert status == 0 or 400 <= status < 500 or status == 501, f"port {port}: {status}"
    assert world.portico.is_ready()


def raw(port: int, text: str) -> tuple[int, str]:
    """Sends exactly this; gives the first answer, with status 0 when the connection was just closed."""
    with socket.create_connection(("127.0.0.1", port), timeout=5) as connection:
        connection.sendall(text.encode("latin-1"))
        connection.shutdown(socket.SHUT_WR)
        received = b""
        try:
            while part := connection.recv(65536):
                received += part
        except (ConnectionResetError, TimeoutError):
            pass
    found = re.match(rb"HTTP/1\.\d (\d{3})", received)
    return int(found.group(1)) if found else 0, received.decode("latin-1")
