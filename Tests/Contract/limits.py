"""Breaks every limit that the contracts give of bodies, one at a time: each must be refused, and named.

From a good body, faulty ones are made by the schema of its operation: wrong types, texts that are too long or too
short, unknown values and properties, numbers out of range, too many items, missing fields. As every one is refused,
the world they are sent to stays as it is.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml
from harness.api import Developer, Operator
from harness.portico import Portico

PORTALS, CATALOG, STRATEGIES, PLANES, DEVELOPERS, IDENTITY, AUDIT = (
    "portal-management-v3",
    "api-builder-v3",
    "application-auth-strategies-v2",
    "control-planes-v2",
    "dev-portal-v3",
    "identity-v3",
    "audit-logs-v3",
)
PREFIX = {
    PORTALS: "/v3",
    CATALOG: "/v3",
    STRATEGIES: "/v2",
    PLANES: "/v2",
    DEVELOPERS: "",
    IDENTITY: "/v3",
    AUDIT: "/v3",
}
ABSENT = "38eee707-e174-436e-8c0e-a9fc54baac87"
DESCRIPTION = "openapi: 3.0.3\ninfo: {title: Orders, version: 1.0.0}\npaths: {}\n"
LABELS = {"labels": {"env": "test"}}
TEXT = {"title": "T", "visibility": "public", "status": "published", "content": "# T"}
ITEM = {"path": "/a", "title": "A", "visibility": "public", "external": False}
LOOK = {
    "theme": {"name": "mint", "mode": "light", "colors": {"primary": "#123456"}},
    "layout": "topnav",
    "menu": {"main": [ITEM], "footer_sections": [{"title": "F", "items": [ITEM]}], "footer_bottom": [ITEM]},
    "spec_renderer": {"try_it_ui": True, "show_schemas": True, "infinite_scroll": True},
}
TAGS = {
    "google_tag_manager": {"enabled": True, "type": "tracking", "config_data": {"id": "GTM-ABC123", "l": "x"}},
    "google_analytics_4": {"enabled": True, "type": "analytics", "config_data": {"id": "G-ABC123"}},
    "equal_web": {"enabled": True, "type": "accessibility", "config_data": {"site_key": "a" * 32}},
}
PROVIDER = {"issuer_url": "https://id.example.com", "client_id": "c", "client_secret": "s", "scopes": ["openid"]}
MANAGED = {"domain_verification_method": "http"}
DESTINATION = {"name": "D", "endpoint": "https://log.example.com", "authorization": "Bearer x", "log_format": "cef"}
WORDS = {"subject": "S", "title": "T", "body": "B", "button_label": "L"}
KEYS = {"key-auth": {"key_names": ["apikey"], "ttl": {"value": 1, "unit": "days"}}}
PORTAL, API, PACKAGE = "/portals/{portal}", "/apis/{api}", "/api-packages/{package}"
APPLICATION = f"{PORTAL}/applications/{{application}}"
ACCOUNT, OWN = "/api/v3/developer", "/api/v3/applications"

# The contract, the operation and a good body; names in braces stand for what the world holds.
BODIES: tuple[tuple[str, str, str, dict[str, Any]], ...] = (
    (PORTALS, "POST", "/portals", {"name": "P", "display_name": "P", "description": "d", **LABELS}),
    (PORTALS, "PATCH", PORTAL, {"name": "P", "display_name": "P", "rbac_enabled": True, **LABELS}),
    (PORTALS, "PUT", f"{PORTAL}/customization", LOOK),
    (PORTALS, "PATCH", f"{PORTAL}/customization", LOOK),
    (PORTALS, "PUT", f"{PORTAL}/integrations", TAGS),
    (PORTALS, "PATCH", f"{PORTAL}/integrations", TAGS),
    (PORTALS, "POST", f"{PORTAL}/pages", {"slug": "s", "description": "d", **TEXT}),
    (PORTALS, "PATCH", f"{PORTAL}/pages/{{page}}", {"slug": "s", "description": "d", **TEXT}),
    (PORTALS, "POST", f"{PORTAL}/snippets", {"name": "s", "description": "d", **TEXT}),
    (PORTALS, "PATCH", f"{PORTAL}/snippets/{{snippet}}", {"name": "s", "description": "d", **TEXT}),
    (PORTALS, "POST", f"{PORTAL}/developers", {"email": "b@example.com", "full_name": "B", "status": "pending"}),
    (PORTALS, "PATCH", f"{PORTAL}/developers/{{developer}}", {"status": "approved"}),
    (PORTALS, "POST", f"{PORTAL}/teams", {"name": "T", "description": "d", "can_own_applications": True}),
    (PORTALS, "PATCH", f"{PORTAL}/teams/{{team}}", {"name": "T", "description": "d", "can_own_applications": True}),
    (PORTALS, "POST", f"{PORTAL}/teams/{{team}}/developers", {"id": ABSENT}),
    (
        PORTALS,
        "POST",
        f"{PORTAL}/applications",
        {"name": "A", "description": "d", "owner": {"type": "developer", "id": "{developer}"}, **LABELS},
    ),
    (PORTALS, "PATCH", APPLICATION, {"owner": {"type": "developer", "id": "{developer}"}}),
    (PORTALS, "POST", f"{APPLICATION}/registrations", {"api_id": ABSENT, "status": "approved"}),
    (PORTALS, "PATCH", f"{PORTAL}/authentication-settings", {"basic_auth_enabled": True}),
    (PORTALS, "POST", f"{PORTAL}/identity-providers", {"type": "oidc", "enabled": False, "config": PROVIDER}),
    (PORTALS, "POST", f"{PORTAL}/custom-domain", {"hostname": "dev.example.com", "enabled": True, "ssl": MANAGED}),
    (PORTALS, "POST", f"{PORTAL}/email-config", {"from_name": "A", "from_email": "a@example.com"}),
    (PORTALS, "PATCH", f"{PORTAL}/email-templates/{{template}}", {"enabled": True, "content": WORDS}),
    (PORTALS, "POST", "/portals/email-domains", {"domain": "example.com"}),
    (PORTALS, "POST", f"{PORTAL}/ip-allow-list", {"allowed_ips": ["192.0.2.1"]}),
    (CATALOG, "POST", "/apis", {"name": "A", "description": "d", "version": "1", "slug": "a", **LABELS}),
    (CATALOG, "PATCH", API, {"name": "A", "description": "d", "slug": "a", **LABELS}),
    (CATALOG, "POST", "/apis/validate-specification", {"content": DESCRIPTION}),
    (CATALOG, "POST", f"{API}/versions", {"version": "1", "spec": {"content": DESCRIPTION}}),
    (CATALOG, "POST", f"{API}/specifications", {"content": DESCRIPTION, "type": "oas3"}),
    (CATALOG, "POST", f"{API}/documents", {"title": "T", "slug": "t", "status": "published", "content": "# T"}),
    (CATALOG, "PATCH", f"{API}/documents/{{document}}", {"title": "T", "slug": "t", "status": "published"}),
    (CATALOG, "PUT", f"{API}/publications/{{portal}}", {"visibility": "public", "auto_approve_registrations": True}),
    (CATALOG, "POST", f"{API}/implementations", {"service": {"control_plane_id": "{plane}", "id": ABSENT}}),
    (
        CATALOG,
        "POST",
        "/api-packages",
        {"name": "P", "version": "1", "rate_limiting_config": {"limit": 1, "duration": "minutes"}, **LABELS},
    ),
    (CATALOG, "PATCH", PACKAGE, {"name": "P", "rate_limiting_config": {"limit": 1, "duration": "minutes"}}),
    (CATALOG, "PUT", f"{PACKAGE}/current-specification", {"content": DESCRIPTION, "type": "oas3"}),
    (
        STRATEGIES,
        "POST",
        "/application-auth-strategies",
        {"name": "S", "display_name": "S", "strategy_type": "key_auth", "configs": KEYS, **LABELS},
    ),
    (STRATEGIES, "PATCH", "/application-auth-strategies/{strategy}", {"name": "S", "configs": KEYS, **LABELS}),
    (
        PLANES,
        "POST",
        "/control-planes",
        {
            "name": "CP",
            "description": "d",
            "cluster_type": "CLUSTER_TYPE_CONTROL_PLANE",
            "proxy_urls": [{"host": "example.com", "port": 443, "protocol": "https"}],
            **LABELS,
        },
    ),
    (PLANES, "PATCH", "/control-planes/{plane}", {"name": "CP", "description": "d", **LABELS}),
    (DEVELOPERS, "POST", ACCOUNT, {"email": "c@example.com", "full_name": "C"}),
    (DEVELOPERS, "POST", f"{ACCOUNT}/authenticate", {"username": "c@example.com", "password": "p"}),
    (DEVELOPERS, "POST", f"{ACCOUNT}/forgot-password", {"email": "c@example.com"}),
    (DEVELOPERS, "POST", f"{ACCOUNT}/verify-email", {"token": ABSENT}),
    (DEVELOPERS, "POST", f"{ACCOUNT}/reset-password", {"token": ABSENT, "password": "twelve or more"}),
    (DEVELOPERS, "POST", OWN, {"name": "A", "description": "d", "redirect_uri": "https://shop.example.com"}),
    (DEVELOPERS, "PATCH", f"{OWN}/{{own}}", {"name": "A", "description": "d"}),
    (DEVELOPERS, "POST", f"{OWN}/{{own}}/credentials", {"display_name": "k"}),
    (DEVELOPERS, "POST", f"{OWN}/{{own}}/registrations", {"api_id": ABSENT}),
    (IDENTITY, "POST", "/teams", {"name": "T", "description": "d", **LABELS}),
    (IDENTITY, "POST", "/invites", {"email": "b@example.com"}),
    (IDENTITY, "PATCH", "/users/{operator}", {"full_name": "Ada", "preferred_name": "A"}),
    (IDENTITY, "POST", "/system-accounts", {"name": "S", "description": "d"}),
    (IDENTITY, "PATCH", "/authentication-settings", {"basic_auth_enabled": True, "konnect_mapping_enabled": True}),
    (IDENTITY, "POST", "/identity-providers", {"type": "oidc", "login_path": "x", "config": PROVIDER}),
    (IDENTITY, "PATCH", "/identity-provider", {"issuer": "https://id.example.com", "client_id": "c", "scopes": ["x"]}),
    (AUDIT, "POST", "/audit-log-destinations", DESTINATION),
    (PORTALS, "PATCH", f"{PORTAL}/audit-log-webhook", {"enabled": False, "audit_log_destination_id": ABSENT}),
)


def world(operator: Operator, stem: str) -> dict[str, str]:
    """One of each thing that the operations act on, by the names that paths have; all of one name."""
    portal = operator.post("/v3/portals", {"name": stem})["id"]
    api = operator.post("/v3/apis", {"name": stem})["id"]
    at = f"/v3/portals/{portal}"
    developer = operator.post(f"{at}/developers", {"email": "a@example.com", "full_name": "A", "status": "approved"})
    owner = {"type": "developer", "id": developer["id"]}
    keys = {"name": stem, "display_name": "L", "strategy_type": "key_auth", "configs": KEYS}
    made = {
        "developer": developer,
        "page": operator.post(f"{at}/pages", {"slug": stem, "content": ""}),
        "snippet": operator.post(f"{at}/snippets", {"name": stem, "content": ""}),
        "team": operator.post(f"{at}/teams", {"name": stem}),
        "application": operator.post(f"{at}/applications", {"name": stem, "owner": owner}),
        "document": operator.post(f"/v3/apis/{api}/documents", {"content": "# L"}),
        "package": operator.post("/v3/api-packages", {"name": f"{stem} package"}),
        "strategy": operator.post("/v2/application-auth-strategies", keys),
        "plane": operator.post("/v2/control-planes", {"name": stem}),
    }
    known = {"portal": portal, "api": api, "template": "reset-password"}
    known["operator"] = operator.get("/v3/users/me")["id"]
    return {**known, **{name: thing["id"] for name, thing in made.items()}}


def signed_in(portico: Portico, operator: Operator, portal: str) -> Developer:
    """A developer of a portal with a session."""
    shown = operator.patch(f"/v3/portals/{portal}", {"auto_approve_developers": True})
    developer = Developer(portico, shown, "ada@example.com")
    developer.sign_up()
    developer.sign_in()
    return developer


class Contract:
    """An OpenAPI document and the schemas of its bodies."""

    def __init__(self, path: Path):
        loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
        self.document = yaml.load(path.read_text(), Loader=loader)

    def body(self, method: str, path: str) -> dict:
        """The schema of an operation's body; names of path parameters may differ."""
        wanted = re.sub(r"\{[^}]+\}", "{}", path)
        for known, item in self.document["paths"].items():
            if re.sub(r"\{[^}]+\}", "{}", known) == wanted and method.lower() in item:
                request = self.resolved(item[method.lower()]["requestBody"])
                return request["content"]["application/json"]["schema"]
        raise AssertionError(f"no {method} {path} in the contract")

    def resolved(self, node: dict) -> dict:
        """What a node or the references from it lead to."""
        while "$ref" in node:
            target: Any = self.document
            for step in node["$ref"].removeprefix("#/").split("/"):
                target = target[step]
            node = target
        return node

    def schema(self, node: dict, value: Any = None) -> dict:
        """A schema with references followed, parts merged, and of alternatives the one that fits a value."""
        found = dict(self.resolved(node))
        choices = found.pop("oneOf", None) or found.pop("anyOf", None)
        parts = [*found.pop("allOf", ()), *self._fitting(choices or (), value)]
        for part in (self.schema(part, value) for part in parts):
            properties = {**found.get("properties", {}), **part.get("properties", {})}
            required = [*found.get("required", ()), *part.get("required", ())]
            found = {**part, **found, "required": required} | ({"properties": properties} if properties else {})
        return found

    def _fitting(self, choices: Any, value: Any) -> list[dict]:
        names = set(value) if isinstance(value, dict) else set()
        return [part for part in choices if names <= set(self.schema(part).get("properties", names))][:1]


