"""People, and the roles of people, teams and system accounts: what the given journey of identity leaves out."""

import uuid
from datetime import UTC, datetime, timedelta

from world import World, found_by, ids

DAY_SECONDS = 86_400


def somebody_is_invited_once(world: World):
    world.address = f"{world.unique('person')}@example.com"
    world.identity("invite-user", json={"email": world.address}, expect=201)
    me = world.identity("get-users-me", expect=200)["email"]
    world.identity("invite-user", json={"email": me}, expect=409)
    world.identity("invite-user", json={"email": "nobody"}, expect=400)
    (world.person,) = found_by(world.identity, "list-users", email=world.address)


def a_person_is_renamed(world: World):
    change = {"full_name": "Grace Hopper", "preferred_name": "Grace"}
    changed = world.identity("update-user", world.person, json=change, expect=200)
    assert {name: changed[name] for name in change} == change
    assert world.identity("get-user", world.person, expect=200).body == changed.body
    world.identity("update-user", str(uuid.uuid4()), json=change, expect=404)


def each_of_them_has_roles(world: World):
    world.portal = world.new_portal()["id"]
    team = world.identity("create-team", json={"name": world.unique("team")}, expect=201)["id"]
    world.undo(world.identity, "delete-team", team)
    body = {"name": world.unique("account"), "description": "Robot", "konnect_managed": False}
    world.account = world.identity("post-system-accounts", json=body, expect=201)["id"]
    world.undo(world.identity, "delete-system-accounts-id", world.account)
    accounts = "system-accounts-accountId-assigned-roles"
    for holder, names in (
        (team, ("list-team-roles", "teams-assign-role", "get-team-role", "teams-remove-role")),
        (world.person, ("list-user-roles", "users-assign-role", "get-user-role", "users-remove-role")),
        (
            world.account,
            (f"get-{accounts}", f"post-{accounts}", "get-system-account-role", f"delete-{accounts}-roleId"),
        ),
    ):
        _lives_through(world, holder, *names)


def _lives_through(world: World, holder: str, every: str, assign: str, one: str, remove: str):
    role = {"role_name": "Viewer", "entity_type_name": "Portals", "entity_id": world.portal, "entity_region": "*"}
    made = world.identity(assign, holder, json=role, expect=201)
    assert {name: made[name] for name in role} == role
    world.identity(assign, holder, json=role, expect=409)
    assert world.identity(one, holder, made["id"], expect=200).body == made.body
    assert ids(world.identity(every, holder, expect=200)) == [made["id"]]
    world.identity(remove, holder, made["id"], expect=204)
    world.identity(one, holder, made["id"], expect=404)
    assert ids(world.identity(every, holder, expect=200)) == []


def a_system_account_tells_its_teams(world: World):
    team = world.identity("create-team", json={"name": world.unique("team")}, expect=201)["id"]
    world.undo(world.identity, "delete-team", team)
    world.identity("post-teams-teamId-system-accounts", team, json={"id": world.account}, expect=201)
    assert ids(world.identity("get-system-accounts-accountId-teams", world.account, expect=200)) == [team]


def tokens_are_renamed(world: World):
    end = (datetime.now(UTC) + timedelta(days=30)).strftime("%Y-%m-%dT%H:%M:%SZ")
    body = {"name": "pipeline", "expires_at": end}
    token = world.identity("post-system-accounts-id-access-tokens", world.account, json=body, expect=201)["id"]
    path = (world.account, token)
    renamed = world.identity("patch-system-accounts-id-access-tokens-id", *path, json={"name": "robot"}, expect=200)
    assert renamed["name"] == "robot"
    me = world.identity("get-users-me", expect=200)["id"]
    body = {"name": world.unique("token"), "ttl_seconds": DAY_SECONDS}
    token = world.identity("create-personal-access-token", me, json=body, expect=201)["id"]
    world.undo(world.identity, "delete-personal-access-token", me, token)
    change = {"name": world.unique("renamed")}
    renamed = world.identity("update-personal-access-token-details", me, token, json=change, expect=200)
    assert renamed["name"] == change["name"]


def impersonation_is_allowed_and_forbidden_again(world: World):
    before = world.identity("get-impersonation-settings", expect=200).body
    changed = {"enabled": not before["enabled"]}
    assert world.identity("update-impersonation-settings", json=changed, expect=200).body == changed
    assert world.identity("update-impersonation-settings", json=before, expect=200).body == before


def a_person_is_removed(world: World):
    world.identity("delete-user", world.person, expect=204)
    world.identity("get-user", world.person, expect=404)
    assert found_by(world.identity, "list-users", email=world.address) == []
