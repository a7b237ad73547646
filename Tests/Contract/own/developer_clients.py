"""Applications whose client is registered at an identity provider, over an HTTP bridge that runs here."""

import itertools
import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from world import World

NEEDS_MAILBOX = True
KEY = "bridge_key_0123456789"


class _Bridge(BaseHTTPRequestHandler):
    """Makes and forgets clients for whoever has the key."""

    clients: dict[str, str] = {}
    numbers = itertools.count(1)

    def do_POST(self):
        self.rfile.read(int(self.headers.get("Content-Length") or 0))
        steps = [step for step in self.path.split("/") if step]
        if self.headers["X-API-KEY"] != KEY:
            return self._answer(401, {"error": "invalid_client"})
        if not steps:
            client = f"client-{next(self.numbers)}"
            self.clients[client] = f"secret-of-{client}"
            return self._answer(201, {"client_id": client, "client_secret": self.clients[client]})
        client = steps[0]
        if client not in self.clients:
            return self._answer(404, {"error": "invalid_client"})
        self.clients[client] += "-new"
        return self._answer(200, {"client_id": client, "client_secret": self.clients[client]})

    def do_DELETE(self):
        known = self.clients.pop(self.path.strip("/"), None)
        self._answer(204 if known else 404, None)

    def _answer(self, status: int, body: dict | None):
        content = json.dumps(body).encode() if body else b""
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_: object):
        pass


def a_provider_behind_a_bridge_is_verified(world: World):
    world.bridge = ThreadingHTTPServer(("127.0.0.1", 0), _Bridge)
    threading.Thread(target=world.bridge.serve_forever, daemon=True).start()
    config = {"dcr_base_url": f"http://127.0.0.1:{world.bridge.server_port}", "api_key": KEY}
    body = {"provider_type": "http", "issuer": "https://idp.example.com", "dcr_config": config}
    name = world.unique("provider")
    world.provider = world.strategies("create-dcr-provider", json={"name": name, **body}, expect=201)
    world.undo(world.strategies, "delete-dcr-provider", world.provider["id"])
    assert world.strategies("verify-dcr-provider", world.provider["id"], expect=200)["status"] == "success"
    assert _Bridge.clients == {}


def a_strategy_is_offered_with_it(world: World):
    openid = {
        "issuer": "https://idp.example.com",
        "credential_claim": ["client_id"],
        "scopes": ["openid"],
        "auth_methods": ["client_credentials"],
    }
    world.strategy = world.new_strategy(
        strategy_type="openid_connect",
        configs={"openid-connect": openid},
        dcr_provider_id=world.provider["id"],
    )
    world.portal = world.new_portal()
    world.publish(world.new_api(), world.portal, auth_strategy_ids=[world.strategy["id"]], visibility="public")
    world.site, _ = world.sign_in(world.portal)


def an_application_gets_a_client_and_its_secret_once(world: World):
    body = {"name": world.unique("app"), "auth_strategy_id": world.strategy["id"]}
    world.made = world.site("create-application", json=body, expect=201)
    assert _Bridge.clients == {world.made["client_id"]: world.made["client_secret"]}
    assert world.made["auth_strategy"]["credential_type"] == "client_credentials"
    found = world.site("get-application", world.made["id"], expect=200)
    assert found["client_id"] == world.made["client_id"] and "client_secret" not in found


def the_secret_is_replaced(world: World):
    renewed = world.site("regenerate-application-secret", world.made["id"], expect=201)
    assert renewed["client_id"] == world.made["client_id"]
    assert renewed["client_secret"] == _Bridge.clients[world.made["client_id"]] != world.made["client_secret"]


def the_client_goes_with_the_application(world: World):
    world.site("delete-application", world.made["id"], expect=204)
    assert _Bridge.clients == {}


def without_the_bridge_nothing_is_made(world: World):
    world.bridge.shutdown()
    world.bridge.server_close()
    body = {"name": world.unique("app"), "auth_strategy_id": world.strategy["id"]}
    world.site("create-application", json=body, expect=400)
    assert world.site("list-applications", expect=200)["data"] == []
