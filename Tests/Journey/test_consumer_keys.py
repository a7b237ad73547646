"""Consumers of a control plane: a key opens what the key-auth plugin closes, until it is taken back."""

from harness.api import expect_gateway


def test_a_plugin_closes_a_service(world):
    world.plane = world.operator.control_plane()
    world.entities = f"/v2/control-planes/{world.plane}/core-entities"
    world.service = world.operator.proxy(world.plane, "httpbin", world.upstream.address)
    expect_gateway(world.gateway, 200)
    body = {"name": "key-auth", "service": {"id": world.service["id"]}, "config": {"key_names": ["apikey"]}}
    world.plugin = world.operator.post(f"{world.entities}/plugins", body)
    expect_gateway(world.gateway, 401)


def test_a_consumers_key_opens_it(world):
    world.consumer = world.operator.post(f"{world.entities}/consumers", {"username": "shop"})
    keys = f"{world.entities}/consumers/{world.consumer['id']}/key-auth"
    world.key = world.operator.post(keys, {"key": "open-sesame"})
    expect_gateway(world.gateway, 200, "open-sesame")
    expect_gateway(world.gateway, 401, "close-sesame")
    assert world.operator.get(f"{keys}/{world.key['id']}")["key"] == "open-sesame"


def test_a_key_that_is_taken_back_dies_within_two_seconds(world):
    world.operator.delete(f"{world.entities}/consumers/{world.consumer['id']}/key-auth/{world.key['id']}")
    expect_gateway(world.gateway, 401, "open-sesame")


def test_without_the_plugin_the_service_is_open_again(world):
    world.operator.delete(f"{world.entities}/plugins/{world.plugin['id']}")
    expect_gateway(world.gateway, 200)
