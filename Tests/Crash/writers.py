"""Writers that remember what was acknowledged, so that it can be asked for after a crash."""

from __future__ import annotations

import random
import threading
from dataclasses import dataclass, field

import requests
from harness.api import Caller

GONE = None
CHANGING = "description"
# A developer may have 500 applications: beyond this, as much is deleted as is created.
MANY = 300


@dataclass
class Thing:
    """An object on the server, and the states that it may be in."""

    path: str
    # The values of the field that writers change; more than one when an answer was lost; GONE is deleted.
    may_be: set[str | None] = field(default_factory=set)
    is_fresh: bool = True


class Writer:
    """Creates, changes and deletes objects of one kind in a thread, until the server no longer answers."""

    def __init__(self, name: str, caller: Caller, seed: int, collection: str):
        self.things: list[Thing] = []
        self.acknowledged = 0
        self.mistakes: list[str] = []
        self._name = name
        self._caller = caller
        self._random = random.Random(seed)
        self._collection = collection
        self._count = 0

    def start(self) -> None:
        self._thread = threading.Thread(target=self._run, name=self._name, daemon=True)
        self._thread.start()

    def join(self) -> None:
        """Waits until the thread has noticed that the server is gone."""
        self._thread.join(30)
        assert not self._thread.is_alive(), f"{self._name} hangs"

    def _run(self) -> None:
        try:
            while True:
                self._write()
        except requests.RequestException:
            return
        except Exception as mistake:
            self.mistakes.append(f"{type(mistake).__name__}: {mistake}")

    def _write(self) -> None:
        certain = [thing for thing in self.things if thing.may_be != {GONE} and len(thing.may_be) == 1]
        choice, creating = self._random.random(), 0.5 if len(certain) < MANY else 0.15
        if choice < creating or len(certain) < 3:
            self._create()
        elif choice < 0.85:
            self._change(self._random.choice(certain))
        else:
            self._delete(self._random.choice(certain))

    def _text(self) -> str:
        self._count += 1
        return f"{self._name} {self._count} {self._random.randrange(2**32):x}"

    def _create(self) -> None:
        value = self._text()
        made = self._send("POST", self._collection, {"name": value, CHANGING: value}, 201)
        self.things.append(Thing(f"{self._collection}/{made['id']}", {value}))

    def _change(self, thing: Thing) -> None:
        before, value = set(thing.may_be), self._text()
        thing.may_be, thing.is_fresh = before | {value}, True
        self._send("PATCH", thing.path, {CHANGING: value}, 200)
        thing.may_be = {value}

    def _delete(self, thing: Thing) -> None:
        thing.may_be, thing.is_fresh = thing.may_be | {GONE}, True
        self._send("DELETE", thing.path, None, 204)
        thing.may_be = {GONE}

    def _send(self, method: str, path: str, payload: dict | None, expected: int) -> dict:
        answer = self._caller.send(method, path, payload)
        if answer.status_code != expected:
            raise Mistake(f"{method} {path}: {answer.status_code} {answer.text[:300]}")
        self.acknowledged += 1
        return answer.json() if answer.content else {}

    def lost(self, every: bool) -> list[str]:
        """What is not as it was acknowledged, among what changed since the last look, or among everything."""
        found = []
        for thing in self.things:
            if not every and not thing.is_fresh:
                continue
            answer = self._caller.send("GET", thing.path)
            state = GONE if answer.status_code == 404 else answer.json().get(CHANGING)
            if answer.status_code not in (200, 404) or state not in thing.may_be:
                wanted = " or ".join("deleted" if value is GONE else value for value in thing.may_be)
                found.append(f"{thing.path} is {answer.status_code} {state!r}, acknowledged was {wanted}")
            else:
                thing.may_be, thing.is_fresh = {state}, False
        return found


class Mistake(Exception):
    """An answer that should not be, crash or no crash."""
