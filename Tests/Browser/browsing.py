"""A person at a browser: pages that complain about errors, are photographed, and are checked by axe."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import axe_playwright_python
from playwright.sync_api import Browser, ConsoleMessage, Locator, Page, Response, expect

AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text()
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
DESKTOP, PHONE = {"width": 1280, "height": 900}, {"width": 390, "height": 844}
VARIANTS = (("light", "light", DESKTOP), ("dark", "dark", DESKTOP), ("phone", "light", PHONE))
ASSETS = {"script", "stylesheet", "image", "font"}
PATIENCE_MILLISECONDS = 5_000

expect.set_options(timeout=PATIENCE_MILLISECONDS)


def find_chromium() -> str:
    """Debian's Chromium, or whatever goes by its name."""
    found = shutil.which("chromium") or shutil.which("chromium-browser")
    assert found, "Chromium is not installed"
    return found


def named(text: str) -> re.Pattern[str]:
    """A label by the words that it begins with, whatever their case."""
    return re.compile(r"^\s*" + re.escape(text), re.IGNORECASE)


class Person:
    """Somebody with a browser of their own: a context, a page, and an eye for what is wrong."""

    def __init__(self, browser: Browser, home: str, shots: Path | None):
        self.home = home
        self._shots = shots
        self._seen: set[str] = set()
        self.complaints: list[str] = []
        self._context = browser.new_context(viewport=DESKTOP, reduced_motion="reduce")
        self._context.grant_permissions(["clipboard-read", "clipboard-write"])
        self._context.set_default_timeout(PATIENCE_MILLISECONDS)
        self.page: Page = self._context.new_page()
        self.page.on("console", self._note_console)
        self.page.on("pageerror", lambda error: self.complaints.append(f"{self.page.url}: {error}"))
        self.page.on("response", self._note_response)

    def leave(self) -> None:
        self._context.close()

    def _note_console(self, message: ConsoleMessage) -> None:
        # A refused call of Try it and an expected 404 are logged by the browser; assets are watched below.
        if message.type == "error" and "Failed to load resource" not in message.text:
            self.complaints.append(f"{self.page.url}: {message.text}")

    def _note_response(self, response: Response) -> None:
        if response.status >= 500 or (response.status >= 400 and response.request.resource_type in ASSETS):
            self.complaints.append(f"{self.page.url}: {response.url} answered {response.status}")

    # Going and looking

    def open(self, address: str) -> None:
        """Opens an address, or a path of this person's home."""
        self.page.goto(address if "://" in address else self.home + address)

    def look(self, name: str) -> None:
        """Photographs a page in light, dark and on a phone, and has axe check it; once for each name.

        What is wrong becomes a complaint, so that a story goes on."""
        if self._shots is None or name in self._seen:
            return
        self._seen.add(name)
        self._shots.mkdir(parents=True, exist_ok=True)
        problems: list[str] = []
        for variant, scheme, size in VARIANTS:
            self.page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            self.page.set_viewport_size(size)
            self.page.evaluate("document.activeElement?.blur(); scrollTo(0, 0)")
            self.page.screenshot(path=self._shots / f"{name}-{variant}.png", full_page=True)
            problems += [f"{variant}: {problem}" for problem in self.axe()]
            wide = self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            if wide > 0:
                problems.append(f"{variant}: {wide} pixels wider than the window")
        self.page.emulate_media(color_scheme="light", reduced_motion="reduce")
        self.page.set_viewport_size(DESKTOP)
        self.complaints += [f"{name} ({self.page.url}): {problem}" for problem in problems]

    def axe(self) -> list[str]:
        """What axe finds wrong with the page."""
        self.page.evaluate(AXE)
        found = self.page.evaluate("tags => axe.run({ runOnly: { type: 'tag', values: tags } })", RULES)
        return [
            f"{violation['id']}: {violation['help']}: {node['html'][:160]} {node.get('failureSummary', '')}"
            for violation in found["violations"]
            for node in violation["nodes"][:4]
        ]

    # Acting by visible names

    @property
    def main(self) -> Locator:
        return self.page.locator("main")

    def button(self, name: str) -> Locator:
        return self.page.get_by_role("button", name=named(name))

    def link(self, name: str) -> Locator:
        return self.page.get_by_role("link", name=named(name))

    def press(self, name: str) -> None:
        """Presses the button of that name, or follows the link when there is no such button."""
        buttons = self.button(name).locator("visible=true")
        expect(buttons.or_(self.link(name).locator("visible=true")).first).to_be_visible()
        (buttons if buttons.count() else self.link(name).locator("visible=true")).first.click()

    def confirm(self) -> None:
        """Says yes to the question that a dialog asks."""
        self.page.get_by_role("dialog").get_by_role("button").last.click()

    def follow(self, name: str) -> None:
        self.link(name).locator("visible=true").first.click()

    def fill(self, label: str, value: str) -> None:
        self.page.get_by_label(named(label)).locator("visible=true").first.fill(value)

    def choose(self, label: str, option: str) -> None:
        """Picks an option of a select."""
        self.page.get_by_label(named(label)).locator("visible=true").first.select_option(label=option)

    def pick(self, name: str) -> None:
        """Picks a radio button."""
        self.page.get_by_role("radio", name=named(name)).first.check(force=True)

    def switch(self, name: str, on: bool = True) -> None:
        """Turns a switch or check box."""
        box = self.page.get_by_role("switch", name=named(name)).or_(self.page.get_by_role("checkbox", name=named(name)))
        box.first.set_checked(on, force=True)

    def expect_text(self, text: str | re.Pattern[str]) -> None:
        expect(self.page.get_by_text(text).locator("visible=true").first).to_be_visible()

    def expect_no_text(self, text: str | re.Pattern[str]) -> None:
        expect(self.page.get_by_text(text)).to_have_count(0)

    def expect_heading(self, text: str) -> None:
        expect(self.page.get_by_role("heading", name=named(text)).first).to_be_visible()
