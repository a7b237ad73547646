"""Those who try a portal's settings: from another address, for another server's secrets, with what breaks readers."""

import socket
import threading
import uuid
from collections.abc import Iterator

import pytest
import requests
from harness.api import Operator
from harness.console import Console
from harness.portico import Portico

SETTINGS = (
    "authentication-settings",
    "identity-providers",
    "identity-provider/team-group-mappings",
    "custom-domain",
    "ip-allow-list",
    "email-config",
    "email-delivery",
    "email-templates",
    "email-templates/reset-password",
)


class Listener:
    """Something on the loopback interface that notes whoever calls."""

    def __init__(self) -> None:
        self.calls: list[bytes] = []
        self._socket = socket.create_server(("127.0.0.1", 0))
        threading.Thread(target=self._listen, daemon=True).start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._socket.getsockname()[1]}"

    def _listen(self) -> None:
        while True:
            try:
                caller, _ = self._socket.accept()
            except OSError:
                return
            with caller:
                self.calls.append(caller.recv(1000))

    def close(self) -> None:
        self._socket.close()


@pytest.fixture
def listener() -> Iterator[Listener]:
    made = Listener()
    yield made
    made.close()


def knock(portico: Portico, host: str, path: str = "/api/v3/portal", **headers: str) -> requests.Response:
    url = f"http://127.0.0.1:{portico.port}{path}"
    return requests.get(url, headers={"Host": host, **headers}, timeout=10, allow_redirects=False)


# Who may


def test_settings_are_for_operators(world):
    first, second = world.homes
    base = f"/v3/portals/{first.portal['id']}"
    for path in SETTINGS:
        url = f"http://127.0.0.1:{world.portico.port}{base}/{path}"
        for sender in ({}, {"Cookie": first.developer.cookie}, {"Authorization": "Bearer kpat_" + "a" * 40}):
            answer = requests.get(url, headers=sender, timeout=10)
            assert answer.status_code == 401, f"{path}: {answer.status_code}"
            assert requests.patch(url, json={}, headers=sender, timeout=10).status_code in (401, 404, 405)
        # On the portal's own host there is no such door.
        for home in (first, second):
            assert home.developer.send("GET", f"{base}/{path}").status_code == 404


def test_what_belongs_to_one_portal_is_not_found_on_another(world):
    mine, yours = (f"/v3/portals/{home.portal['id']}" for home in world.homes)
    operator = world.operator
    team = world.homes[0].team["id"]
    oidc = {"type": "oidc", "config": {"issuer_url": "https://login.example.com", "client_id": "hub"}}
    provider = operator.post(f"{mine}/identity-providers", oidc)["id"]
    mappings = f"identity-providers/{provider}/team-group-mappings"
    mapping = operator.post(f"{mine}/{mappings}", {"team_id": team, "group": "staff"})["id"]
    entry = operator.post(f"{mine}/ip-allow-list", {"allowed_ips": ["192.0.2.1"]})["id"]
    for path in (f"identity-providers/{provider}", mappings, f"{mappings}/{mapping}", f"ip-allow-list/{entry}"):
        for method in ("GET", "DELETE"):
            if not (path == mappings and method == "DELETE"):
                assert operator.send(method, f"{yours}/{path}").status_code == 404, f"{method} {path}"
    other = operator.post(f"{yours}/identity-providers", oidc)["id"]
    foreign = {"team_id": team, "group": "staff"}
    answer = operator.send("POST", f"{yours}/identity-providers/{other}/team-group-mappings", foreign)
    assert answer.status_code in (400, 404)
    bulk = {"data": [{"team_id": team, "groups": ["staff"]}]}
    assert operator.send("PATCH", f"{yours}/identity-provider/team-group-mappings", bulk).status_code == 400
    operator.delete(f"{mine}/identity-providers/{provider}")
    operator.delete(f"{yours}/identity-providers/{other}")
    operator.delete(f"{mine}/ip-allow-list/{entry}")


# Secrets


