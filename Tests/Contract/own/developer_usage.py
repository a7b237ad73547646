"""What developers see of the calls of their own applications."""

from world import World, complaint

NEEDS_MAILBOX = True


def a_developer_asks_for_the_calls_of_their_applications(world: World):
    world.portal = world.new_portal()
    world.site, _ = world.sign_in(world.portal)
    answer = world.site("query-application-analytics", json={"metrics": ["request_count"]}, expect=200)
    assert answer["data"][0]["event"]["request_count"] == 0


def calls_are_counted_by_time_and_application(world: World):
    question = {
        "metrics": ["response_latency_average"],
        "dimensions": ["application", "time"],
        "granularity": "hourly",
        "time_range": {"type": "relative", "time_range": "24h"},
        "filters": [{"field": "status_code_grouped", "operator": "in", "value": ["4XX"]}],
    }
    answer = world.site("query-application-analytics", json=question, expect=200)
    assert answer["data"] == []
    assert answer["meta"]["granularity_ms"] == 3_600_000


def what_is_not_measured_is_refused(world: World):
    complaint(world.site("query-application-analytics", json={"metrics": ["gossip"]}, expect=400), "metrics[0]")


def a_visitor_is_told_to_sign_in(world: World):
    world.visit(world.portal)("query-application-analytics", json={}, expect=401)
