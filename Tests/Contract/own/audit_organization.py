"""The audit webhook of the whole organization, in both versions, and its replays."""

import uuid
from datetime import UTC, datetime, timedelta

from world import World, eventually


def _hours_ago(hours: int) -> str:
    return (datetime.now(UTC) - timedelta(hours=hours)).strftime("%Y-%m-%dT%H:%M:%SZ")


def the_webhook_is_switched_on(world: World):
    world.undo(world.audit, "delete-audit-logs-webhook")
    body = {
        "name": world.unique("destination"),
        "endpoint": "https://audit.invalid/logs",
        "authorization": "Bearer audit-secret",
        "log_format": "json",
    }
    world.destination = world.audit("create-audit-log-destination", json=body, expect=201)
    change = {"enabled": True, "audit_log_destination_id": world.destination["id"]}
    updated = world.audit("update-audit-logs-webhook", json=change, expect=200)
    assert world.audit("get-audit-logs-webhook", expect=200).body == updated.body == change


def an_unknown_destination_is_refused(world: World):
    change = {"audit_log_destination_id": str(uuid.uuid4())}
    world.audit("update-audit-logs-webhook", json=change, expect=400)


def failures_are_told(world: World):
    world.new_api()
    status = eventually(lambda: (found := _status(world)).get("last_attempt_at") and found)
    assert status["webhook_enabled"] is True
    eventually(lambda: "last_response_message" in _status(world))


def _status(world: World):
    return world.audit("get-audit-logs-webhook-status", expect=200)


def past_events_are_sent_again(world: World):
    body = {"start_at": _hours_ago(6), "end_at": _hours_ago(0)}
    assert world.audit("update-audit-log-replay-job", json=body, expect=202)["status"] == "accepted"
    assert world.audit("get-audit-log-replay-job", expect=200)["status"] in ("accepted", "running", "completed")
    world.audit("update-audit-log-replay-job", json=body, expect=409)
    world.classic_audit("update-audit-log-replay-job", json=body, expect=409)
    world.classic_audit("get-audit-log-replay-job", expect=200)


def portals_have_the_same_at_the_older_address(world: World):
    portal = world.new_portal()["id"]
    change = {"enabled": True, "audit_log_destination_id": world.destination["id"]}
    updated = world.classic_portals("update-portal-audit-log-webhook", portal, json=change, expect=200)
    assert world.portals("get-portal-audit-log-webhook", portal, expect=200).body == updated.body == change
    assert world.classic_portals("get-portal-audit-log-webhook", portal, expect=200).body == change
    status = world.classic_portals("get-portal-audit-log-webhook-status", portal, expect=200)
    assert status["webhook_enabled"] is True
    body = {"start_at": _hours_ago(6), "end_at": _hours_ago(1)}
    world.classic_portals("update-portal-audit-log-replay-job", portal, json=body, expect=202)
    world.classic_portals("get-portal-audit-log-replay-job", portal, expect=200)
    world.classic_portals("delete-portal-audit-log-webhook", portal, expect=204)


def a_removed_webhook_is_gone(world: World):
    world.audit("delete-audit-logs-webhook", expect=204)
    world.audit("get-audit-logs-webhook", expect=404)
    world.audit("delete-audit-log-destination", world.destination["id"], expect=204)
    # Nothing is left to send it to.
    eventually(lambda: world.audit("get-audit-log-replay-job", expect=200)["status"] == "failed")


def a_replay_begins_anew_in_the_older_version(world: World):
    body = {"start_at": _hours_ago(6), "end_at": _hours_ago(1)}
    world.classic_audit("update-audit-log-replay-job", json=body, expect=202)


def the_older_webhook_holds_its_destination(world: World):
    body = {"endpoint": "https://audit.invalid/older", "authorization": "Bearer s", "enabled": True}
    updated = world.classic_audit("update-audit-log-webhook", json=body, expect=200)
    assert (updated["endpoint"], updated["enabled"], updated["log_format"]) == (body["endpoint"], True, "cef")
    changed = world.classic_audit("update-audit-log-webhook", json={"enabled": False}, expect=200)
    assert (changed["endpoint"], changed["enabled"]) == (body["endpoint"], False)
    assert world.classic_audit("get-audit-log-webhook", expect=200).body == changed.body
    assert world.classic_audit("get-audit-log-webhook-status", expect=200)["webhook_status"] == "inactive"
    assert b"Bearer s" not in changed.content
