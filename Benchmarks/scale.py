#!/usr/bin/env python3
"""What size costs: every list, filter, sort key, search and single read of the served documents, on an organisation of
200 portals, 20,000 APIs, 200,000 developers and 500,000 registrations against a hundredth of it.

The first page with its total must not take three times as long; far pages are printed. Half of the developers are on
one portal, whose lists begin with "grown". PORTICO_SCALE_SHARE=N makes both organisations N times smaller.
"""

from __future__ import annotations

import os
import sys
import time
from contextlib import ExitStack
from dataclasses import dataclass, field
from urllib.parse import quote

import requests
from harness.portico import UNLIMITED, Portico
from harness.postgres import Postgres

import population
from load import cpu_seconds
from population import BIG, Size

ROUNDS = int(os.environ.get("PORTICO_SCALE_ROUNDS", "5"))
SHARE = int(os.environ.get("PORTICO_SCALE_SHARE", "1"))
BOUND = 3.0
# What a request costs on its own varies by this much from one to the next.
NOISE = 0.0005
SKIPPED = ("/openapi.json", "/raw", "/content", "/images/", "/sso", "/stats")


@dataclass
class World:
    """One filled installation, and the sessions that ask it."""

    size: Size
    portico: Portico
    token: str
    plane: str
    times: dict[str, float] = field(default_factory=dict)
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

    def ask(self, session: requests.Session, path: str) -> requests.Response:
        return session.get(self.base + path, timeout=120, allow_redirects=False)

    def settle(self) -> None:
        """Waits until the process has read what it keeps in memory."""
        deadline = time.monotonic() + 300
        while time.monotonic() < deadline:
            before = cpu_seconds(self.portico.pid)
            time.sleep(1)
            if cpu_seconds(self.portico.pid) - before < 0.05:
                return


def world(stack: ExitStack, engine: str, size: Size) -> World:
    """A filled installation that runs."""
    url = stack.enter_context(Postgres()).new_database() if engine == "postgresql" else None
    portico = stack.enter_context(Portico(database_url=url, gateway=False, extra=UNLIMITED))
    token = portico.set_up()
    plane = requests.get(
        f"http://127.0.0.1:{portico.port}/v2/control-planes", headers={"Authorization": f"Bearer {token}"}, timeout=10
    ).json()["data"][0]["id"]
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
    found = item.get(name)
    outer, _, inner = name.partition("_")
    if found is None and isinstance(item.get(outer), dict):
        found = item[outer].get(inner)
    if isinstance(found, list):
        found = found[0] if found else None
    if found is None:
        found = item.get(f"{name}s", [None])[0] if isinstance(item.get(f"{name}s"), list) and item[f"{name}s"] else None
    if found is None:
        others = {"api_name": f"API {population.name(7)}", "portal_name": f"portal {population.name(1)}"}
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
    body = world.ask(session, path).json()
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
        found += [f"{path}?q={word}" for word in ("willow", "granite 14")]
    return found


def measure(world: World) -> None:
    """Times every question; the shape of an address stands for it, because ids differ between sizes."""
    for side, session, known in (
        ("", world.operator, ids(world)),
        ("portal ", world.developer, ids(world)),
        ("grown ", world.operator, grown(world)),
    ):
        names = {text: name for name, text in known.items()}
        for path in questions(world, session, known):
            label = side + label_of(path, names)
            if side == "grown " and "{" not in label:
                continue
            answers = [timed(world, session, path) for _ in range(ROUNDS)]
            # The quickest says the most: everything else that runs here only adds.
            world.times[label] = min(seconds for seconds, _ in answers)
            world.statuses[label] = answers[-1][1]
            world.asked[label] = (session, path)


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


def again(small: World, big: World) -> None:
    """Measures in turn what seems to have grown, so that a moment's load of the machine is not blamed on size."""
    for label in small.times.keys() & big.times.keys():
        for _ in range(3 * ROUNDS):
            if (big.times[label] + NOISE) / (small.times[label] + NOISE) < BOUND:
                break
            for one in (small, big):
                one.times[label] = min(one.times[label], timed(one, *one.asked[label])[0])


def table(engine: str, small: World, big: World) -> int:
    """Prints every question with its cost in both worlds; gives how many grew too much."""
    print(f"\n{engine}: {'':<75}{'small ms':>10}{'big ms':>10}{'ratio':>8}")
    missed = 0
    for label in sorted(small.times.keys() & big.times.keys()):
        ratio = (big.times[label] + NOISE) / (small.times[label] + NOISE)
        # Where the answer does not exist in one of the worlds there is nothing to compare.
        known = small.statuses[label] == big.statuses[label] == 200
        verdict = "" if ratio < BOUND else "MISSED" if known else "other answer"
        missed += verdict == "MISSED"
        costs = f"{small.times[label] * 1e3:>8.2f}{big.times[label] * 1e3:>10.2f}{ratio:>8.2f}"
        print(f"{label:<88}{costs} {verdict}".rstrip())
    verdict = "kept" if missed == 0 else "MISSED"
    print(f"  {verdict:<7}{engine}: {missed} of {len(big.times)} reads take {BOUND:g} times as long or more")
    print(f"  not asked, for want of one: {len(big.unasked)}\n    " + "\n    ".join(sorted(big.unasked)))
    return missed


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
            small = world(stack, engine, small_size)
            measure(small)
            big = world(stack, engine, big_size)
            measure(big)
            again(small, big)
            missed += table(engine, small, big)
            deep(engine, big)
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
