"""Tests that are the steps of one story: when a step fails, those after it fail at once and say why."""

from __future__ import annotations

import pytest


def note_failure(item: pytest.Item, call: pytest.CallInfo) -> None:
    """Remembers which step of a story failed first; for pytest_runtest_makereport."""
    if call.excinfo is not None and call.when == "call":
        stories = item.session.stash.setdefault(STORIES, {})
        stories.setdefault(story_of(item), item.name)


def refuse_after_failure(item: pytest.Item) -> None:
    """Fails a step of a story that is broken already; for pytest_runtest_setup."""
    broken = item.session.stash.get(STORIES, {}).get(story_of(item))
    if broken and broken != item.name:
        pytest.fail(f"the story broke at {broken}", pytrace=False)


def story_of(item: pytest.Item) -> tuple[str, str]:
    """Where a test is told: its file and the world that it is told in."""
    world = item.name.partition("[")[2]
    return str(item.path), world


STORIES: pytest.StashKey = pytest.StashKey()
