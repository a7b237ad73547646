"""The main journey, as an operator and a developer walk it."""

from __future__ import annotations

import re
from pathlib import Path

from harness.api import PASSWORD, expect_gateway, gateway_status
from harness.process import eventually
from playwright.sync_api import expect
from worlds import World

ADDRESS = "ada@example.com"
OPERATOR = "grace@example.com"
KEY = re.compile(r"ptk_\w{40}")
TOKEN = re.compile(r"kpat_\w{20}")


def test_the_set_up_link_makes_the_first_operator(world: World):
    link = eventually(lambda: re.search(r"http://\S+/setup\?token=\S+", world.portico.log()), "a set-up link")
    person = world.operator
    person.open(link.group(0))
    person.look("console-set-up")
    person.fill("Full name", "Grace Hopper")
    person.fill("E-mail", OPERATOR)
    person.fill("Password", PASSWORD)
    person.press("Create account")
    person.follow("Portals")
    person.look("console-portals-empty")


def test_a_personal_access_token_is_shown_once(world: World):
    person = world.operator
    person.open("/account")
    person.fill("What is it for?", "laptop")
    person.press("Create token")
    person.expect_text(TOKEN)
    person.look("console-token-created")
    person.open("/account")
    person.expect_text("laptop")
    person.expect_no_text(TOKEN)


def test_a_service_a_route_and_cors_make_traffic_flow(world: World):
    person = world.operator
    person.follow("Gateway")
    person.look("console-gateway")
    person.follow("default")
    person.press("New service")
    person.fill("Name", "httpbin")
    person.fill("Address", world.upstream.address)
    person.look("console-service-new")
    person.press("Create")
    person.press("New route")
    person.fill("Name", "everything")
    person.choose("Service", "httpbin")
    person.fill("Paths", "/")
    person.look("console-route-new")
    person.press("Create")
    person.press("New plugin")
    person.look("console-plugin-new")
    person.press("Create")
    person.expect_text("cors")
    person.look("console-control-plane")
    expect_gateway(world.gateway, 200)


def test_the_wizard_makes_a_private_portal(world: World):
    person = world.operator
    person.follow("Portals")
    person.press("New portal")
    person.pick("Private")
    person.fill("Portal name", "portal1")
    person.look("console-portal-wizard")
    person.press("Create and continue")
    person.look("console-portal-appearance")
    person.press("Save and go to overview")
    person.expect_text(f"portal1.localhost:{world.portico.port}")
    for fact in ("Built-in", "key-auth", "Auto-approve developers"):
        person.expect_text(fact)
    person.look("console-portal-overview")
    person.follow("Settings")
    person.look("console-portal-settings")
    person.follow("Security")
    person.look("console-portal-security")


def test_a_developer_signs_up_and_waits(world: World):
    person = world.developer
    person.open("/")
    person.look("site-home-visitor")
    person.expect_no_text("httpbin")
    person.follow("Sign up")
    person.look("site-sign-up")
    person.fill("Full name", "Ada Lovelace")
    person.fill("E-mail", ADDRESS)
    person.press("Sign up")
    person.look("site-sign-up-sent")
    person.open(world.mailbox.link(ADDRESS, world.portico.portal("portal1")))
    person.look("site-set-password")
    person.page.locator("input[type=password]").first.fill(PASSWORD)
    for box in person.page.locator("input[type=password]").all()[1:]:
        box.fill(PASSWORD)
    person.page.locator("main form button").last.click()
    sign_in(world)
    person.expect_text("Your account is disabled or pending approval")
    person.look("site-sign-in-pending")


def test_an_approved_developer_finds_an_empty_catalog(world: World):
    operator, developer = world.operator, world.developer
    open_portal(world)
    operator.follow("Access and approvals")
    operator.follow("Developers")
    operator.look("console-developers")
    operator.press("Approve")
    operator.expect_text("Approved")
    world.mailbox.expect(ADDRESS, count=2)
    operator.follow("Messages")
    operator.look("console-messages")
    sign_in(world)
    developer.open("/apis")
    developer.look("site-catalog-empty")


