"""How operators sign in: settings, identity providers, and which of their groups are teams."""

import uuid

from world import World, complaint, found_by, ids

OIDC = {
    "type": "oidc",
    "login_path": "shop",
    "config": {
        "issuer_url": "https://id.example.com",
        "client_id": "console",
        "client_secret": "secret-of-the-console",
        "scopes": ["openid", "email", "profile"],
        "claim_mappings": {"name": "name", "email": "email", "groups": "roles"},
    },
}
SAML = {"type": "saml", "config": {"idp_metadata_url": "https://id.example.com/saml/metadata"}}


def without_a_provider_there_is_nothing_to_map(world: World):
    assert world.identity("get-identity-providers", expect=200).body == []
    world.identity("get-idp-configuration", expect=404)
    world.identity("get-idp-team-mappings", expect=412)
    world.identity("update-idp-team-mappings", json={"mappings": []}, expect=412)
    world.identity("get-team-group-mappings", expect=400)
    world.identity("patch-team-group-mappings", json={"data": []}, expect=400)


def the_settings_say_how_operators_sign_in(world: World):
    world.settings = world.identity("get-authentication-settings", expect=200).body
    assert world.settings["basic_auth_enabled"] is True
    assert not world.settings["oidc_auth_enabled"] and not world.settings["saml_auth_enabled"]


def groups_need_an_enabled_provider(world: World):
    change = {"idp_mapping_enabled": True}
    refused = world.identity("update-authentication-settings", json=change, expect=400)
    assert "cannot be enabled when no IdP is enabled" in complaint(refused, "idp_mapping_enabled")["reason"]


def a_provider_is_created_and_keeps_its_secret(world: World):
    world.oidc = world.identity("create-identity-provider", json=OIDC, expect=201)
    world.undo(world.identity, "delete-identity-provider", world.oidc["id"])
    told = {name: value for name, value in OIDC["config"].items() if name != "client_secret"}
    assert world.oidc["config"] == told and world.oidc["login_path"] == "shop"
    assert world.oidc["enabled"] is False
    found = world.identity("get-identity-provider", world.oidc["id"], expect=200)
    assert found.body == world.oidc.body
    world.identity("create-identity-provider", json=OIDC, expect=409)
    world.identity("get-identity-provider", str(uuid.uuid4()), expect=404)


def a_provider_needs_what_its_type_asks_for(world: World):
    refused = world.identity("create-identity-provider", json={"type": "saml", "config": {}}, expect=400)
    assert complaint(refused, "config.idp_metadata_url")


def a_second_type_stands_beside_it(world: World):
    world.saml = world.identity("create-identity-provider", json=SAML, expect=201)
    world.undo(world.identity, "delete-identity-provider", world.saml["id"])
    assert {"sp_metadata_url", "sp_entity_id", "login_url", "callback_url"} <= world.saml["config"].keys()
    query = {"filter[type][eq]": "saml"}
    listed = world.identity("get-identity-providers", params=query, expect=200).body
    assert [provider["id"] for provider in listed] == [world.saml["id"]]


def one_provider_is_enabled(world: World):
    on = {"enabled": True}
    assert world.identity("update-identity-provider", world.oidc["id"], json=on, expect=200)["enabled"] is True
    world.identity("update-identity-provider", world.saml["id"], json=on, expect=409)
    settings = world.identity("get-authentication-settings", expect=200)
    assert (settings["oidc_auth_enabled"], settings["saml_auth_enabled"]) == (True, False)


def a_change_names_what_it_changes(world: World):
    change = {"config": {"issuer_url": "https://id.example.com", "client_id": "desk"}}
    changed = world.identity("update-identity-provider", world.oidc["id"], json=change, expect=200)
    assert changed["config"]["client_id"] == "desk" and changed["login_path"] == "shop"
    assert changed["config"]["claim_mappings"]["groups"] == "roles"


