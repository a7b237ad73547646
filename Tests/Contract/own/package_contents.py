"""API packages: operations of several APIs, the description made of them, and the icon."""

import base64
import json

from world import World, ids, openapi

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360000002000001e5"
    "27d4a20000000049454e44ae426082"
)
PNG_URI = "data:image/png;base64," + base64.b64encode(PNG).decode()


def an_api_is_linked_to_a_whole_control_plane(world: World):
    world.plane = world.planes("create-control-plane", json={"name": world.unique("plane")}, expect=201)
    world.undo(world.planes, "delete-control-plane", world.plane["id"])
    body = {"name": "orders", "host": "orders.internal", "port": 80, "protocol": "http"}
    service = world.gateway("create-service", world.plane["id"], json=body, expect=201)
    body = {"name": "orders", "paths": ["/orders"], "service": {"id": service["id"]}}
    world.gateway("create-route", world.plane["id"], json=body, expect=201)
    world.api = world.new_api(spec_content=openapi())
    link = {"control_plane": {"control_plane_id": world.plane["id"]}}
    linked = world.catalog("create-api-implementation", world.api["id"], json=link, expect=201)
    world.undo(world.catalog, "delete-api-implementation", world.api["id"], linked["id"])


def its_operations_are_known_with_their_route(world: World):
    listed = world.catalog("list-api-operations", world.api["id"], expect=200)
    (world.operation,) = listed["data"]
    assert (world.operation["method"], world.operation["path"]) == ("GET", "/orders")
    path = (world.api["id"], world.operation["id"])
    found = world.catalog("fetch-api-operation", *path, expect=200)
    assert found["implementation_status"]["matched"] is True
    world.catalog("fetch-api-operation", world.api["id"], world.plane["id"], expect=404)


def an_operation_is_put_into_a_package(world: World):
    world.package = world.catalog("create-api-package", json={"name": world.unique("package")}, expect=201)
    world.undo(world.catalog, "delete-api-package", world.package["id"])
    world.path = (world.package["id"], world.operation["id"])
    steps = [{"op": "add", "path": f"operations/{world.operation['id']}"}]
    world.catalog("update-api-package-operations", world.package["id"], json=steps, expect=204)
    assert ids(world.catalog("list-api-packages-operations", world.package["id"], expect=200)) == [world.path[1]]
    assert world.catalog("get-api-packages-operation", *world.path, expect=200)["path"] == "/orders"


def its_limit_is_replaced(world: World):
    limit = {"limit": 5, "duration": "hours"}
    step = {"op": "replace", "path": f"operations/{world.path[1]}", "value": {"rate_limiting_config": limit}}
    world.catalog("update-api-package-operations", world.package["id"], json=[step], expect=204)
    found = world.catalog("get-api-packages-operation", *world.path, expect=200)
    assert found["rate_limiting_config"] == limit


def a_description_is_made_of_the_operations(world: World):
    found = world.catalog("get-api-package-computed-specification", world.package["id"], expect=200)
    world.content = found["content"]
    assert list(json.loads(world.content)["paths"]) == ["/orders"]


def the_description_is_uploaded_read_and_deleted(world: World):
    path = world.package["id"]
    world.catalog("get-api-package-current-specification", path, expect=404)
    body = {"content": world.content}
    world.catalog("update-api-package-current-specification", path, json=body, expect=200)
    found = world.catalog("get-api-package-current-specification", path, expect=200)
    assert json.loads(found["content"]) == json.loads(world.content)
    world.catalog("delete-api-package-current-specification", path, expect=204)
    world.catalog("get-api-package-current-specification", path, expect=404)


def the_icon_is_uploaded_read_and_deleted(world: World):
    icon = (world.package["id"], "icon")
    world.catalog("fetch-api-package-image", *icon, expect=404)
    world.catalog("upsert-api-package-image", *icon, json={"data": PNG_URI}, expect=201)
    world.catalog("upsert-api-package-image", *icon, json={"data": PNG_URI}, expect=200)
    assert world.catalog("fetch-api-package-image", *icon, expect=200)["status"] == "valid"
    assert world.catalog("fetch-api-package-raw-image", *icon, expect=302).headers["Location"]
    world.catalog("delete-api-package-image", *icon, expect=204)
    world.catalog("fetch-api-package-raw-image", *icon, expect=404)


def an_operation_is_taken_out_again(world: World):
    world.catalog("remove-api-package-operation", *world.path, expect=204)
    world.catalog("get-api-packages-operation", *world.path, expect=404)
