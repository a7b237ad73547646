#!/usr/bin/env python3
"""Lives every resource through as a tool does that keeps resources as code, on both engines.

Create, read, plan: nothing differs from what was asked for. Change, plan: nothing differs. Change again in the same
way: nothing changes. Delete: it is gone. Every resource that the served document lets callers make, read alone and
delete must be named here.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from harness.api import Operator
from harness.portico import UNLIMITED, Portico
from harness.postgres import Postgres

DESCRIPTION = "openapi: 3.0.3\ninfo: {title: Orders, version: 1.0.0}\npaths: {}\n"
OTHER = DESCRIPTION.replace("Orders", "Bookings")


@dataclass(frozen=True)
class Resource:
    """Where a resource is made, as what, and which changes it goes through. `?` names are filled by the world."""

    collection: str
    body: dict[str, Any]
    changes: tuple[dict[str, Any], ...] = ()
    method: str = "PATCH"
    # What is written and told otherwise.
    untold: tuple[str, ...] = ()
    # What stands at the end of its address.
    identity: str = "id"


PORTAL, API, PACKAGE = "/v3/portals/{portalId}", "/v3/apis/{apiId}", "/v3/api-packages/{packageId}"
ENTITIES = "/v2/control-planes/{controlPlaneId}/core-entities"
TEXT = {"title": "Guide", "content": "# Guide", "slug": "guide", "status": "published"}
LABELS = {"labels": {"team": "shop", "stage": "test"}}
RELABELLED = ({"labels": {"stage": None}}, {"labels": {"stage": "live"}})
MERGED = ("labels", "attributes", "config")

RESOURCES = (
    Resource(
        "/v3/portals",
        {"name": "cycle", "display_name": "Cycle", "description": "For partners", "rbac_enabled": True, **LABELS},
        ({"description": None}, {"display_name": "Round", "auto_approve_developers": True}, *RELABELLED),
    ),
    Resource(
        f"{PORTAL}/developers",
        {"full_name": "Ada Lovelace", "email": "cycle@example.com"},
        ({"status": "revoked"}, {"status": "approved"}),
    ),
    Resource(f"{PORTAL}/pages", TEXT | {"visibility": "private"}, ({"content": "# Other"}, {"status": "unpublished"})),
    Resource(
        f"{PORTAL}/snippets",
        {"name": "hint", "content": "Mind the gap", "status": "published", "visibility": "public"},
        ({"content": "Mind the step"}, {"visibility": "private"}),
    ),
    Resource(f"{PORTAL}/teams", {"name": "Cyclists", "description": "Two wheels"}, ({"description": "Three"},)),
    Resource(
        f"{PORTAL}/applications",
        {"name": "Shop", "owner": "?owner", "auth_strategy_id": "?strategy"},
        ({"owner": "?other"},),
        untold=("owner", "auth_strategy_id"),
    ),
    Resource(
        f"{PORTAL}/applications/{{applicationId}}/registrations",
        {"api_id": "?apiId"},
        ({"status": "approved"}, {"status": "revoked"}),
        untold=("api_id",),
    ),
    Resource(
        "/v2/application-auth-strategies",
        {
            "name": "cycle",
            "display_name": "Cycle",
            "strategy_type": "key_auth",
            "configs": {"key-auth": {"key_names": ["x-cycle"]}},
            **LABELS,
        },
        ({"display_name": "Round"}, {"configs": {"key-auth": {"key_names": ["x-round"]}}}, *RELABELLED),
    ),
    Resource(
        "/v3/apis",
        {"name": "Cycle", "version": "1.0.0", "description": "Turns", "attributes": {"team": ["shop"]}, **LABELS},
        ({"description": None}, {"version": "2.0.0"}, {"attributes": {"team": ["shop", "desk"]}}, *RELABELLED),
    ),
    Resource(
        f"{API}/versions", {"version": "7", "spec": {"content": DESCRIPTION}}, ({"spec": {"content": OTHER}},)
    ),
    Resource(f"{API}/specifications", {"content": DESCRIPTION}, ({"content": OTHER},)),
    Resource(f"{API}/documents", TEXT, ({"content": "# Other"}, {"title": "Manual", "status": "unpublished"})),
    Resource(f"{API}/implementations", {"service": "?service"}),
    Resource(
        "/v3/api-packages",
        {"name": "Cycle bundle", "rate_limiting_config": {"limit": 10, "duration": "minutes"}, **LABELS},
        ({"rate_limiting_config": None}, {"description": "Both"}, *RELABELLED),
    ),
    Resource(f"{PACKAGE}/documents", TEXT, ({"content": "# Other"},)),
    Resource(
        "/v2/control-planes",
        {"name": "cycle", "description": "Turns", **LABELS},
        ({"description": "Rounds"}, *RELABELLED),
    ),
    Resource(
        f"{PORTAL}/identity-providers",
        {"type": "oidc", "config": {"issuer_url": "https://id.example.com", "client_id": "cycle"}},
        ({"config": {"client_id": "round"}}, {"config": {"scopes": ["openid", "email"]}}),
    ),
    Resource(
        "/v3/portals/{mappedId}/identity-providers/{providerId}/team-group-mappings",
        {"team_id": "?team", "group": "/cyclists"},
    ),
    Resource(
        f"{PORTAL}/ip-allow-list", {"allowed_ips": ["192.0.2.0/24"]}, ({"allowed_ips": ["192.0.2.0/24", "::1/128"]},)
    ),
    Resource("/v3/portals/email-domains", {"domain": "cycle.example.com"}, identity="domain"),
    Resource(
        "/v2/dcr-providers",
        {
            "name": "cycle",
            "provider_type": "http",
            "issuer": "https://id.example.com",
            "dcr_config": {"dcr_base_url": "https://dcr.example.com", "api_key": "key_of_the_bridge"},
            **LABELS,
        },
        ({"display_name": "Round"}, {"dcr_config": {"disable_event_hooks": True}}, *RELABELLED),
        untold=("dcr_config",),
    ),
    Resource(
        "/v3/teams", {"name": "cycle", "description": "Two wheels", **LABELS}, ({"description": "Three"}, *RELABELLED)
    ),
    Resource("/v3/system-accounts", {"name": "cycle", "description": "Turns"}, ({"description": "Rounds"},)),
    Resource(
        "/v3/system-accounts/{accountId}/access-tokens",
        {"name": "cycle", "expires_at": "?later"},
        ({"name": "round"},),
        untold=("expires_at",),
    ),
    Resource(
        "/v3/users/{userId}/access-tokens",
        {"name": "cycle", "expires_at": "?later"},
        ({"name": "round"},),
        untold=("expires_at",),
    ),
    Resource(
        "/v3/identity-providers",
        {
            "type": "oidc",
            "login_path": "cycle",
            "config": {"issuer_url": "https://id.example.com", "client_id": "cycle"},
        },
        ({"config": {"client_id": "round"}}, {"login_path": "round"}, {"enabled": True}, {"enabled": False}),
    ),
    Resource(
        "/v3/identity-providers/{operatorProviderId}/team-group-mappings", {"team_id": "?teamId", "group": "/cyclists"}
    ),
    *(
        Resource(
            f"/v3/{holder}/assigned-roles",
            {"entity_type_name": "Portals", "role_name": "Viewer", "entity_id": "?portalId", "entity_region": "*"},
        )
        for holder in ("teams/{teamId}", "users/{userId}", "system-accounts/{accountId}")
    ),
    *(
        Resource(
            f"/{version}/audit-log-destinations",
            {
                "name": "cycle",
                "endpoint": "https://audit.example.com/events",
                "authorization": "Bearer cycle",
                "log_format": "json",
            },
            ({"name": "round"}, {"log_format": "cef"}),
            untold=("authorization",),
        )
        for version in ("v2", "v3")
    ),
    Resource(
        f"{ENTITIES}/services",
        {"name": "cycle", "host": "example.com", "path": "/v1", "retries": 3, "tags": ["a"]},
        ({"name": "cycle", "host": "example.org", "port": 8443, "protocol": "https"},),
        method="PUT",
    ),
    Resource(
        f"{ENTITIES}/routes",
        {"name": "cycle", "paths": ["/cycle"], "methods": ["GET"]},
        ({"name": "cycle", "paths": ["/round"]},),
        method="PUT",
    ),
    Resource(
        f"{ENTITIES}/plugins",
        {"name": "cors", "config": {"origins": ["https://example.com"]}, "enabled": False},
        ({"name": "cors", "config": {"origins": ["*"]}},),
        method="PUT",
        untold=("config",),
    ),
    Resource(
        f"{ENTITIES}/consumers", {"username": "cycle"}, ({"username": "round", "custom_id": "7"},), method="PUT"
    ),
    Resource(
        f"{ENTITIES}/services/{{serviceId}}/routes",
        {"name": "nested", "paths": ["/nested"]},
        ({"name": "nested", "paths": ["/deeper"]},),
        method="PUT",
    ),
    *(
        Resource(
            f"{ENTITIES}/{parent}/plugins",
            {"name": "cors", "config": {"origins": ["https://example.com"]}},
            ({"name": "cors", "enabled": False},),
            method="PUT",
            untold=("config",),
        )
        for parent in ("services/{serviceId}", "routes/{routeId}")
    ),
    Resource(
        f"{ENTITIES}/consumers/{{consumerId}}/key-auth", {"key": "first-key"}, ({"key": "second-key"},), method="PUT"
    ),
)


def world(operator: Operator) -> dict[str, Any]:
    """What resources stand below and refer to, by the names in their paths."""
    plane = operator.post("/v2/control-planes", {"name": "parent"})["id"]
    entities = ENTITIES.replace("{controlPlaneId}", plane)
    portal = operator.post("/v3/portals", {"name": "parent", "authentication_enabled": True})["id"]
    developer, other = (approved(operator, portal, name) for name in ("Ada", "Bo"))
    strategy = operator.get("/v2/application-auth-strategies")["data"][0]["id"]
    api = operator.post("/v3/apis", {"name": "Parent"})["id"]
    operator.publish(api, portal, visibility="public")
    service = operator.post(f"{entities}/services", {"name": "parent", "host": "example.com"})["id"]
    owner = {"type": "developer", "id": developer}
    application = {"name": "Parent", "owner": owner, "auth_strategy_id": strategy}
    oidc = {"type": "oidc", "config": {"issuer_url": "https://id.example.com", "client_id": "parent"}}
    saml = {"type": "saml", "config": {"idp_metadata_url": "https://id.example.com/metadata"}}
    mapped = operator.post("/v3/portals", {"name": "mapped", "authentication_enabled": True})["id"]
    return {
        "portalId": portal,
        "apiId": api,
        "packageId": operator.post("/v3/api-packages", {"name": "Parent bundle"})["id"],
        "controlPlaneId": plane,
        "applicationId": operator.post(f"/v3/portals/{portal}/applications", application)["id"],
        "serviceId": service,
        "routeId": operator.post(f"{entities}/routes", {"name": "parent", "paths": ["/parent"]})["id"],
        "consumerId": operator.post(f"{entities}/consumers", {"username": "parent"})["id"],
        "mappedId": mapped,
        "providerId": operator.post(f"/v3/portals/{mapped}/identity-providers", oidc)["id"],
        "team": operator.post(f"/v3/portals/{mapped}/teams", {"name": "Parents"})["id"],
        "owner": owner,
        "other": {"type": "developer", "id": other},
        "strategy": strategy,
        "service": {"control_plane_id": plane, "id": service},
        "operatorProviderId": operator.post("/v3/identity-providers", saml)["id"],
        "teamId": operator.post("/v3/teams", {"name": "Parents"})["id"],
        "accountId": operator.post("/v3/system-accounts", {"name": "parent", "description": "Parent"})["id"],
        "userId": operator.get("/v3/users/me")["id"],
        "later": f"{datetime.now(UTC) + timedelta(days=30):%Y-%m-%dT%H:%M:%S}.000Z",
    }


def approved(operator: Operator, portal: str, name: str) -> str:
    """A developer who may have applications."""
    fields = {"full_name": name, "email": f"{name.lower()}@example.com"}
    developer = operator.post(f"/v3/portals/{portal}/developers", fields)["id"]
    operator.patch(f"/v3/portals/{portal}/developers/{developer}", {"status": "approved"})
    return developer


def filled(value: Any, known: dict[str, Any]) -> Any:
    """The value with what the world has in place of `?` names and of parameters."""
    if isinstance(value, dict):
        return {name: filled(inner, known) for name, inner in value.items()}
    if isinstance(value, str) and value.startswith("?"):
        return known[value[1:]]
    return value.format_map(known) if isinstance(value, str) and value.startswith("/v") else value


def merged(wanted: dict[str, Any], change: dict[str, Any]) -> dict[str, Any]:
    """What is wanted after the change: some objects are merged, null takes away."""
    after = dict(wanted)
    for name, value in change.items():
        inner = isinstance(value, dict) and isinstance(wanted.get(name), dict) and name in MERGED
        after[name] = {k: v for k, v in (wanted[name] | value).items() if v is not None} if inner else value
    return after


def drift(wanted: Any, told: Any, place: str = "") -> Iterator[str]:
    """Where what is told differs from what is wanted; what was never wanted may be anything."""
    if isinstance(wanted, dict) and isinstance(told, dict):
        for name, value in wanted.items():
            yield from drift(value, told.get(name), f"{place}.{name}" if place else name)
    elif wanted != told and not (wanted is None and told in ("", None)):
        yield f"{place} is {told!r}, not {wanted!r}"


def live(resource: Resource, operator: Operator, known: dict[str, Any]) -> None:
    """One life, from creation to deletion."""
    path, body = filled(resource.collection, known), filled(resource.body, known)
    made = operator.post(path, body)
    item = f"{path}/{made[resource.identity]}"
    wanted = {name: value for name, value in body.items() if name not in resource.untold}
    plan(wanted, operator.get(item), "creation")
    for change in resource.changes:
        change = filled(change, known)
        operator.call(resource.method, item, change)
        changed = {name: value for name, value in change.items() if name not in resource.untold}
        wanted = merged(wanted, changed) if resource.method == "PATCH" else changed
        read = operator.get(item)
        plan(wanted, read, f"{change}")
        operator.call(resource.method, item, change)
        again = operator.get(item)
        assert again == read, f"the same change again gave {list(drift(read, again))}"
    operator.delete(item)
    operator.call("GET", item, expect=404)


def plan(wanted: dict[str, Any], told: dict[str, Any], after: str) -> None:
    found = list(drift(wanted, told))
    assert not found, f"after {after}: {'; '.join(found)}"


def missing(document: dict[str, Any]) -> list[str]:
    """The resources of the document that this list does not name."""

    def shape(path: str) -> str:
        return "/".join("{}" if part.startswith("{") else part for part in path.split("/"))

    named, found = {shape(resource.collection) for resource in RESOURCES}, []
    paths = {shape(path): operations for path, operations in document["paths"].items()}
    for path, operations in paths.items():
        if not path.endswith("/{}") or not {"get", "delete"} <= operations.keys():
            continue
        collection = path.removesuffix("/{}")
        create = paths.get(collection, {}).get("post")
        if create and "nothing can be added" not in create.get("description", "") and collection not in named:
            found.append(collection)
    return found


def judge(engine: str, portico: Portico) -> tuple[int, int]:
    """Lives every resource through; gives how many did well and how many did not."""
    operator = Operator(portico, portico.set_up())
    unnamed = missing(operator.get("/openapi.json"))
    for collection in unnamed:
        print(f"  FAIL     {collection}: no cycle is written for it")
    known, failed = world(operator), 0
    for resource in RESOURCES:
        try:
            live(resource, operator, known)
        except AssertionError as error:
            failed += 1
            print(f"  FAIL     {resource.collection}: {error}")
    print(f"  {engine}: {len(RESOURCES) - failed} of {len(RESOURCES)} resources live as planned", flush=True)
    return len(RESOURCES) - failed, failed + len(unnamed)


def main() -> int:
    with Portico(gateway=False, extra=UNLIMITED) as portico:
        embedded = judge("sqlite", portico)
    with Postgres() as server, Portico(server.new_database(), gateway=False, extra=UNLIMITED) as portico:
        shared = judge("postgresql", portico)
    passed, failed = (embedded[0] + shared[0], embedded[1] + shared[1])
    print(f"\n{passed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