def test_secrets_are_never_read_again(world):
    operator, portal = world.operator, world.homes[0].portal["id"]
    secret = "a-secret-that-nobody-reads"
    config = {"issuer_url": "https://login.example.com", "client_id": "hub", "client_secret": secret}
    made = operator.post(f"/v3/portals/{portal}/identity-providers", {"type": "oidc", "config": config})
    okta = {"provider_type": "okta", "issuer": "https://login.example.com", "dcr_config": {"dcr_token": secret}}
    provider = operator.post("/v2/dcr-providers", {"name": "okta", **okta})
    wrong = {"name": "okta", **okta, "dcr_config": {"dcr_token": secret, "odd": secret}}
    refused = operator.send("POST", "/v2/dcr-providers", wrong)
    assert refused.status_code == 400 and secret not in refused.text
    places = [f"/v3/portals/{portal}/identity-providers", "/v2/dcr-providers", f"/v2/dcr-providers/{provider['id']}"]
    for place in places:
        assert secret not in operator.send("GET", place).text
    console = Console(world.portico)
    pages = [f"/portals/{portal}/settings/sign-in/{made['id']}", f"/dcr-providers/{provider['id']}"]
    for page in pages:
        found = console.open(page)
        assert found.status_code == 200 and secret not in found.text
    assert secret not in world.portico.log()
    database = b"".join(path.read_bytes() for path in world.portico.data.glob("portico.sqlite*"))
    assert secret.encode() not in database
    operator.delete(f"/v3/portals/{portal}/identity-providers/{made['id']}")
    operator.delete(f"/v2/dcr-providers/{provider['id']}")


# Calls to elsewhere


def test_settings_call_nobody(world, listener: Listener):
    operator, portal = world.operator, world.homes[0].portal["id"]
    base = f"/v3/portals/{portal}/identity-providers"
    oidc = {"issuer_url": listener.url, "client_id": "hub", "client_secret": "x"}
    bodies = [
        {"type": "oidc", "enabled": True, "config": oidc},
        {"type": "saml", "config": {"idp_metadata_url": listener.url + "/metadata"}},
    ]
    made = [operator.post(base, body)["id"] for body in bodies]
    bridge = {"dcr_base_url": listener.url, "api_key": "key_0123456789"}
    provider = {"name": "bridge", "provider_type": "http", "issuer": listener.url, "dcr_config": bridge}
    dcr = operator.post("/v2/dcr-providers", provider)["id"]
    assert operator.post(f"/v2/dcr-providers/{dcr}/verify", expect=200)["status"] == "failed"
    answer = world.homes[0].developer.send("GET", "/api/v3/developer/authenticate/sso")
    assert answer.status_code in (302, 400)
    for one in made:
        operator.delete(f"{base}/{one}")
    operator.delete(f"/v2/dcr-providers/{dcr}")
    assert listener.calls == []


@pytest.mark.parametrize(
    "address",
    ["file:///etc/passwd", "javascript:alert(1)", "http://", "//example.com", "gopher://example.com", "http://a b/"],
)
def test_what_is_no_web_address_is_refused(world, address: str):
    operator, portal = world.operator, world.homes[0].portal["id"]
    bodies = [
        {"type": "oidc", "config": {"issuer_url": address, "client_id": "hub"}},
        {"type": "saml", "config": {"idp_metadata_url": address}},
    ]
    for body in bodies:
        answer = operator.send("POST", f"/v3/portals/{portal}/identity-providers", body)
        assert answer.status_code == 400, address


# What is uploaded

BOMB = """<!DOCTYPE a [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;">
<!ENTITY x SYSTEM "file:///etc/passwd">]><EntityDescriptor>&c;&x;</EntityDescriptor>"""


