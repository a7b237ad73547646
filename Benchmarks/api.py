#!/usr/bin/env python3
"""How fast the management API is on both engines: reads of one portal with a token beside a bare Hummingbird route that
sends the same bytes, and writes beside the rate at which the database alone commits."""

from __future__ import annotations

import itertools
import sqlite3
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from http.client import HTTPConnection
from threading import local

import psycopg
import requests
from harness.api import Operator
from harness.portico import UNLIMITED, Portico
from harness.postgres import Postgres
from harness.process import Child, free_port, listens

from load import SECONDS, Target, at_least, promise, race, table
from pages import bare_hummingbird

WRITERS = 8
PORTALS = 200
# Asks for one thing after another, for wrk.
IN_TURN = """
local ids, number = {%s}, 0
request = function()
  number = number %% #ids + 1
  return wrk.format("GET", "/v3/portals/" .. ids[number])
end
"""
# What the database is asked for at least to keep a small row for ever.
ROW = "INSERT INTO bench_commits VALUES (1)"
TABLE = "CREATE TABLE IF NOT EXISTS bench_commits (id INTEGER)"


def reads(engine: str, portico: Portico, token: str) -> None:
    """Races reads of one portal, and of many in turn, each with a token, against a route that only sends the bytes."""
    operator = Operator(portico, token)
    portal, *others = [operator.post("/v3/portals", {"name": f"bench {n}"})["id"] for n in range(PORTALS)]
    url, header = f"http://127.0.0.1:{portico.port}/v3/portals/{portal}", f"Bearer {token}"
    # Any other host might be the domain of a portal, which the database is asked for.
    host = f"localhost:{portico.port}"
    answer = requests.get(url, headers={"Authorization": header}, timeout=10)
    answer.raise_for_status()
    with ExitStack() as stack:
        file, port = portico.folder / "portal.json", free_port()
        file.write_bytes(answer.content)
        bare = Child("bare", [bare_hummingbird(), str(file), str(port)], portico.folder / "bare.log")
        stack.callback(bare.stop)
        bare.wait_until(lambda: listens(port))
        script = portico.folder / "in-turn.lua"
        script.write_text(IN_TURN % ", ".join(f'"{other}"' for other in others))
        headers = (f"Authorization: {header}", f"Host: {host}")
        targets = [
            Target("bare Hummingbird", f"http://127.0.0.1:{port}/", bare.pid),
            Target("one portal, with a token", url, portico.pid, headers),
            Target(f"{len(others)} portals in turn", url, portico.pid, headers, script),
        ]
        race(targets)
        table(f"{engine}: reads, {len(answer.content):,} bytes", targets, targets[0])
        promise(f"{engine}: reads of bare Hummingbird", targets[1].rate / targets[0].rate, 0.3, at_least)


def per_second(act: Callable[[], None], workers: int = 1, seconds: float = SECONDS) -> float:
    """How often so many workers do it in a second."""
    stop = time.monotonic() + seconds

    def work(_: int) -> int:
        done = 0
        while time.monotonic() < stop:
            act()
            done += 1
        return done

    with ThreadPoolExecutor(workers) as pool:
        return sum(pool.map(work, range(workers))) / seconds


def commits(portico: Portico, url: str | None, workers: int) -> float:
    """How often the database commits one small row, each to the disk, for so many connections."""
    mine = local()

    def connection() -> psycopg.Connection | sqlite3.Connection:
        if not hasattr(mine, "connection"):
            mine.connection = psycopg.connect(url, autocommit=True) if url else embedded()
        return mine.connection

    def embedded() -> sqlite3.Connection:
        made = sqlite3.connect(portico.folder / "commits.sqlite", isolation_level=None, timeout=30)
        for pragma in ("journal_mode = WAL", "synchronous = FULL"):
            made.execute(f"PRAGMA {pragma}")
        return made

    connection().execute(TABLE)
    return per_second(lambda: connection().execute(ROW), workers)


def writes(portico: Portico, token: str, workers: int) -> float:
    """How many APIs so many connections create in a second."""
    mine, numbers = local(), itertools.count()
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}

    def write() -> None:
        if not hasattr(mine, "connection"):
            mine.connection = HTTPConnection("127.0.0.1", portico.port, timeout=30)
        body = f'{{"name": "writes {next(numbers)} {time.monotonic_ns()}"}}'
        mine.connection.request("POST", "/v3/apis", body, headers)
        answer = mine.connection.getresponse()
        answer.read()
        assert answer.status == 201, answer.status

    return per_second(write, workers)


def main() -> None:
    for engine in ("sqlite", "postgresql"):
        with ExitStack() as stack:
            url = stack.enter_context(Postgres(fsync=True)).new_database() if engine == "postgresql" else None
            portico = stack.enter_context(Portico(database_url=url, gateway=False, extra=UNLIMITED))
            token = portico.set_up()
            reads(engine, portico, token)
            for workers in (1, WRITERS):
                own, ours = commits(portico, url, workers), writes(portico, token, workers)
                print(
                    f"{engine}, {workers} writers: {ours:,.0f} APIs created a second; the database alone commits "
                    f"{own:,.0f} rows a second: {ours / own:.2f}"
                )


if __name__ == "__main__":
    main()
