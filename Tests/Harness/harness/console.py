"""The Console as a browser without JavaScript sees it."""

from __future__ import annotations

import re

import requests

from harness.portico import EMAIL, PASSWORD, Portico


class Console:
    """An operator who is signed in."""

    def __init__(self, portico: Portico, email: str = EMAIL, password: str = PASSWORD):
        self._base = f"http://127.0.0.1:{portico.port}"
        self._session = requests.Session()
        self._session.trust_env = False
        self._session.headers.update({"Host": f"localhost:{portico.port}", "Sec-Fetch-Site": "same-origin"})
        answer = self.submit("/sign-in", email=email, password=password)
        assert answer.status_code == 303, f"not signed in: {answer.status_code}"

    def open(self, path: str) -> requests.Response:
        """A page, whatever it is."""
        return self._session.get(self._base + path, timeout=10, allow_redirects=False)

    def submit(self, path: str, **fields: str) -> requests.Response:
        """What a form answers, redirections not followed."""
        return self._session.post(self._base + path, data=fields, timeout=10, allow_redirects=False)

    def from_elsewhere(self, path: str, **fields: str) -> requests.Response:
        """What a form answers that a page of another site sends."""
        headers = {"Sec-Fetch-Site": "cross-site", "Origin": "https://evil.example"}
        url = self._base + path
        return self._session.post(url, data=fields, headers=headers, timeout=10, allow_redirects=False)

    def messages(self, state: str) -> list[str]:
        """The ids of the e-mails in a state, newest first."""
        page = self.open(f"/messages?state={state}").text
        return list(dict.fromkeys(re.findall(r"/messages/([0-9a-f-]{36})", page)))