def test_metadata_is_kept_as_it_is_and_no_entity_is_followed(world):
    operator, portal = world.operator, world.homes[0].portal["id"]
    base = f"/v3/portals/{portal}/identity-providers"
    made = operator.post(base, {"type": "saml", "config": {"idp_metadata_xml": BOMB}})
    assert made["config"]["idp_metadata_xml"] == BOMB
    page = Console(world.portico).open(f"/portals/{portal}/settings/sign-in/{made['id']}").text
    assert "root:" not in page and "<!ENTITY" not in page
    operator.delete(f"{base}/{made['id']}")
    for text in ("<EntityDescriptor" + "x" * 262_144, "no metadata", "", "\0<EntityDescriptor/>"):
        answer = operator.send("POST", base, {"type": "saml", "config": {"idp_metadata_xml": text}})
        assert answer.status_code == 400, text[:40]


HALF = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----"


@pytest.mark.parametrize("pem", ["", "x", HALF, "\0", "é" * 9])
def test_what_is_no_certificate_is_refused(world, pem: str):
    ssl = {"domain_verification_method": "custom_certificate", "custom_certificate": pem, "custom_private_key": pem}
    body = {"hostname": "docs.example.com", "enabled": True, "ssl": ssl}
    path = f"/v3/portals/{world.homes[0].portal['id']}/custom-domain"
    assert world.operator.send("POST", path, body).status_code == 400


def test_words_of_an_email_are_only_words(world):
    operator, portal = world.operator, world.homes[0].portal["id"]
    path = f"/v3/portals/{portal}/email-templates/reset-password"
    words = {
        "subject": "Hi\r\nBcc: eve@example.com",
        "title": "<script>alert(1)</script>",
        "body": "<script>alert(1)</script>[a](javascript:alert(1)) {{ developer_fullname }}",
        "button_label": '"><img src=x onerror=alert(1)>',
    }
    operator.post(f"{path}/send-test-email", {"content": words}, expect=204)
    message = world.portico.mailbox.expect("grace@example.com")
    assert message["Bcc"] is None
    markup = message.get_body(preferencelist=("html",)).get_content()
    assert "<script" not in markup and "onerror=alert(1)>" not in markup.replace("&gt;", "") and "<img" not in markup
    assert 'href="javascript' not in markup
    page = Console(world.portico).submit(f"/portals/{portal}/settings/emails/reset-password", action="preview", **words)
    assert page.status_code == 200 and "<script>alert" not in page.text and "<img src=x" not in page.text


# Double clicks


def test_a_second_click_breaks_nothing(world):
    console, portal = Console(world.portico), world.homes[1].portal["id"]
    base = f"/portals/{portal}/settings"
    oidc = {"issuer_url": "https://login.example.com", "client_id": "hub", "scopes": "openid", "claim_name": "name"}
    forms = [
        (f"{base}/domain", {"hostname": "double.example.com", "method": "http"}),
        (f"{base}/domain/delete", {}),
        (f"{base}/ip-allow-list", {"addresses": "192.0.2.1"}),
        (f"{base}/ip-allow-list/state", {"enabled": ""}),
        (f"{base}/emails", {"from_name": "Docs"}),
        (f"{base}/emails/reset-password/reset", {}),
        (f"{base}/sign-in/new-oidc", {**oidc, "claim_email": "email", "claim_groups": "groups"}),
        ("/mail-domains", {"domain": "double.example.com"}),
        ("/mail-domains/double.example.com/delete", {}),
    ]
    for path, fields in forms:
        first, second = console.submit(path, **fields), console.submit(path, **fields)
        assert first.status_code == 303, f"{path}: {first.status_code}"
        assert second.status_code in (303, 400, 404, 409), f"{path}: {second.status_code}"
    for provider in world.operator.get(f"/v3/portals/{portal}/identity-providers"):
        path = f"{base}/sign-in/{provider['id']}/delete"
        assert console.submit(path).status_code == 303
        assert console.submit(path).status_code in (303, 404)


def test_another_site_changes_no_settings(world):
    portal = world.homes[1].portal["id"]
    console = Console(world.portico)
    settings = f"/portals/{portal}/settings"
    for path in (f"{settings}/ip-allow-list/state", "/mail-domains", f"{settings}/emails"):
        answer = console.from_elsewhere(path, enabled="true", domain="evil.example.com", from_name="Evil")
        assert answer.status_code == 403, path