def groups_may_decide_now(world: World):
    change = {"idp_mapping_enabled": True, "konnect_mapping_enabled": True}
    changed = world.identity("update-authentication-settings", json=change, expect=200)
    assert changed["idp_mapping_enabled"] is True
    assert world.identity("get-authentication-settings", expect=200).body == changed.body


def a_group_is_mapped_to_a_team_once(world: World):
    world.team = world.identity("create-team", json={"name": world.unique("team")}, expect=201)["id"]
    world.undo(world.identity, "delete-team", world.team)
    body = {"team_id": world.team, "group": "writers"}
    made = world.identity("create-idp-team-group-mapping", world.oidc["id"], json=body, expect=201)
    assert {name: made[name] for name in body} == body
    world.identity("create-idp-team-group-mapping", world.oidc["id"], json=body, expect=409)
    path = (world.oidc["id"], made["id"])
    assert world.identity("get-idp-team-group-mapping", *path, expect=200).body == made.body
    listed = found_by(world.identity, "list-idp-team-group-mappings", world.oidc["id"], team_id=world.team)
    assert listed == [made["id"]]
    assert ids(world.identity("list-idp-team-group-mappings", world.oidc["id"], expect=200)) == [made["id"]]
    world.identity("delete-idp-team-group-mapping", *path, expect=204)
    world.identity("get-idp-team-group-mapping", *path, expect=404)


def the_older_address_shows_the_same_provider(world: World):
    found = world.identity("get-idp-configuration", expect=200)
    assert (found["issuer"], found["client_id"], found["login_path"]) == ("https://id.example.com", "desk", "shop")
    changed = world.identity("update-idp-configuration", json={"client_id": "console"}, expect=200)
    assert changed["client_id"] == "console"
    provider = world.identity("get-identity-provider", world.oidc["id"], expect=200)
    assert provider["config"]["client_id"] == "console"


def groups_are_replaced_by_team(world: World):
    body = {"data": [{"team_id": world.team, "groups": ["editors", "writers"]}]}
    replaced = world.identity("patch-team-group-mappings", json=body, expect=200)
    assert replaced["data"] == body["data"]
    assert world.identity("get-team-group-mappings", expect=200)["data"] == body["data"]
    stranger = {"data": [{"team_id": str(uuid.uuid4()), "groups": ["x"]}]}
    world.identity("patch-team-group-mappings", json=stranger, expect=400)


def teams_are_replaced_by_group(world: World):
    body = {"mappings": [{"group": "writers", "team_ids": [world.team]}]}
    replaced = world.identity("update-idp-team-mappings", json=body, expect=200)
    assert replaced["data"] == body["mappings"]
    assert world.identity("get-idp-team-mappings", expect=200)["data"] == body["mappings"]


def nobody_without_rights_reads_any_of_it(world: World):
    account = world.identity(
        "post-system-accounts",
        json={"name": world.unique("account"), "description": "Robot", "konnect_managed": False},
        expect=201,
    )
    world.undo(world.identity, "delete-system-accounts-id", account["id"])
    body = {"name": "t", "expires_at": "2999-01-01T00:00:00Z"}
    token = world.identity("post-system-accounts-id-access-tokens", account["id"], json=body, expect=201)["token"]
    robot, visitor = world.bearing(token, "identity-v3"), world.bearing(None, "identity-v3")
    robot("get-identity-provider", world.oidc["id"], expect=(403, 404))
    robot("update-identity-provider", world.oidc["id"], json={"enabled": False}, expect=(403, 404))
    visitor("get-identity-provider", world.oidc["id"], expect=401)
    visitor("delete-identity-provider", world.oidc["id"], expect=401)


def with_the_providers_everything_goes_back(world: World):
    for provider in (world.oidc, world.saml):
        world.identity("delete-identity-provider", provider["id"], expect=204)
    assert world.identity("get-authentication-settings", expect=200).body == world.settings
