"""Registrations that stand for a consumer of the gateway, and what an application may be granted elsewhere."""

import uuid

from world import World, complaint

NEEDS_MAILBOX = True


def an_application_is_registered_for_an_api_of_the_gateway(world: World):
    world.strategy = world.new_strategy()
    world.portal, world.api = world.new_portal(), world.new_api()
    world.publish(world.api, world.portal, auth_strategy_ids=[world.strategy["id"]], visibility="public")
    world.site, world.developer = world.sign_in(world.portal)
    plane = world.planes("create-control-plane", json={"name": world.unique("plane")}, expect=201)
    world.plane = plane["id"]
    world.undo(world.planes, "delete-control-plane", world.plane)
    service = world.gateway("create-service", world.plane, json={"host": "orders.example.com"}, expect=201)
    link = {"service": {"control_plane_id": world.plane, "id": service["id"]}}
    world.catalog("create-api-implementation", world.api["id"], json=link, expect=201)
    body = {"name": world.unique("app"), "auth_strategy_id": world.strategy["id"]}
    world.application = world.site("create-application", json=body, expect=201)["id"]
    body = {"api_id": world.api["id"]}
    made = world.site("create-application-registration", world.application, json=body, expect=201)
    world.path = (world.portal["id"], world.application, made["id"])


def it_is_mapped_to_a_consumer(world: World):
    body = {"username": "shop", "custom_id": world.unique("custom")}
    consumer = world.gateway("create-consumer", world.plane, json=body, expect=201)
    mapping = {"id": consumer["id"]}
    world.portals("update-application-registration-consumer", *world.path, json=mapping, expect=204)
    told = world.portals("get-application-registration", *world.path, expect=200)["consumer"]
    assert told == {"id": consumer["id"], "control_plane_id": world.plane, **body}


def an_unknown_consumer_is_refused(world: World):
    mapping = {"id": str(uuid.uuid4())}
    refused = world.portals("update-application-registration-consumer", *world.path, json=mapping, expect=400)
    assert complaint(refused, "id")


def the_mapping_is_taken_away(world: World):
    world.portals("delete-application-registration-consumer", *world.path, expect=204)
    assert not world.portals("get-application-registration", *world.path, expect=200).get("consumer")


def applications_with_keys_are_granted_no_scopes(world: World):
    world.site("get-application-granted-scopes", world.application, expect=422)


def another_portals_developer_finds_nothing(world: World):
    elsewhere, _ = world.sign_in(world.new_portal())
    elsewhere("get-application-granted-scopes", world.application, expect=404)
    elsewhere("get-application-registration", world.application, world.path[2], expect=404)


def without_an_identity_provider_nobody_signs_in_there(world: World):
    world.visit(world.portal)("authenticate-sso", expect=400)
