"""People come into the organization, get rights, and see what these let them do."""

from __future__ import annotations

import re

from harness.api import PASSWORD
from playwright.sync_api import expect
from worlds import World

ADMIN, EDITOR = "grace@example.com", "edda@example.com"
SYSTEM_TOKEN = re.compile(r"spat_\w{20}")


def test_the_admin_signs_in(world: World):
    world.portico.new_operator(ADMIN, password=PASSWORD)
    person = world.operator
    person.open("/sign-in")
    person.fill("E-mail", ADMIN)
    person.fill("Password", PASSWORD)
    person.press("Sign in")
    person.expect_heading("Portals")
    for name in ("Handbook", "Secret"):
        person.open("/portals/new")
        person.fill("Portal name", name)
        person.press("Create and continue")
        person.expect_text("Save and go to overview")
    person.open("/organization")
    person.expect_text(ADMIN)
    person.look("console-people")


def test_a_team_is_made_and_gets_a_role(world: World):
    person = world.operator
    person.open("/organization/teams")
    person.fill("Name", "Writers")
    person.fill("Description", "Pages of the handbook")
    person.look("console-operator-teams")
    person.press("Create team")
    person.choose("Role", "Portal: Content Editor")
    person.choose("On", "Portal Handbook")
    person.press("Add role")
    person.expect_text("Content Editor")
    person.look("console-operator-team")
    person.open("/organization/roles")
    person.look("console-roles")


def test_somebody_is_invited_into_the_team(world: World):
    person = world.operator
    person.open("/organization")
    person.fill("E-mail", EDITOR)
    person.fill("Full name", "Edda")
    person.switch("Writers")
    person.press("Send invitation")
    person.expect_text("Invited")
    person.look("console-people-invited")
    person.follow("Edda")
    person.look("console-person")


def test_they_come_in_by_the_link_of_the_mail(world: World):
    link = world.mailbox.link(EDITOR, "/invitation")
    person = world.developer
    person.home = world.portico.console
    person.open(link)
    person.look("console-invitation")
    person.fill("Password", PASSWORD)
    person.press("Accept the invitation")
    person.expect_text("Welcome, Edda.")
    person.look("console-portals-editor")
    person.open(link)
    person.expect_text("used or replaced")
    person.look("console-invitation-used")


def test_they_sign_in_again_with_the_password(world: World):
    person = world.developer
    person.page.context.clear_cookies()
    person.open("/sign-in")
    person.fill("E-mail", EDITOR)
    person.fill("Password", PASSWORD)
    person.press("Sign in")
    person.expect_text("Handbook")


def test_they_see_what_they_may_do_and_nothing_else(world: World):
    person = world.developer
    person.open("/portals")
    person.expect_no_text("Secret")
    person.expect_no_text("New portal")
    person.follow("Handbook")
    person.look("console-portal-overview-editor")
    person.follow("Settings")
    expect(person.main.get_by_role("button", name="Save")).to_have_count(0)
    expect(person.main.get_by_role("button", name="Delete")).to_have_count(0)
    person.look("console-portal-settings-editor")
    person.open("/organization")
    person.expect_no_text("Invite somebody")
    expect(person.link("System accounts")).to_have_count(0)
    person.look("console-people-editor")
    person.follow("Grace")
    person.look("console-person-editor")


def test_a_system_account_gets_a_token(world: World):
    person = world.operator
    person.open("/organization/system-accounts")
    person.look("console-system-accounts-empty")
    person.fill("Name", "pipeline")
    person.press("Create system account")
    person.fill("What is it for?", "deploy")
    person.press("Create token")
    person.expect_text(SYSTEM_TOKEN)
    person.look("console-system-account")
    person.open("/organization/system-accounts")
    person.look("console-system-accounts")


def test_tokens_and_settings_of_all(world: World):
    world.portico.new_token(ADMIN, "laptop")
    person = world.operator
    person.open("/organization/tokens")
    person.expect_text("laptop")
    person.look("console-organization-tokens")
    person.press("Revoke")
    person.confirm()
    person.expect_text("The token is revoked.")
    person.open("/organization/settings")
    person.fill("Addresses and networks", "192.0.2.0/24 nowhere")
    person.page.get_by_role("button", name="Save").last.click()
    person.expect_text("must be an IP address")
    person.look("console-organization-settings")


def test_the_last_admin_stays(world: World):
    person = world.operator
    person.open("/organization")
    person.follow("Grace")
    person.press("Leave the organization")
    person.confirm()
    person.expect_text("last organization admin")
    world.expect_quiet()
