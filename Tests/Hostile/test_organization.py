"""Whoever may not, at the doors of the organization and of the gateway's configuration."""

import requests
from harness.api import Developer

OIDC = {
    "type": "oidc",
    "config": {
        "issuer_url": "https://login.example.com",
        "client_id": "console",
        "client_secret": "a-secret-that-nobody-reads",
    },
}
ORGANIZATION = (
    ("GET", "/v3/identity-providers"),
    ("POST", "/v3/identity-providers"),
    ("GET", "/v3/identity-provider"),
    ("PATCH", "/v3/identity-provider"),
    ("GET", "/v3/identity-provider/team-group-mappings"),
    ("PATCH", "/v3/identity-provider/team-group-mappings"),
    ("PUT", "/v3/identity-provider/team-mappings"),
    ("GET", "/v3/authentication-settings"),
    ("PATCH", "/v3/authentication-settings"),
)


def gateway(plane: str) -> tuple[tuple[str, str], ...]:
    entities = f"/v2/control-planes/{plane}/core-entities"
    return (
        ("GET", f"{entities}/plugins"),
        ("POST", f"{entities}/plugins"),
        ("GET", f"{entities}/key-auths"),
        ("POST", f"{entities}/consumers"),
        ("GET", f"/v2/control-planes/{plane}/config-stores"),
        ("POST", f"/v2/control-planes/{plane}/dp-client-certificates"),
        ("GET", f"/v2/control-planes/{plane}/nodes"),
    )


def send(world, method: str, path: str, **headers: str) -> int:
    url = f"http://127.0.0.1:{world.portico.port}{path}"
    body = None if method == "GET" else {}
    return requests.request(method, url, json=body, headers=headers, timeout=10, allow_redirects=False).status_code


def test_visitors_and_developers_find_closed_doors(world):
    first, second = world.homes
    for method, path in ORGANIZATION + gateway(world.plane):
        for headers in ({}, {"Cookie": first.developer.cookie}, {"Authorization": "Bearer spat_" + "a" * 40}):
            assert send(world, method, path, **headers) == 401, f"{method} {path}"
        for home in (first, second):
            assert home.developer.send(method, path, {}).status_code == 404, f"{method} {path}"


def test_a_system_account_without_roles_does_nothing(world):
    token = account(world, "powerless")
    for method, path in ORGANIZATION + gateway(world.plane):
        # What makes no sense is refused before anybody is asked who may.
        wanted = (403, 404) if method == "GET" else (400, 403, 404)
        assert send(world, method, path, Authorization=f"Bearer {token}") in wanted, f"{method} {path}"


def test_who_may_read_the_gateway_reads_no_keys_and_writes_nothing(world):
    token = account(world, "reader", role="Viewer")
    for method, path in gateway(world.plane):
        may = method == "GET" and not path.endswith("key-auths")
        wanted = (200,) if may else (400, 403)
        assert send(world, method, path, Authorization=f"Bearer {token}") in wanted, f"{method} {path}"


def test_the_secret_of_the_organizations_provider_is_never_read_again(world):
    operator, secret = world.operator, OIDC["config"]["client_secret"]
    made = operator.send("POST", "/v3/identity-providers", OIDC)
    assert made.status_code == 201 and secret not in made.text
    one = f"/v3/identity-providers/{made.json()['id']}"
    for path in (one, "/v3/identity-providers", "/v3/identity-provider", "/v3/audit-logs"):
        answer = operator.send("GET", path)
        assert answer.status_code == 200 and secret not in answer.text, path
    mapping = {"team_id": world.homes[0].team["id"], "group": "staff"}
    answer = operator.send("POST", f"{one}/team-group-mappings", mapping)
    assert answer.status_code == 400, "a team of a portal is no team of operators"
    operator.delete(one)


def test_a_revoked_developer_reaches_nothing_of_theirs(world):
    home = world.homes[0]
    somebody = Developer(world.portico, home.portal, "revoked@example.com")
    somebody.sign_up()
    world.operator.set_developer(home.portal["id"], somebody.address, "approved")
    somebody.sign_in()
    application = somebody.application("Theirs")
    world.operator.set_developer(home.portal["id"], somebody.address, "revoked")
    for path in ("/api/v3/applications", f"/api/v3/applications/{application['id']}/granted-scopes"):
        assert somebody.send("GET", path).status_code == 401
    somebody.sign_in(expect=401)


def account(world, name: str, role: str | None = None) -> str:
    """The token of a new system account, with a role on the control plane."""
    operator = world.operator
    made = operator.post("/v3/system-accounts", {"name": name, "description": name, "konnect_managed": False})
    path = f"/v3/system-accounts/{made['id']}"
    if role:
        body = {"role_name": role, "entity_type_name": "Control Planes", "entity_id": world.plane}
        operator.post(f"{path}/assigned-roles", {**body, "entity_region": "*"})
    body = {"name": "t", "expires_at": "2999-01-01T00:00:00Z"}
    return operator.post(f"{path}/access-tokens", body)["token"]
