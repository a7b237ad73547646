"""The main journey by API: from an empty installation to a key that works, and to its end."""

import json

from harness.api import Developer, expect_gateway, gateway_status
from harness.process import ROOT

ADDRESS = "ada@example.com"


def description(gateway: str) -> str:
    text = (ROOT / "Tests" / "Browser" / "description.yaml").read_text()
    return text.replace("{{ gateway }}", gateway)


def test_a_service_and_a_route_carry_traffic(world):
    world.plane = world.operator.control_plane()
    world.service = world.operator.proxy(world.plane, "httpbin", world.upstream.address)
    world.operator.post(f"/v2/control-planes/{world.plane}/core-entities/plugins", {"name": "cors"})
    expect_gateway(world.gateway, 200)


def test_a_private_portal_has_the_defaults_of_a_private_one(world):
    world.portal = world.operator.post("/v3/portals", {"name": "portal1", "authentication_enabled": True})
    assert world.portal["default_api_visibility"] == "private"
    assert world.portal["rbac_enabled"] is False
    assert world.portal["auto_approve_applications"] is False
    assert world.portal["default_application_auth_strategy_id"]
    assert world.portal["default_domain"].startswith("portal1.")


def test_a_developer_who_signed_up_waits_for_approval(world):
    world.developer = Developer(world.portico, world.portal, ADDRESS)
    world.developer.sign_up()
    world.developer.sign_in(expect=401)
    assert world.operator.developer(world.portal["id"], ADDRESS)["status"] == "pending"


def test_an_approved_developer_signs_in_to_an_empty_catalog(world):
    world.operator.set_developer(world.portal["id"], ADDRESS, "approved")
    world.portico.mailbox.expect(ADDRESS, count=2)
    world.developer.sign_in()
    assert world.developer.get("/api/v3/apis")["data"] == []


def test_an_api_takes_its_name_and_version_from_its_description(world):
    content = description(world.gateway)
    world.api = world.operator.post("/v3/apis", {"name": "httpbin", "spec_content": content})
    assert (world.api["name"], world.api["version"], world.api["slug"]) == ("httpbin", "1.0.0", "httpbin-1")
    document = {"title": "doc1", "slug": "doc1", "content": "# Hello\n\nHow to begin.", "status": "published"}
    world.operator.post(f"/v3/apis/{world.api['id']}/documents", document)


def test_a_private_publication_is_seen_by_those_who_signed_in(world):
    world.operator.publish(world.api["id"], world.portal["id"], visibility="private")
    seen = world.developer.get("/api/v3/apis")["data"]
    assert [api["id"] for api in seen] == [world.api["id"]]
    stranger = Developer(world.portico, world.portal, "nobody@example.com")
    assert stranger.send("GET", f"/api/v3/apis/{world.api['id']}").status_code in (401, 404)


def test_a_linked_service_asks_for_a_key(world):
    world.operator.link(world.api["id"], world.plane, world.service["id"])
    expect_gateway(world.gateway, 401)


def test_with_rbac_a_developer_sees_what_a_team_of_theirs_may(world):
    portal = world.portal["id"]
    world.operator.patch(f"/v3/portals/{portal}", {"rbac_enabled": True})
    assert world.developer.get("/api/v3/apis")["data"] == []
    team = world.operator.post(f"/v3/portals/{portal}/teams", {"name": "partners"})
    member = world.operator.developer(portal, ADDRESS)["id"]
    world.operator.post(f"/v3/portals/{portal}/teams/{team['id']}/developers", {"id": member})
    role = {
        "role_name": "API Consumer",
        "entity_id": world.api["id"],
        "entity_type_name": "Services",
        "entity_region": "*",
    }
    world.operator.post(f"/v3/portals/{portal}/teams/{team['id']}/assigned-roles", role)
    assert [api["id"] for api in world.developer.get("/api/v3/apis")["data"]] == [world.api["id"]]
    assert gateway_status(world.gateway) == 401


def test_a_key_works_when_its_registration_is_approved(world):
    world.application = world.developer.application("Shop")
    world.registration = world.developer.register(world.application["id"], world.api["id"])
    assert world.registration["status"] == "pending"
    world.credential = world.developer.key(world.application["id"])
    world.key = world.credential["credential"]
    assert world.key.startswith("ptk_")
    assert gateway_status(world.gateway, world.key) == 401
    approve(world, "approved")
    expect_gateway(world.gateway, 200, world.key)


def test_revoking_the_registration_stops_the_key_and_approving_revives_it(world):
    approve(world, "revoked")
    expect_gateway(world.gateway, 401, world.key)
    approve(world, "approved")
    expect_gateway(world.gateway, 200, world.key)


def test_a_revoked_developer_may_not_call_and_an_approved_one_may_again(world):
    portal = world.portal["id"]
    world.operator.set_developer(portal, ADDRESS, "revoked")
    expect_gateway(world.gateway, 403, world.key)
    world.operator.set_developer(portal, ADDRESS, "approved")
    expect_gateway(world.gateway, 200, world.key)
    world.developer.sign_in()


def test_a_data_plane_apart_outlives_its_control_plane(world):
    if not world.apart:
        world.portico.kill()
        world.portico.start()
        assert gateway_status(world.gateway, world.key) == 200
        assert gateway_status(world.gateway) == 401
        return
    world.portico.kill()
    assert gateway_status(world.gateway, world.key) == 200
    world.data_plane.kill()
    world.data_plane.start()
    assert gateway_status(world.gateway, world.key) == 200
    assert gateway_status(world.gateway) == 401
    world.portico.start()


def test_nothing_is_lost_when_the_process_is_killed(world):
    assert world.operator.get(f"/v3/portals/{world.portal['id']}")["rbac_enabled"] is True
    assert world.developer.get("/api/v3/developer/me")["email"] == ADDRESS
    listed = world.developer.get(f"/api/v3/applications/{world.application['id']}/credentials")
    assert [key["id"] for key in listed["data"]] == [world.credential["id"]]
    assert world.key not in json.dumps(listed)


def test_a_deleted_key_stops_within_two_seconds(world):
    path = f"/api/v3/applications/{world.application['id']}/credentials/{world.credential['id']}"
    world.developer.delete(path)
    expect_gateway(world.gateway, 401, world.key)


def test_the_keys_of_a_deleted_developer_stop_within_two_seconds(world):
    key = world.developer.key(world.application["id"], "second")["credential"]
    expect_gateway(world.gateway, 200, key)
    portal = world.portal["id"]
    member = world.operator.developer(portal, ADDRESS)["id"]
    world.operator.delete(f"/v3/portals/{portal}/developers/{member}")
    expect_gateway(world.gateway, 401, key)
    assert world.developer.send("GET", "/api/v3/developer/me").status_code == 401


def approve(world, status: str) -> None:
    """Sets the state of the journey's registration."""
    world.operator.set_registration(
        world.portal["id"], world.application["id"], world.registration["id"], status
    )
