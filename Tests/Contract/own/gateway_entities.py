"""The configuration of a control plane: what the gateway runs, and the answers about what it does not run."""

import uuid

from world import World, complaint, ids

NOBODY = str(uuid.uuid4())
CONSUMER, SERVICE = "{consumer}", "{service}"
# What the gateway does not run, by the name of its operations: the path to it, and whether anybody could write it.
ABSENT = {
    "acl": ((), False),
    "acl-with-consumer": ((CONSUMER,), True),
    "basic-auth": ((), False),
    "basic-auth-with-consumer": ((CONSUMER,), True),
    "ca_certificate": ((), True),
    "certificate": ((), True),
    "consumer_group": ((), True),
    "custom-plugin": ((), True),
    "degraphql_route": ((), False),
    "degraphql_route-with-service": ((SERVICE,), True),
    "graphql-rate-limiting-advanced-cost": ((), False),
    "graphql-rate-limiting-advanced-cost-with-service": ((SERVICE,), True),
    "hmac-auth": ((), False),
    "hmac-auth-with-consumer": ((CONSUMER,), True),
    "jwt": ((), False),
    "jwt-with-consumer": ((CONSUMER,), True),
    "key": ((), True),
    "key-set": ((), True),
    "mtls-auth": ((), False),
    "mtls-auth-with-consumer": ((CONSUMER,), True),
    "partial": ((), True),
    "sni": ((), True),
    "upstream": ((), True),
    "vault": ((), True),
}
# What would stand below something that the gateway does not run: there is no such parent.
ORPHANS = ("sni-with-certificate", "plugin-with-consumer_group", "key-with-key-set", "target-with-upstream")


def a_control_plane_has_a_service_a_route_and_a_consumer(world: World):
    world.plane = world.planes("create-control-plane", json={"name": world.unique("plane")}, expect=201)["id"]
    world.undo(world.planes, "delete-control-plane", world.plane)
    body = {"name": "orders", "host": "orders.example.com"}
    world.service = world.gateway("create-service", world.plane, json=body, expect=201)["id"]
    body = {"username": "shop", "custom_id": "4200", "tags": ["gold"]}
    world.consumer = world.gateway("create-consumer", world.plane, json=body, expect=201)["id"]
    body = {"username": "shop", "custom_id": "4300"}
    replaced = world.gateway("upsert-consumer", world.plane, world.consumer, json=body, expect=200)
    assert replaced["id"] == world.consumer and replaced["custom_id"] == "4300"
    world.gateway("create-consumer", world.plane, json={"username": "shop"}, expect=(), undocumented=409)


def a_route_lives_below_its_service(world: World):
    path = (world.plane, world.service)
    made = world.gateway("create-route-with-service", *path, json={"paths": ["/orders"]}, expect=201)
    assert made["service"] == {"id": world.service}
    body = {"name": "orders", "paths": ["/v2/orders"]}
    one = (*path, made["id"])
    assert world.gateway("upsert-route-with-service", *one, json=body, expect=200)["paths"] == ["/v2/orders"]
    assert world.gateway("get-route-with-service", *one, expect=200)["name"] == "orders"
    world.gateway("delete-route-with-service", *one, expect=204)
    world.gateway("get-route-with-service", *one, expect=404)
    world.route = world.gateway("create-route", world.plane, json={"paths": ["/"]}, expect=201)["id"]


def a_plugin_stands_once_in_each_place(world: World):
    for parent, place in (("service", world.service), ("route", world.route)):
        path = (world.plane, place)
        made = world.gateway(f"create-plugin-with-{parent}", *path, json={"name": "cors"}, expect=201)
        again = world.gateway(
            f"create-plugin-with-{parent}", *path, json={"name": "cors"}, expect=(), undocumented=409
        )
        assert "already exists" in again["detail"]
        one = (*path, made["id"])
        body = {"name": "cors", "config": {"origins": ["https://example.com"]}}
        replaced = world.gateway(f"upsert-plugin-with-{parent}", *one, json=body, expect=200)
        assert world.gateway(f"get-plugin-with-{parent}", *one, expect=200).body == replaced.body
        assert ids(world.gateway(f"list-plugin-with-{parent}", *path, expect=200)) == [made["id"]]
        world.gateway(f"delete-plugin-with-{parent}", *one, expect=204)
        world.gateway(f"get-plugin-with-{parent}", *one, expect=404)


