"""Those who claim to be somebody, or who ask for what is somebody else's."""

import pytest
import requests
from harness.api import PASSWORD, Developer, mailed_token


def ask(world, method: str, path: str, host: str | None = None, **headers: str) -> requests.Response:
    sent = {"Host": host, **headers} if host else headers
    url = f"http://127.0.0.1:{world.portico.port}{path}"
    return requests.request(method, url, headers=sent, timeout=10, allow_redirects=False)


@pytest.mark.parametrize("token", ["", "kpat_", "kpat_" + "a" * 40, "ptk_" + "a" * 40, "Bearer", "\u00e9" * 8])
def test_a_token_that_nobody_has_opens_nothing(world, token: str):
    headers = {"Authorization": f"Bearer {token}".encode()}
    url = f"http://127.0.0.1:{world.portico.port}/v3/portals"
    assert requests.get(url, headers=headers, timeout=10).status_code == 401


def test_the_management_api_does_not_answer_on_a_portals_host(world):
    host = world.homes[0].portal["default_domain"]
    answer = ask(world, "GET", "/v3/portals", host, Authorization=f"Bearer {world.token}")
    assert answer.status_code == 404


@pytest.mark.parametrize("cookie", ["portalaccesstoken=x", "portalaccesstoken=" + "a" * 64, "portalaccesstoken=;;=,"])
def test_a_forged_session_is_none(world, cookie: str):
    host = world.homes[0].portal["default_domain"]
    assert ask(world, "GET", "/api/v3/developer/me", host, Cookie=cookie).status_code == 401
    assert ask(world, "GET", "/api/v3/applications", host, Cookie=cookie).status_code == 401


def test_a_session_of_one_portal_is_none_on_another(world):
    first, second = world.homes
    answer = ask(world, "GET", "/api/v3/developer/me", second.portal["default_domain"], Cookie=first.developer.cookie)
    assert answer.status_code == 401


def test_a_developer_finds_nothing_of_another_portal(world):
    first, second = world.homes
    mine = first.developer
    foreign = second.application["id"]
    for path in (f"/api/v3/applications/{foreign}", f"/api/v3/apis/{second.api['id']}"):
        assert mine.send("GET", path).status_code == 404
    assert mine.send("DELETE", f"/api/v3/applications/{foreign}").status_code == 404
    assert mine.send("PATCH", f"/api/v3/applications/{foreign}", {"name": "mine"}).status_code == 404
    registrations = f"/api/v3/applications/{first.application['id']}/registrations"
    assert mine.send("POST", registrations, {"api_id": second.api["id"]}).status_code in (400, 404)
    assert mine.send("GET", f"/api/v3/applications/{foreign}/credentials").status_code == 404


def test_an_operators_path_does_not_reach_into_another_portal(world):
    first, second = world.homes
    portal, operator = first.portal["id"], world.operator
    member = operator.developer(second.portal["id"], second.developer.address)["id"]
    paths = [f"developers/{member}", f"applications/{second.application['id']}", f"teams/{second.team['id']}"]
    for path in paths:
        assert operator.send("GET", f"/v3/portals/{portal}/{path}").status_code == 404
        assert operator.send("DELETE", f"/v3/portals/{portal}/{path}").status_code == 404
    joined = operator.send("POST", f"/v3/portals/{portal}/teams/{first.team['id']}/developers", {"id": member})
    assert joined.status_code in (400, 404)


def test_a_mailed_link_works_once(world):
    first = world.homes[0]
    somebody = Developer(world.portico, first.portal, "once@example.com")
    somebody.sign_up()
    token = mailed_token(world.portico.mailbox.messages("once@example.com")[0])
    again = somebody.send("POST", "/api/v3/developer/verify-email", {"token": token})
    assert again.status_code in (400, 404, 410)
    body = {"token": token, "password": PASSWORD}
    assert somebody.send("POST", "/api/v3/developer/reset-password", body).status_code in (400, 401, 404, 410)


def test_signing_up_tells_nobody_who_has_an_account(world):
    first = world.homes[0]
    stranger = Developer(world.portico, first.portal, "stranger@example.com")
    taken = {"email": first.developer.address, "full_name": "Eve"}
    free = {"email": "free@example.com", "full_name": "Eve"}
    answers = [stranger.send("POST", "/api/v3/developer", body) for body in (taken, free)]
    assert len({(answer.status_code, answer.content) for answer in answers}) == 1
    forgotten = [
        stranger.send("POST", "/api/v3/developer/forgot-password", {"email": address})
        for address in (first.developer.address, "nobody@example.com")
    ]
    assert len({(answer.status_code, answer.content) for answer in forgotten}) == 1


def test_guessing_passwords_comes_to_an_end(world):
    second = world.homes[1]
    guesser = Developer(world.portico, second.portal, "guessed@example.com")
    guesser.sign_up()
    wrong = {"username": guesser.address, "password": "not this one either"}
    for _ in range(10):
        assert guesser.send("POST", "/api/v3/developer/authenticate", wrong).status_code == 401
    locked = guesser.send("POST", "/api/v3/developer/authenticate", wrong)
    assert locked.status_code == 429
    assert int(locked.headers["Retry-After"]) > 0


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_a_cross_site_post_changes_nothing(world, site: str):
    first = world.homes[0]
    host = first.portal["default_domain"]
    headers = {"Cookie": first.developer.cookie, "Sec-Fetch-Site": site, "Origin": "https://evil.example"}
    path = f"/api/v3/applications/{first.application['id']}"
    assert ask(world, "DELETE", path, host, **headers).status_code == 403
    assert first.developer.send("GET", path).status_code == 200


@pytest.mark.parametrize("target", ["https://evil.example", "//evil.example", "/\\evil.example", "javascript:alert(1)"])
def test_signing_in_leads_to_no_other_site(world, target: str):
    host = world.homes[0].portal["default_domain"]
    for name in ("return_to", "returnTo", "next", "redirect"):
        page = ask(world, "GET", f"/login?{name}={target}", host)
        assert page.status_code in (200, 303, 302)
        assert not page.headers.get("Location", "/").replace("\\", "/").startswith(("//", "https://evil", "javascript"))
        assert "evil.example" not in page.text.replace("%2F", "/") or 'href="https://evil' not in page.text