# Who may open a portal


@pytest.fixture(params=[None, "127.0.0.1/32", "127.0.0.0/8,192.0.2.0/24"])
def guarded(request: pytest.FixtureRequest) -> Iterator[tuple[Portico, Operator, dict, str | None]]:
    """An installation with a portal that only 198.51.100.7 may open, behind trusted proxies or none."""
    extra = ("--trusted-proxies", request.param) if request.param else ()
    with Portico(gateway=False, extra=extra) as portico:
        operator = Operator(portico, portico.set_up())
        portal = operator.post("/v3/portals", {"name": "guarded", "authentication_enabled": False})
        allowed = {"allowed_ips": ["198.51.100.7", "2001:db8::/32"]}
        operator.post(f"/v3/portals/{portal['id']}/ip-allow-list", allowed)
        operator.patch(f"/v3/portals/{portal['id']}", {"sipr_enabled": True})
        yield portico, operator, portal, request.param


FORGED = (
    {"X-Forwarded-For": "198.51.100.7"},
    {"X-Forwarded-For": "198.51.100.7, 203.0.113.9"},
    {"X-Forwarded-For": "198.51.100.7, 203.0.113.9, 192.0.2.8"},
    {"X-Forwarded-For": "198.51.100.7, nonsense"},
    {"X-Forwarded-For": "198.51.100.7,"},
    {"X-Forwarded-For": ""},
    {"X-Real-IP": "198.51.100.7"},
    {"Forwarded": "for=198.51.100.7"},
    {"X-Client-IP": "198.51.100.7", "True-Client-IP": "198.51.100.7"},
)


def test_an_address_is_believed_only_from_a_trusted_proxy(guarded):
    portico, operator, portal, trusted = guarded
    host = portal["default_domain"]
    paths = ("/", "/api/v3/portal", "/apis", "/login", "/sitemap.xml", "/robots.txt", "/llms.txt", "/none")
    for path in paths:
        assert knock(portico, host, path).status_code == 403, path
    for number, headers in enumerate(FORGED):
        # Without a trusted proxy nothing is believed, with one only what it has added itself: the last.
        is_believed = trusted is not None and number == 0
        if trusted and "192.0.2.0/24" in trusted and number == 2:
            is_believed = False
        expected = 200 if is_believed else 403
        assert knock(portico, host, **headers).status_code == expected, f"{trusted} {headers}"
    if trusted:
        admitted = ("2001:db8::1", "::ffff:198.51.100.7", "198.51.100.7")
        for address in admitted:
            assert knock(portico, host, **{"X-Forwarded-For": address}).status_code == 200, address
        for address in ("198.51.100.8", "2001:db9::1", "::ffff:198.51.100.8", "198.51.100.7.evil"):
            assert knock(portico, host, **{"X-Forwarded-For": address}).status_code == 403, address
    # The Console and the management API have no such list.
    assert operator.get("/v3/portals")["data"]
    assert requests.get(f"http://127.0.0.1:{portico.port}/sign-in", timeout=10).status_code == 200


def test_the_list_counts_on_every_host_of_the_portal_and_at_once(guarded):
    portico, operator, portal, trusted = guarded
    name = f"x{uuid.uuid4().hex[:8]}.example.com"
    body = {"hostname": name, "enabled": True, "ssl": {"domain_verification_method": "http"}}
    operator.post(f"/v3/portals/{portal['id']}/custom-domain", body)
    for host in (name, name.upper(), name + ":80", name + "."):
        assert knock(portico, host).status_code in (403, 404), host
    assert knock(portico, name).status_code == 403
    operator.patch(f"/v3/portals/{portal['id']}", {"sipr_enabled": False})
    assert knock(portico, name).status_code == 200
    operator.patch(f"/v3/portals/{portal['id']}", {"sipr_enabled": True})
    assert knock(portico, name).status_code == 403