def plugins_that_do_not_run_are_refused(world: World):
    body = {"name": "rate-limiting", "config": {"minute": 5}}
    refused = world.gateway("create-plugin", world.plane, json=body, expect=(), undocumented=400)
    assert complaint(refused, "name")
    path = (world.plane, world.consumer)
    refused = world.gateway("create-plugin-with-consumer", *path, json={"name": "cors"}, expect=(), undocumented=400)
    assert complaint(refused, "consumer")
    world.gateway("upsert-plugin-with-consumer", *path, NOBODY, json={"name": "cors"}, expect=(), undocumented=400)
    assert world.gateway("list-plugin-with-consumer", *path, expect=200)["data"] == []
    world.gateway("get-plugin-with-consumer", *path, NOBODY, expect=404)
    world.gateway("delete-plugin-with-consumer", *path, NOBODY, expect=(), undocumented=404)


def a_consumer_has_keys(world: World):
    path = (world.plane, world.consumer)
    made = world.gateway("create-key-auth-with-consumer", *path, json={"key": "open-sesame"}, expect=201)
    assert (made["key"], made["consumer"]) == ("open-sesame", {"id": world.consumer})
    one = (*path, made["id"])
    assert world.gateway("get-key-auth-with-consumer", *one, expect=200).body == made.body
    assert ids(world.gateway("list-key-auth-with-consumer", *path, expect=200)) == [made["id"]]
    assert ids(world.gateway("list-key-auth", world.plane, expect=200)) == [made["id"]]
    assert world.gateway("get-key-auth", world.plane, made["id"], expect=200)["key"] == "open-sesame"
    replaced = world.gateway("upsert-key-auth-with-consumer", *one, json={"key": "close-sesame"}, expect=200)
    assert replaced["key"] == "close-sesame"
    made = world.gateway("create-key-auth-with-consumer", *path, json={}, expect=201)
    assert made["key"]
    for key in (one[2], made["id"]):
        world.gateway("delete-key-auth-with-consumer", *path, key, expect=204)
    world.gateway("get-key-auth-with-consumer", *one, expect=404)


def what_is_not_run_is_absent_and_cannot_be_added(world: World):
    for name, (pattern, is_written) in ABSENT.items():
        places = {CONSUMER: world.consumer, SERVICE: world.service}
        path = (world.plane, *(places[part] for part in pattern))
        assert world.gateway(f"list-{name}", *path, expect=200)["data"] == []
        world.gateway(f"get-{name}", *path, NOBODY, expect=(), undocumented=404)
        if is_written:
            _refuses(world, f"create-{name}", *path)
            _refuses(world, f"upsert-{name}", *path, NOBODY)
            world.gateway(f"delete-{name}", *path, NOBODY, expect=(), undocumented=404)


def what_would_stand_below_it_has_no_parent(world: World):
    for name in ORPHANS:
        path = (world.plane, NOBODY)
        world.gateway(f"list-{name}", *path, expect=(), undocumented=404)
        world.gateway(f"create-{name}", *path, json={}, expect=(), undocumented=404)
        world.gateway(f"get-{name}", *path, NOBODY, expect=(), undocumented=404)
        world.gateway(f"upsert-{name}", *path, NOBODY, json={}, expect=(), undocumented=404)
        world.gateway(f"delete-{name}", *path, NOBODY, expect=(), undocumented=404)
    world.gateway("list-partial-link", world.plane, NOBODY, expect=(), undocumented=404)
    assert world.gateway("list-targets", world.plane, expect=200)["data"] == []


def groups_of_consumers_are_absent(world: World):
    group, consumer = (world.plane, NOBODY), (world.plane, world.consumer)
    world.gateway("list-consumers-for-consumer-group", *group, expect=(), undocumented=404)
    world.gateway("add-consumer-to-group", *group, json={"consumer": "shop"}, expect=(), undocumented=404)
    world.gateway("remove-all-consumers-from-consumer-group", *group, expect=(), undocumented=404)
    world.gateway("remove-consumer-from-group", *group, world.consumer, expect=(), undocumented=404)
    assert world.gateway("list-consumer-groups-for-consumer", *consumer, expect=200)["data"] == []
    _refuses(world, "add-consumer-to-specific-consumer-group", *consumer)
    world.gateway("remove-consumer-from-all-consumer-groups", *consumer, expect=(), undocumented=404)
    world.gateway("remove-consumer-from-consumer-group", *consumer, NOBODY, expect=(), undocumented=404)


