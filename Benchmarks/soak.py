#!/usr/bin/env python3
"""Mixed reading and writing for a while: soak.py --seconds N. Fails on any error and on memory that keeps growing."""

from __future__ import annotations

import argparse
import random
import sys
import threading
import time
from collections.abc import Callable

import requests
from harness.api import Operator
from harness.portico import UNLIMITED, Portico

from load import resident_megabytes

READERS = 4
GROWTH_MEGABYTES = 64


class Load:
    """What all threads share: the end, the errors, the count."""

    def __init__(self, seconds: float, portico: Portico, operator: Operator, host: str):
        self.portico, self.operator, self.host = portico, operator, host
        self.end = time.monotonic() + seconds
        self.errors: list[str] = []
        self.count = 0

    def read(self, seed: int) -> None:
        """Opens pages of the portal and of the Console, and lists by API."""
        chance, session = random.Random(seed), requests.Session()
        while time.monotonic() < self.end:
            path, host = chance.choice([("/", self.host), ("/apis", self.host), ("/healthz", "localhost")])
            answer = session.get(f"http://127.0.0.1:{self.portico.port}{path}", headers={"Host": host}, timeout=10)
            self.note(answer.status_code == 200, f"GET {path}: {answer.status_code}")

    def write(self, seed: int) -> None:
        """Creates, changes and deletes APIs."""
        chance = random.Random(seed)
        while time.monotonic() < self.end:
            name = f"soak {chance.randrange(2**64):x}"
            made = self.operator.send("POST", "/v3/apis", {"name": name})
            self.note(made.status_code == 201, f"POST /v3/apis: {made.status_code}")
            path = f"/v3/apis/{made.json()['id']}"
            changed = self.operator.send("PATCH", path, {"description": name})
            self.note(changed.status_code == 200, f"PATCH {path}: {changed.status_code}")
            gone = self.operator.send("DELETE", path)
            self.note(gone.status_code == 204, f"DELETE {path}: {gone.status_code}")

    def during(self, work: Callable[[int], None], seed: int) -> None:
        """Runs a reader or writer; what it throws is an error of the soak."""
        try:
            work(seed)
        except Exception as error:
            self.note(False, f"{type(error).__name__}: {error}")

    def note(self, good: bool, what: str) -> None:
        self.count += 1
        if not good:
            self.errors.append(what)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--seed", type=int, default=random.randrange(2**32))
    options = parser.parse_args()
    print(f"seed {options.seed}", flush=True)
    with Portico(extra=UNLIMITED) as portico:
        operator = Operator(portico, portico.set_up())
        portal = operator.post("/v3/portals", {"name": "soak", "authentication_enabled": False})
        load = Load(options.seconds, portico, operator, portal["default_domain"])
        chance = random.Random(options.seed)
        work = [load.read] * READERS + [load.write]
        crew = [threading.Thread(target=load.during, args=(each, chance.randrange(2**32))) for each in work]
        for thread in crew:
            thread.start()
        time.sleep(options.seconds / 3)
        settled = resident_megabytes(portico.pid)
        for thread in crew:
            thread.join()
        grown = resident_megabytes(portico.pid) - settled
        print(f"{load.count:,} requests, {len(load.errors)} errors, {settled:.0f} MB grew by {grown:.0f} MB")
        for error in sorted(set(load.errors))[:20]:
            print(f"  {load.errors.count(error)} times {error}")
        return 1 if load.errors or grown > GROWTH_MEGABYTES else 0


if __name__ == "__main__":
    sys.exit(main())
