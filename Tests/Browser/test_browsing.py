"""The instruments themselves: what is wrong with a page is noticed."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from browsing import Person
from playwright.sync_api import Browser, Route

HOME = "http://page.localhost:9"
GOOD = "<!doctype html><html lang=en><title>Page</title><main><h1>Hello</h1><label>Name <input></label></main></html>"


@pytest.fixture
def person(browser: Browser, tmp_path: Path) -> Iterator[Person]:
    somebody = Person(browser, HOME, tmp_path)
    yield somebody
    somebody.leave()


def serve(person: Person, body: str, **headers: str) -> None:
    def answer(route: Route) -> None:
        found = route.request.url == f"{HOME}/"
        route.fulfill(status=200 if found else 404, body=body, content_type="text/html", headers=headers)

    person.page.route("**/*", answer)
    person.open("/")


def test_a_good_page_is_photographed_three_times(person: Person, tmp_path: Path):
    serve(person, GOOD)
    person.look("page")
    assert person.complaints == []
    assert sorted(shot.name for shot in tmp_path.iterdir()) == ["page-dark.png", "page-light.png", "page-phone.png"]


def test_a_field_without_a_name_is_a_complaint(person: Person):
    serve(person, GOOD.replace("<label>Name <input></label>", "<input>"))
    person.look("page")
    assert any("label" in complaint for complaint in person.complaints)


def test_a_page_wider_than_a_phone_is_a_complaint(person: Person):
    serve(person, GOOD.replace("<h1>", "<h1 style='width: 600px'>"))
    person.look("page")
    assert any("wider than the window" in complaint for complaint in person.complaints)


def test_a_broken_script_is_a_complaint(person: Person):
    serve(person, GOOD.replace("<main>", "<script>nothing()</script><main>"))
    assert any("nothing is not defined" in complaint for complaint in person.complaints)


def test_what_the_content_security_policy_refuses_is_a_complaint(person: Person):
    policy = {"Content-Security-Policy": "default-src 'self'"}
    serve(person, GOOD.replace("<main>", "<script>var a</script><main>"), **policy)
    assert any("Content Security Policy" in complaint for complaint in person.complaints)


def test_a_missing_asset_is_a_complaint(person: Person):
    serve(person, GOOD.replace("<main>", "<img src=/none.png alt=None><main>"))
    assert any("none.png answered 404" in complaint for complaint in person.complaints)
