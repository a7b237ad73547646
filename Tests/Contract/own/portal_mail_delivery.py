"""Whom a portal's e-mails come from, by the older address of that setting."""

from world import World, complaint


def a_portal_has_no_sender_of_its_own(world: World):
    world.portal = world.new_portal()
    world.portals("get-email-delivery", world.portal["id"], expect=404)


def a_sender_is_set_up(world: World):
    change = {"from_email": "docs@example.com", "reply_to_email": "help@example.com", "enabled": False}
    world.made = world.portals("update-email-delivery", world.portal["id"], json=change, expect=200)
    assert {name: world.made[name] for name in change} == change
    assert world.portals("get-email-delivery", world.portal["id"], expect=200).body == world.made.body


def a_change_leaves_the_rest_alone(world: World):
    changed = world.portals("update-email-delivery", world.portal["id"], json={"reply_to_email": None}, expect=200)
    assert (changed["from_email"], changed["reply_to_email"]) == ("docs@example.com", None)


def an_address_must_be_one(world: World):
    refused = world.portals("update-email-delivery", world.portal["id"], json={"from_email": "docs"}, expect=400)
    assert complaint(refused, "from_email")


def both_addresses_of_the_setting_say_the_same(world: World):
    config = world.portals("get-email-config", world.portal["id"], expect=200)
    assert config["from_email"] == "docs@example.com"


def a_sender_is_taken_away(world: World):
    world.portals("delete-email-delivery", world.portal["id"], expect=204)
    world.portals("get-email-delivery", world.portal["id"], expect=404)