def faults(contract: Contract, node: dict, value: Any, field: str = "") -> Iterator[tuple[str, Any, str]]:
    """Faulty values in place of a good one: the field that is wrong, the value, and what is wrong with it."""
    schema = contract.schema(node, value)
    if isinstance(value, dict) and schema.get("properties"):
        yield from _of_members(contract, schema, value, field)
    elif isinstance(value, list):
        yield field, {}, "no array"
        if schema.get("minItems", 0) > 0:
            yield field, [], "too few items"
        for name, fault, what in faults(contract, schema["items"], value[0], f"{field}[0]"):
            yield name, [fault, *value[1:]], what
    else:
        yield from ((field, fault, what) for fault, what in _of_scalar(schema, value))


def _of_members(contract: Contract, schema: dict, value: dict, field: str) -> Iterator[tuple[str, Any, str]]:
    prefix = f"{field}." if field else ""
    if field:
        yield field, [], "no object"
    if schema.get("additionalProperties") is False:
        yield f"{prefix}zz_unknown", {**value, "zz_unknown": 1}, "an unknown property"
    for name in schema.get("required", ()):
        if name in value:
            yield prefix + name, {key: part for key, part in value.items() if key != name}, "missing"
            yield prefix + name, {**value, name: None}, "null"
    for name, part in value.items():
        for where, fault, what in faults(contract, schema["properties"][name], part, prefix + name):
            yield where, {**value, name: fault}, what