def test_the_portal_says_what_its_operators_wrote(world: World):
    operator, developer = world.operator, world.developer
    open_portal(world)
    operator.follow("Content")
    operator.look("console-pages")
    operator.follow("Getting started")
    operator.look("console-page")
    operator.page.get_by_label("Content", exact=False).first.fill("# Getting started\n\nAsk **Grace** first.")
    operator.press("Save")
    operator.expect_text("The page is saved and published.")
    operator.follow("Content")
    operator.follow("Snippets")
    operator.look("console-snippets")
    operator.follow("Appearance")
    for tab in ("Menus", "API reference", "CSS and robots", "Integrations"):
        operator.follow(tab)
        operator.look(f"console-appearance-{tab.lower().replace(' ', '-')}")
    developer.open("/")
    developer.look("site-home")
    developer.follow("Getting started")
    developer.expect_text("Grace")
    developer.look("site-page")
    developer.open("/guides/errors")
    developer.look("site-page-nested")


def test_an_api_is_made_from_its_description(world: World, tmp_path: Path):
    person = world.operator
    person.follow("APIs")
    person.look("console-apis-empty")
    person.press("New API")
    person.page.locator("input[type=file]").first.set_input_files(world.description(tmp_path))
    person.look("console-api-new")
    person.press("Create")
    person.expect_heading("httpbin")
    person.expect_text("1.0.0")
    person.look("console-api-overview")
    person.follow("Specification")
    person.expect_text("Returns Origin IP")
    assert person.main.locator(".ref-main").bounding_box()["width"] > 500
    person.look("console-api-specification")


def test_a_document_is_written_and_published(world: World):
    person = world.operator
    person.follow("Documentation")
    person.expect_heading("New page")
    person.look("console-documents-empty")
    person.fill("Title", "doc1")
    person.fill("Slug", "doc1")
    person.press("Create page")
    person.page.locator("textarea").first.fill("# First steps\n\nAsk for a key.")
    person.press("Save")
    person.expect_text("The page is saved.")
    person.switch("Published")
    person.expect_text("is published")
    person.look("console-document")


def test_a_published_api_is_read_and_tried(world: World):
    operator, developer = world.operator, world.developer
    open_api(world)
    operator.main.get_by_role("link", name="Portals").first.click()
    operator.choose("Visibility", "Private: developers see it")
    operator.look("console-api-publish")
    operator.main.get_by_role("button", name=re.compile("^Publish")).last.click()
    operator.expect_text("Unpublish")
    operator.look("console-api-portals")
    developer.open("/apis")
    developer.look("site-catalog")
    developer.follow("httpbin")
    developer.look("site-api")
    developer.follow("doc1")
    developer.expect_text("Ask for a key.")
    developer.look("site-document")
    assert try_it(world) == 200
    developer.look("site-operation")


def test_a_linked_api_asks_for_a_key(world: World):
    operator = world.operator
    open_api(world)
    operator.main.get_by_role("link", name="Gateway").first.click()
    operator.look("console-api-link")
    operator.press("Link to the gateway")
    operator.expect_text("Unlink")
    operator.look("console-api-gateway")
    expect_gateway(world.gateway, 401)
    assert try_it(world) == 401


def test_rbac_hides_the_api_until_a_team_may_see_it(world: World):
    operator, developer = world.operator, world.developer
    open_portal(world)
    operator.follow("Settings")
    operator.follow("Security")
    operator.switch("RBAC")
    operator.press("Save")
    developer.open("/apis")
    developer.expect_no_text("httpbin")
    open_portal(world)
    operator.follow("Access and approvals")
    operator.follow("Teams")
    operator.press("New team")
    operator.fill("Name", "partners")
    operator.press("Create team")
    operator.look("console-team")
    operator.choose("Developer", "Ada Lovelace")
    operator.press("Add developer")
    operator.choose("Role", "API Consumer")
    operator.press("Add role")
    operator.look("console-team-with-role")
    developer.open("/apis")
    developer.expect_text("httpbin")
    assert gateway_status(world.gateway) == 401


