"""What holds for the tokens of everybody in the organization, and from where it is open."""

import uuid

from world import World, complaint


def an_operator_has_a_token(world: World):
    me = world.identity("get-users-me", expect=200)
    body = {"name": world.unique("organization"), "ttl_seconds": 7 * 86_400}
    world.token = world.identity("create-personal-access-token", me["id"], json=body, expect=201)
    world.undo(world.identity, "delete-personal-access-token", me["id"], world.token["id"])
    world.organization = world.identity("get-organizations-me", expect=200)["id"]
    world.rules = world.bearing(world.token["konnect_token"], "organizations-v3")


def the_tokens_of_all_are_listed(world: World):
    page = world.rules("list-organizations-personal-access-tokens", world.organization, expect=200)
    assert world.token["id"] in [token["id"] for token in page["data"]]
    assert world.token["konnect_token"] not in page.content.decode()


def the_life_of_tokens_has_a_limit(world: World):
    settings = "get-organizations-personal-access-token-settings"
    before = world.rules(settings, world.organization, expect=200)["max_expiration_period_days"]
    change = {"max_expiration_period_days": 300}
    changed = world.rules("update-personal-access-token-settings", world.organization, json=change, expect=200)
    assert changed["max_expiration_period_days"] == 300
    assert world.rules(settings, world.organization, expect=200).body == changed.body
    refused = world.rules(
        "update-personal-access-token-settings",
        world.organization,
        json={"max_expiration_period_days": 366},
        expect=400,
    )
    assert complaint(refused, "max_expiration_period_days")
    if before:
        back = {"max_expiration_period_days": before}
        world.rules("update-personal-access-token-settings", world.organization, json=back, expect=200)


def the_organization_is_open_from_named_addresses(world: World):
    body = {"enabled": False, "allowed_ips": ["192.0.2.0/24"]}
    assert world.rules("put-ip-allow-list", world.organization, json=body, expect=201).body == body
    assert world.rules("get-ip-allow-list", world.organization, expect=200).body == body
    change = {"allowed_ips": ["192.0.2.0/24", "127.0.0.1"]}
    changed = world.rules("patch-ip-allow-list", world.organization, json=change, expect=200)
    assert changed.body == {"enabled": False, **change}


def nobody_shuts_themselves_out(world: World):
    body = {"enabled": True, "allowed_ips": ["192.0.2.0/24"]}
    world.rules("put-ip-allow-list", world.organization, json=body, expect=409)
    assert world.rules("get-ip-allow-list", world.organization, expect=200)["enabled"] is False


def another_organization_is_not_there(world: World):
    world.rules("get-organizations-personal-access-token-settings", str(uuid.uuid4()), expect=403)
