#!/usr/bin/env python3
"""What size costs: every list, filter, sort key, search and single read of the served documents, on an organisation of
200 portals, 20,000 APIs, 200,000 developers and 500,000 registrations against a hundredth of it.

The first page with its total must not take three times as long; far pages are printed. Half of the developers are on
one portal, whose lists begin with "grown". Both installations are asked in turn; the quickest of many answers counts.

PORTICO_SCALE_SHARE=N makes both organisations N times smaller, PORTICO_SCALE_ENGINES=sqlite takes one engine,
PORTICO_SCALE_KEEP=DIR keeps the filled databases for the next run, PORTICO_SCALE_ONLY=PATTERN asks only what fits.
"""

from __future__ import annotations

import os
import re
import sys
import time
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

import requests
from harness.portico import UNLIMITED, Portico
from harness.postgres import Postgres

import population
from load import cpu_seconds
from population import BIG, Size

ROUNDS = int(os.environ.get("PORTICO_SCALE_ROUNDS", "10"))
SHARE = int(os.environ.get("PORTICO_SCALE_SHARE", "1"))
KEEP = os.environ.get("PORTICO_SCALE_KEEP")
ONLY = re.compile(os.environ.get("PORTICO_SCALE_ONLY", ""))
BOUND = 3.0
# What comes near the bound is asked more often before it is judged.
DOUBTFUL = 2.0
SKIPPED = ("/openapi.json",)


@dataclass
class World:
    """One filled installation, and the sessions that ask it."""

    size: Size
    portico: Portico
    token: str
    plane: str
    times: dict[str, list[float]] = field(default_factory=dict)
    statuses: dict[str, int] = field(default_factory=dict)
    asked: dict[str, tuple[requests.Session, str]] = field(default_factory=dict)
    # What could not be asked, for want of something in this organisation.
    unasked: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.base = f"http://127.0.0.1:{self.portico.port}"
        self.operator = requests.Session()
        self.operator.headers["Authorization"] = f"Bearer {self.token}"
        self.developer = requests.Session()
        self.developer.headers["Host"] = "portal-0.localhost"
        self.developer.headers["Cookie"] = f"portalaccesstoken={population.SESSION}"

    def cost(self, label: str) -> float:
        # The quickest says the most: whatever else runs here only adds, to both, and so would hide what has grown.
        return min(self.times[label])

    def ask(self, session: requests.Session, path: str) -> requests.Response:
        return session.get(self.base + path, timeout=600, allow_redirects=False)

    def settle(self) -> None:
        """Waits until the process has read what it keeps in memory, the tables of the gateway first."""
        self.ask(self.operator, f"/v2/control-planes/{self.plane}/expected-config-hash")
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            before = cpu_seconds(self.portico.pid)
            time.sleep(1)
            if cpu_seconds(self.portico.pid) - before < 0.05:
                return


def world(stack: ExitStack, engine: str, size: Size) -> World:
    """A filled installation that runs."""
    kept = Path(KEEP, f"{engine}-{size.registrations}") if KEEP else None
    url = None
    if engine == "postgresql":
        server = stack.enter_context(Postgres(folder=kept and kept.with_suffix(".cluster")))
        url = server.address("portico_1") if kept and kept.is_dir() else server.new_database()
    portico = Portico(database_url=url, gateway=False, extra=UNLIMITED)
    portico.data = kept or portico.data
    is_filled = portico.data.is_dir()
    stack.callback(portico.__exit__)
    portico.start(within=600)
    token = portico.new_token() if is_filled else portico.set_up()
    plane = requests.get(
        f"http://127.0.0.1:{portico.port}/v2/control-planes", headers={"Authorization": f"Bearer {token}"}, timeout=10
    ).json()["data"][0]["id"]
    if not is_filled:
        portico.stop()
        begun = time.monotonic()
        population.fill(size, None if url else next(portico.data.glob("*.sqlite")), url)
        print(f"  {engine}: {size.registrations:,} registrations in {time.monotonic() - begun:.0f} s", flush=True)
        portico.start(within=120)
    made = World(size, portico, token, plane)
    made.settle()
    return made