def test_an_application_gets_a_key_that_works_once_approved(world: World):
    operator, developer = world.operator, world.developer
    developer.follow("httpbin")
    developer.press("Use this API")
    developer.look("site-use-api")
    developer.fill("Name", "Shop")
    developer.press("Create")
    world.key = shown_key(world)
    developer.look("site-key-shown")
    assert gateway_status(world.gateway, world.key) == 401
    open_portal(world)
    operator.follow("Access and approvals")
    operator.follow("App registrations")
    operator.look("console-registrations")
    operator.press("Approve")
    expect_gateway(world.gateway, 200, world.key)
    assert try_it(world, world.key) == 200


def test_the_application_page_keeps_keys(world: World):
    person = world.developer
    person.open("/apps")
    person.look("site-applications")
    person.follow("Shop")
    person.expect_text("httpbin")
    person.expect_text("Approved")
    person.look("site-application")
    person.expect_no_text(world.key)


def test_everything_is_there_after_a_crash(world: World):
    world.portico.kill()
    if world.data_plane:
        assert gateway_status(world.gateway, world.key) == 200
        world.data_plane.kill()
        world.data_plane.start()
        assert gateway_status(world.gateway, world.key) == 200
    world.portico.start()
    assert gateway_status(world.gateway, world.key) == 200
    assert gateway_status(world.gateway) == 401
    world.developer.open("/apps")
    world.developer.expect_text("Shop")


def test_a_revoked_registration_stops_the_key(world: World):
    operator = world.operator
    open_portal(world)
    operator.follow("Access and approvals")
    operator.follow("App registrations")
    operator.press("Revoke")
    operator.confirm()
    expect_gateway(world.gateway, 401, world.key)
    operator.press("Approve")
    expect_gateway(world.gateway, 200, world.key)


def test_a_deleted_key_stops_and_the_others_go_on(world: World):
    person = world.developer
    person.open("/apps")
    person.follow("Shop")
    person.fill("Name of the new key", "second")
    person.press("New key")
    second = shown_key(world)
    expect_gateway(world.gateway, 200, second)
    row = person.page.get_by_role("row")
    row.filter(has_text="second").get_by_role("button", name="Rename").click()
    dialog = person.page.get_by_role("dialog")
    dialog.get_by_label("Name").fill("spare")
    dialog.get_by_role("button", name="Rename").click()
    row.filter(has_text="spare").get_by_role("button", name="Delete").click()
    person.confirm()
    expect_gateway(world.gateway, 401, second)
    assert gateway_status(world.gateway, world.key) == 200


def test_deleting_the_developer_stops_their_keys(world: World):
    operator = world.operator
    open_portal(world)
    operator.follow("Access and approvals")
    operator.follow("Ada Lovelace")
    operator.look("console-developer")
    operator.press("Delete developer")
    operator.confirm()
    expect_gateway(world.gateway, 401, world.key)


def shown_key(world: World) -> str:
    """The key that the developer's page shows this once."""
    key = world.developer.page.get_by_text(KEY).first
    expect(key).to_be_visible()
    return KEY.search(key.inner_text()).group(0)


def open_portal(world: World) -> None:
    """The operator goes to the portal's overview."""
    world.operator.page.goto(world.portico.console)
    world.operator.follow("Portals")
    world.operator.follow("portal1")


def open_api(world: World) -> None:
    """The operator goes to the API's overview."""
    world.operator.follow("APIs")
    world.operator.follow("httpbin")


def sign_in(world: World) -> None:
    """The developer signs in with what they chose."""
    person = world.developer
    person.open("/login")
    person.fill("E-mail", ADDRESS)
    person.fill("Password", PASSWORD)
    person.page.locator("main form button").last.click()


def try_it(world: World, key: str = "") -> int:
    """The developer sends Returns Origin IP from the reference; gives the status."""
    person = world.developer
    person.open("/apis")
    person.follow("httpbin")
    person.follow("API reference")
    person.look("site-reference")
    person.follow("Returns Origin IP")
    person.follow("Try it")
    if key:
        person.page.get_by_role("group", name="Authentication").locator("input").fill(key)
    with person.page.expect_response(lambda answer: answer.url.endswith("/ip")) as answer:
        person.press("Send")
    person.expect_text(str(answer.value.status))
    return answer.value.status