def _of_scalar(schema: dict, value: Any) -> Iterator[tuple[Any, str]]:
    wrong = {str: (7, True, {}, []), bool: ("true", 1), int: ("1", 1.5, True)}.get(type(value), ())
    yield from ((fault, f"{fault!r}") for fault in wrong)
    if not isinstance(value, str):
        bounds = ((name, step) for name, step in (("minimum", -1), ("maximum", 1)) if name in schema)
        yield from ((schema[name] + step, "out of range") for name, step in bounds)
        return
    if "enum" in schema:
        yield "zz-bogus", "another value"
    elif schema.get("format") == "uuid":
        yield "no-uuid", "no UUID"
    elif "maxLength" in schema:
        yield value[:1] + "a" * schema["maxLength"], "too long"
    if schema.get("minLength", 0) > 0 and "enum" not in schema:
        yield "", "empty"


def filled(value: Any, names: dict[str, str]) -> Any:
    """The value with the names in braces replaced."""
    if isinstance(value, dict):
        return {key: filled(part, names) for key, part in value.items()}
    if isinstance(value, list):
        return [filled(part, names) for part in value]
    return re.sub(r"\{(\w+)\}", lambda found: names[found[1]], value) if isinstance(value, str) else value


def judge(contracts: Path, portico: Portico, token: str) -> tuple[int, int]:
    """Prints every fault that is not refused by its name; gives how many were, and how many were not."""
    operator = Operator(portico, token)
    names, passed, failed = world(operator, "limits"), 0, 0
    known = {name: Contract(contracts / f"{name}.yaml") for name in PREFIX}
    developer = signed_in(portico, operator, names["portal"])
    names["own"] = developer.application("limits")["id"]
    print("limits of bodies:", flush=True)
    for contract, method, path, body in BODIES:
        caller = developer if contract == DEVELOPERS else operator
        schema, good = known[contract].body(method, path), filled(copy.deepcopy(body), names)
        for field, fault, what in faults(known[contract], schema, good):
            answer = caller.send(method, PREFIX[contract] + filled(path, names), fault)
            problem = answer.json() if answer.status_code == 400 else {}
            if field in [one["field"] for one in problem.get("invalid_parameters", ())]:
                passed += 1
            else:
                failed += 1
                print(f"  FAIL     {method} {path}: {field} {what}: {answer.status_code} {answer.text[:200]}")
    print(f"  limits: {passed} kept, {failed} not")
    return passed, failed