def ids(world: World) -> dict[str, str]:
    """What stands in paths: things of the first portal, which is as large in any organisation."""
    return places(world, portal=0, api=world.size.portals, developer=4 * world.size.portals)


def mine(world: World) -> dict[str, str]:
    """The same for the developer who is signed in."""
    return places(world, portal=0, api=0, developer=0)


def grown(world: World) -> dict[str, str]:
    """Things of the last portal, which has half of all developers."""
    last = world.size.portals - 1
    return places(world, portal=last, api=last, developer=4 * world.size.portals + 1)


def places(world: World, portal: int, api: int, developer: int) -> dict[str, str]:
    key, service = population.key, population.key(population.SERVICE, 1)
    found = {
        "portalId": key(population.PORTAL, portal),
        "teamId": key(population.TEAM, portal * 5),
        "controlPlaneId": world.plane,
        "EntityId": service,
        "ParentId": service,
        "registrationId": key(population.REGISTRATION, developer),
    }
    found |= {name: key(population.API, api) for name in ("apiId", "apiIdOrSlug")}
    found |= {name: key(population.VERSION, api) for name in ("versionId", "specId")}
    found |= {name: key(population.DOCUMENT, api) for name in ("documentId", "documentIdOrSlug")}
    people = {"developerId": population.DEVELOPER, "applicationId": population.APPLICATION}
    return found | {name: key(kind, developer) for name, kind in people.items()}


def value(world: World, item: dict, name: str) -> str | None:
    """What an item of a list has for a filter: the member of that name, or of an object inside; else what fits many."""
    found, words = item.get(name), name.split("_")
    for end in range(1, len(words)):
        outer = item.get("_".join(words[:end]))
        if found is None and isinstance(outer, dict):
            found = outer.get("_".join(words[end:]))
    if isinstance(found, list):
        found = found[0] if found else None
    if found is None:
        found = item.get(f"{name}s", [None])[0] if isinstance(item.get(f"{name}s"), list) and item[f"{name}s"] else None
    if found is None:
        others = {"api_name": f"API {population.name(7)}", "portal_name": f"portal {population.name(1)}"}
        others["name"] = item.get("full_name")
        found = others.get(name, ids(world).get(name.replace("_id", "Id")))
    if isinstance(found, bool):
        return str(found).lower()
    return found if isinstance(found, str) and found else None


def questions(world: World, session: requests.Session, known: dict[str, str]) -> list[str]:
    """Every address to ask: each read of the document, and each list in every way that it allows."""
    document, asked = world.ask(session, "/openapi.json").json(), []
    for path, operations in document["paths"].items():
        story = operations.get("get")
        if story is None or any(part in path for part in SKIPPED):
            continue
        filled = path
        for name, text in known.items():
            filled = filled.replace("{" + name + "}", text)
        if "{" in filled or world.ask(session, filled).status_code != 200:
            world.unasked.add(path)
            continue
        asked += [filled, *variants(world, session, filled, story.get("parameters", []))]
    return asked


def variants(world: World, session: requests.Session, path: str, parameters: list[dict]) -> list[str]:
    """A list by each of its filters with equality and a part, and by each of its sort keys."""
    found: list[str] = []
    named = {parameter["name"]: parameter for parameter in parameters}
    answer = world.ask(session, path)
    body = answer.json() if "json" in answer.headers.get("Content-Type", "") else None
    first = (body.get("data") or [{}])[-1] if isinstance(body, dict) else {}
    for name in named.get("filter", {}).get("schema", {}).get("properties", {}):
        text = value(world, first, name) if isinstance(first, dict) else None
        if text is None:
            world.unasked.add(f"{path}?filter[{name}]")
            continue
        found.append(f"{path}?filter[{name}]={quote(text)}")
        part = f"{path}?filter[{name}][contains]={quote(text[-12:])}"
        found += [part] if world.ask(session, part).status_code == 200 else []
    if "patternProperties" in named.get("filter", {}).get("schema", {}):
        found.append(f"{path}?filter[labels.stage]=stage-7")
        found.append(f"{path}?filter[attributes.domain]={quote('domain 7')}")
    if "sort" in named:
        keys = named["sort"]["schema"]["pattern"].removeprefix("^(").partition(")")[0].split("|")
        found += [f"{path}?sort={key}{turn}" for key in keys for turn in ("", " desc")]
    if "q" in named:
        found += [f"{path}?q={word}" for word in ("willow", "granite 198")]
    return found