def what_stands_beside_the_entities_is_absent(world: World):
    for every, create, one, update, delete, name in (
        (
            "list-dp-client-certificates",
            "create-dataplane-certificate",
            "get-dataplane-certificate",
            "update-dataplane-certificate",
            "delete-dataplane-certificate",
            NOBODY,
        ),
        (
            "list-plugin-schemas",
            "create-plugin-schemas",
            "get-plugin-schema",
            "update-plugin-schemas",
            "delete-plugin-schemas",
            "own",
        ),
        (
            "list-config-stores",
            "create-config-store",
            "get-config-store",
            "update-config-store",
            "delete-config-store",
            NOBODY,
        ),
    ):
        listed = world.gateway(every, world.plane, expect=200)
        assert listed.get("items", listed.get("data")) == []
        _refuses(world, create, world.plane)
        world.gateway(one, world.plane, name, expect=(), undocumented=404)
        _refuses(world, update, world.plane, name)
        world.gateway(delete, world.plane, name, expect=(), undocumented=404)
    store = (world.plane, NOBODY)
    world.gateway("list-config-store-secrets", *store, expect=404)
    world.gateway("create-config-store-secret", *store, json={}, expect=404)
    for verb in ("get", "delete"):
        world.gateway(f"{verb}-config-store-secret", *store, "name", expect=404)
    world.gateway("update-config-store-secret", *store, "name", json={}, expect=404)


def nodes_are_not_told_of(world: World):
    assert world.gateway("list-dataplane-nodes", world.plane, expect=200)["items"] == []
    assert world.gateway("get-nodes-eol", world.plane, expect=200)["items"] == []
    world.gateway("get-nodes-node_id", world.plane, NOBODY, expect=(), undocumented=404)
    world.gateway("delete-nodes-node_id", world.plane, NOBODY, expect=(), undocumented=404)


def entities_are_checked_beforehand(world: World):
    world.gateway("validate-entity-schema", world.plane, "service", json={"host": "example.com"}, expect=200)
    world.gateway("validate-entity-schema", world.plane, "service", json={"port": 80}, expect=(), undocumented=400)
    assert world.gateway("fetch-plugin-schema", world.plane, "cors", expect=200)["fields"]
    world.gateway("fetch-plugin-schema", world.plane, "rate-limiting", expect=(), undocumented=404)
    world.gateway("fetch-partial-schema", world.plane, "redis-ee", expect=(), undocumented=404)
    assert world.gateway("get-expected-config-version", world.plane, expect=200)["expected_config_version"]


def a_group_has_the_members_that_it_is_given(world: World):
    kinds = {"group": "CLUSTER_TYPE_CONTROL_PLANE_GROUP", "member": "CLUSTER_TYPE_CONTROL_PLANE"}
    planes = {}
    for name, cluster_type in kinds.items():
        body = {"name": world.unique(name), "cluster_type": cluster_type}
        planes[name] = world.planes("create-control-plane", json=body, expect=201)["id"]
        world.undo(world.planes, "delete-control-plane", planes[name])
    members = {"members": [{"id": planes["member"]}]}
    world.planes("put-control-planes-id-group-memberships", planes["group"], json=members, expect=204)
    status = world.planes("get-control-planes-id-group-status", planes["group"], expect=200)
    assert status["item"]["state"] == "OK"


def a_viewer_reads_and_writes_nothing(world: World):
    body = {"name": world.unique("account"), "description": "Viewer", "konnect_managed": False}
    account = world.identity("post-system-accounts", json=body, expect=201)["id"]
    world.undo(world.identity, "delete-system-accounts-id", account)
    body = {"name": "t", "expires_at": "2999-01-01T00:00:00Z"}
    token = world.identity("post-system-accounts-id-access-tokens", account, json=body, expect=201)["token"]
    viewer = world.bearing(token, "control-planes-config-v2")
    viewer("list-consumer", world.plane, expect=(), undocumented=(403, 404))
    role = {"role_name": "Viewer", "entity_type_name": "Control Planes", "entity_id": world.plane}
    world.identity(
        "post-system-accounts-accountId-assigned-roles", account, json={**role, "entity_region": "*"}, expect=201
    )
    assert ids(viewer("list-consumer", world.plane, expect=200)) == [world.consumer]
    viewer("list-key-auth", world.plane, expect=(), undocumented=403)
    viewer("create-plugin", world.plane, json={"name": "cors"}, expect=(), undocumented=403)
    viewer("delete-service", world.plane, world.service, expect=(), undocumented=403)


def _refuses(world: World, operation: str, *path: str):
    """Nothing is made, whatever is sent."""
    refused = world.gateway(operation, *path, json={"name": "anything"}, expect=(), undocumented=400)
    assert "does not run" in refused.get("detail", refused.get("message"))
