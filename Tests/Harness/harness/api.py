"""Callers of Portico's APIs: an operator with a token, a developer with a session on a portal's host."""

from __future__ import annotations

from http.cookies import SimpleCookie
from typing import Any

import requests

from harness.mail import LINK, body
from harness.portico import Portico
from harness.process import eventually

PASSWORD = "twelve or more characters"


class Refused(AssertionError):
    """An answer with another status than was asked for."""


class Caller:
    """Sends JSON to one host of an installation."""

    def __init__(self, portico: Portico, host: str, token: str | None = None):
        self._base = f"http://127.0.0.1:{portico.port}"
        self._session = requests.Session()
        self._session.trust_env = False
        self._session.headers["Host"] = host
        self._cookies: dict[str, str] = {}
        if token:
            self._session.headers["Authorization"] = f"Bearer {token}"

    @property
    def cookie(self) -> str:
        """The Cookie header of this caller's session."""
        return "; ".join(f"{name}={value}" for name, value in self._cookies.items())

    def send(
        self,
        method: str,
        path: str,
        payload: Any = None,
        timeout: float = 10,
        query: list[tuple[str, str]] | None = None,
    ) -> requests.Response:
        """The answer to a request, whatever it is."""
        self._session.cookies.clear()
        answer = self._session.request(
            method,
            self._base + path,
            params=query,
            json=payload,
            headers={"Cookie": self.cookie} if self._cookies else {},
            timeout=timeout,
            allow_redirects=False,
        )
        for header in answer.raw.headers.getlist("Set-Cookie"):
            self._cookies |= {name: morsel.value for name, morsel in SimpleCookie(header).items()}
        return answer

    def call(self, method: str, path: str, payload: Any = None, expect: int | tuple[int, ...] = 200) -> Any:
        """The body of an answer with an expected status."""
        answer = self.send(method, path, payload)
        expected = expect if isinstance(expect, tuple) else (expect,)
        if answer.status_code not in expected:
            raise Refused(f"{method} {path}: {answer.status_code} {answer.text[:500]}")
        return answer.json() if answer.content else None

    def get(self, path: str, **options: Any) -> Any:
        return self.call("GET", path, **options)

    def post(self, path: str, payload: Any = None, expect: int | tuple[int, ...] = 201) -> Any:
        return self.call("POST", path, payload, expect)

    def put(self, path: str, payload: Any = None, expect: int | tuple[int, ...] = 200) -> Any:
        return self.call("PUT", path, payload, expect)

    def patch(self, path: str, payload: Any, expect: int | tuple[int, ...] = 200) -> Any:
        return self.call("PATCH", path, payload, expect)

    def delete(self, path: str, expect: int | tuple[int, ...] = 204) -> Any:
        return self.call("DELETE", path, expect=expect)


class Operator(Caller):
    """The management API, with a token."""

    def __init__(self, portico: Portico, token: str):
        super().__init__(portico, f"localhost:{portico.port}", token)

    def control_plane(self, name: str = "default") -> str:
        """The id of a control plane."""
        return self.get(f"/v2/control-planes?filter[name][eq]={name}")["data"][0]["id"]

    def proxy(self, plane: str, name: str, upstream: str, path: str = "/") -> dict:
        """A service for an upstream, with a route to it."""
        entities = f"/v2/control-planes/{plane}/core-entities"
        service = self.post(f"{entities}/services", {"name": name, **address_parts(upstream)})
        route = {"name": f"{name}-route", "paths": [path], "service": {"id": service["id"]}}
        self.post(f"{entities}/routes", route)
        return service

    def link(self, api: str, plane: str, service: str) -> dict:
        """Ties an API to a service, so that the gateway asks for keys."""
        body = {"service": {"control_plane_id": plane, "id": service}}
        return self.post(f"/v3/apis/{api}/implementations", body)

    def publish(self, api: str, portal: str, **fields: Any) -> dict:
        return self.put(f"/v3/apis/{api}/publications/{portal}", fields)

    def developer(self, portal: str, address: str) -> dict:
        """A developer by their address."""
        return self.get(f"/v3/portals/{portal}/developers?filter[email][eq]={address}")["data"][0]

    def set_developer(self, portal: str, address: str, status: str) -> dict:
        found = self.developer(portal, address)
        return self.patch(f"/v3/portals/{portal}/developers/{found['id']}", {"status": status})

    def set_registration(self, portal: str, application: str, registration: str, status: str) -> dict:
        path = f"/v3/portals/{portal}/applications/{application}/registrations/{registration}"
        return self.patch(path, {"status": status})


class Developer(Caller):
    """The developer API on a portal's host."""

    def __init__(self, portico: Portico, portal: dict, address: str, name: str = "Ada Lovelace"):
        super().__init__(portico, portal["default_domain"])
        self.address = address
        self._name = name
        self._mailbox = portico.mailbox

    def sign_up(self) -> None:
        """Registers, follows the e-mail, and sets a password."""
        self.post("/api/v3/developer", {"email": self.address, "full_name": self._name})
        token = mailed_token(self._mailbox.expect(self.address))
        verified = self.post("/api/v3/developer/verify-email", {"token": token}, expect=202)
        reset = {"token": verified["token"], "password": PASSWORD}
        self.post("/api/v3/developer/reset-password", reset, expect=204)

    def sign_in(self, expect: int = 204) -> None:
        body = {"username": self.address, "password": PASSWORD}
        self.post("/api/v3/developer/authenticate", body, expect=expect)

    def application(self, name: str) -> dict:
        return self.post("/api/v3/applications", {"name": name})

    def register(self, application: str, api: str) -> dict:
        return self.post(f"/api/v3/applications/{application}/registrations", {"api_id": api})

    def key(self, application: str, name: str = "key") -> dict:
        return self.post(f"/api/v3/applications/{application}/credentials", {"display_name": name})


def mailed_token(message: Any) -> str:
    """The token in the link of an e-mail."""
    links = [link for link in LINK.findall(body(message)) if "token=" in link]
    assert links, f"no token in {body(message)}"
    return links[0].partition("token=")[2].partition("&")[0].rstrip(".,)")


def address_parts(url: str) -> dict[str, Any]:
    """The members of a service that say where its upstream is."""
    scheme, _, rest = url.partition("://")
    host, _, port = rest.rstrip("/").partition(":")
    return {"protocol": scheme, "host": host, "port": int(port or 80)}


def gateway_status(address: str, key: str | None = None, path: str = "/ip") -> int:
    """What the gateway answers to a call; 0 when nothing listens."""
    headers = {"apikey": key} if key else {}
    try:
        return requests.get(address + path, headers=headers, timeout=5).status_code
    except requests.ConnectionError:
        return 0


def expect_gateway(address: str, status: int, key: str | None = None, within: float = 2) -> None:
    """Waits, as long as is promised, until the gateway answers with a status."""
    what = f"{status} from the gateway (now {gateway_status(address, key)})"
    eventually(lambda: gateway_status(address, key) == status, what, within)
