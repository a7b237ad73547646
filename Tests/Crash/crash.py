#!/usr/bin/env python3
"""Kills the server again and again while it is written to, and asks for every acknowledged write afterwards.

PORTICO_CRASH_KILLS says how often on each engine (50), PORTICO_CRASH_SEED repeats a run.
"""

from __future__ import annotations

import os
import random
import sys
import time
from contextlib import ExitStack

from harness.api import Developer, Operator
from harness.portico import UNLIMITED, Portico
from harness.postgres import Postgres
from writers import Writer

KILLS = int(os.environ.get("PORTICO_CRASH_KILLS", "50"))
SEED = int(os.environ.get("PORTICO_CRASH_SEED") or random.randrange(2**32))


def writers(portico: Portico, chance: random.Random) -> list[Writer]:
    """Three that use the management API, two developers of different portals."""
    token = portico.set_up()
    operator = Operator(portico, token)
    made = [
        Writer("api", Operator(portico, token), chance.randrange(2**32), "/v3/apis"),
        Writer("portal", Operator(portico, token), chance.randrange(2**32), "/v3/portals"),
        Writer("plane", Operator(portico, token), chance.randrange(2**32), "/v2/control-planes"),
    ]
    for number in (1, 2):
        portal = operator.post("/v3/portals", {"name": f"crash{number}", "authentication_enabled": True})
        address = f"developer{number}@example.com"
        developer = Developer(portico, portal, address)
        developer.sign_up()
        operator.set_developer(portal["id"], address, "approved")
        developer.sign_in()
        seed = chance.randrange(2**32)
        made.append(Writer(f"shop{number}", developer, seed, "/api/v3/applications"))
    return made


def crash(engine: str, chance: random.Random) -> tuple[int, int]:
    """Kills one installation KILLS times; gives the kills after which everything was there, and the others."""
    passed, failed, slowest, begun = 0, 0, 0.0, time.monotonic()
    with ExitStack() as stack:
        database = None
        if engine == "postgresql":
            database = stack.enter_context(Postgres(fsync=True)).new_database()
        portico = stack.enter_context(Portico(database_url=database, extra=UNLIMITED))
        crew = writers(portico, chance)
        for number in range(1, KILLS + 1):
            for writer in crew:
                writer.start()
            time.sleep(chance.uniform(0.05, 0.8))
            portico.kill()
            for writer in crew:
                writer.join()
            restarted = time.monotonic()
            portico.start()
            slowest = max(slowest, time.monotonic() - restarted)
            problems = [lost for writer in crew for lost in writer.lost(every=number == KILLS)]
            for writer in crew:
                problems += writer.mistakes
                writer.mistakes.clear()
            for problem in problems:
                print(f"  after kill {number}: {problem}")
            passed, failed = passed + (not problems), failed + bool(problems)
        acknowledged = sum(writer.acknowledged for writer in crew)
        if acknowledged == 0:
            print("  nothing was ever acknowledged")
            failed += 1
    took = time.monotonic() - begun
    print(f"  {KILLS} kills, {acknowledged} acknowledged writes, slowest restart {slowest:.2f} s, {took:.0f} s in all")
    return passed, failed


def main() -> int:
    print(f"seed {SEED} (PORTICO_CRASH_SEED={SEED} repeats it)", flush=True)
    passed = failed = 0
    for engine in ("sqlite", "postgresql"):
        print(f"{engine}:", flush=True)
        outcome = crash(engine, random.Random(SEED))
        passed, failed = passed + outcome[0], failed + outcome[1]
    print(f"\n{passed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