def ready(world: World) -> World:
    """Notes every question; the shape of an address stands for it, because ids differ between sizes."""
    for side, session, known in (
        ("", world.operator, ids(world)),
        ("portal ", world.developer, mine(world)),
        ("grown ", world.operator, grown(world)),
    ):
        names = {text: name for name, text in known.items()}
        for path in questions(world, session, known):
            label = side + label_of(path, names)
            if ONLY.search(label) and (side != "grown " or "{" in label):
                world.asked[label] = (session, path)
    return world


def measure(engine: str, small: World, big: World) -> int:
    """Asks both in turn, and again what seems to have grown; prints each read and gives how many grew too much."""
    print(f"\n{engine}: {'':<75}{'small ms':>10}{'big ms':>10}{'ratio':>8}", flush=True)
    labels, missed = sorted(small.asked.keys() & big.asked.keys()), 0
    for label in labels:
        asked = 0
        while asked <= ROUNDS or (asked < 5 * ROUNDS and big.cost(label) / small.cost(label) > DOUBTFUL):
            for one in (small, big):
                seconds, one.statuses[label] = timed(one, *one.asked[label])
                # The first answer may come from a page of the disk that nobody has read yet.
                one.times.setdefault(label, []).extend([seconds] if asked else [])
            asked += 1
        ratio = big.cost(label) / small.cost(label)
        # Where the answer does not exist in one of the worlds there is nothing to compare.
        known = small.statuses[label] == big.statuses[label] == 200
        verdict = "" if ratio < BOUND else "MISSED" if known else "other answer"
        missed += verdict == "MISSED"
        costs = f"{small.cost(label) * 1e3:>8.2f}{big.cost(label) * 1e3:>10.2f}{ratio:>8.2f}"
        print(f"{label:<88}{costs} {verdict}".rstrip(), flush=True)
    verdict = "kept" if missed == 0 else "MISSED"
    print(f"  {verdict:<7}{engine}: {missed} of {len(labels)} reads take {BOUND:g} times as long or more")
    print(f"  not asked, for want of one: {len(big.unasked)}\n    " + "\n    ".join(sorted(big.unasked)), flush=True)
    return missed


def timed(world: World, session: requests.Session, path: str) -> tuple[float, int]:
    begun = time.perf_counter()
    status = world.ask(session, path).status_code
    return time.perf_counter() - begun, status


def label_of(path: str, known: dict[str, str]) -> str:
    place, _, query = path.partition("?")
    for text, name in known.items():
        place = place.replace(text, "{" + name + "}")
    asked, _, given = query.partition("=")
    return place + (f"?{asked}{'=' + given if asked == 'sort' or asked == 'q' else ''}" if query else "")


def deep(engine: str, big: World) -> None:
    """Far pages of the long lists: printed, not bounded."""
    print(f"\n{engine}, far pages")
    lists = ("/v3/apis", "/v3/api-publications", "/v3/portals/{portalId}/developers")
    for path in (*lists, "/v3/portals/{portalId}/application-registrations"):
        for number in (100, 1_000):
            filled = path.replace("{portalId}", grown(big)["portalId"])
            seconds, status = timed(big, big.operator, f"{filled}?page[number]={number}")
            print(f"  {path + ', page ' + str(number):<70}{seconds * 1e3:>10.2f} ms ({status})")


def main() -> int:
    missed = 0
    small_size, big_size = BIG.share(100 * SHARE), BIG.share(SHARE)
    for engine in os.environ.get("PORTICO_SCALE_ENGINES", "sqlite,postgresql").split(","):
        with ExitStack() as stack:
            small = ready(world(stack, engine, small_size))
            big = ready(world(stack, engine, big_size))
            missed += measure(engine, small, big)
            deep(engine, big)
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
