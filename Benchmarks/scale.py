#!/usr/bin/env python3
"""What size costs: every list, filter, sort key, search and single read of the served documents, on an organisation of
200 portals, 20,000 APIs, 200,000 developers and 500,000 registrations against a hundredth of it.

The first page with its total must not take three times as long; page 100 is printed. PORTICO_SCALE_SHARE=N makes both
organisations N times smaller. Then how fast a signed-in developer reads, and an operator writes.
"""

from __future__ import annotations

import os
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

import requests
from harness.portico import UNLIMITED, Portico
from harness.postgres import Postgres
from harness.process import free_port, listens, Child

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
    """What stands in paths: things in the middle of their lists."""
    portals = world.size.portals
    member = portals * 4
    return {
        "portalId": population.key(population.PORTAL, 0),
        "apiId": population.key(population.API, portals),
        "apiIdOrSlug": population.key(population.API, portals),
        "developerId": population.key(population.DEVELOPER, member),
        "teamId": population.key(population.TEAM, 0),
        "applicationId": population.key(population.APPLICATION, 0),
        "registrationId": population.key(population.REGISTRATION, 0),
        "versionId": population.key(population.VERSION, portals),
        "specId": population.key(population.VERSION, portals),
        "documentId": population.key(population.DOCUMENT, portals),
        "documentIdOrSlug": population.key(population.DOCUMENT, portals),
        "controlPlaneId": world.plane,
        "EntityId": population.key(population.SERVICE, 1),
        "ParentId": population.key(population.SERVICE, 1),
    }


def value(item: dict, field_name: str) -> str | None:
    """What an item of a list has for a filter: the member of that name, or of an object inside."""
    found = item.get(field_name)
    if found is None and "_" in field_name:
        outer, _, inner = field_name.partition("_")
        nested = item.get(outer)
        found = nested.get(inner) if isinstance(nested, dict) else None
    if isinstance(found, bool):
        return str(found).lower()
    return found if isinstance(found, str) and found else None


def questions(world: World, session: requests.Session) -> list[str]:
    """Every address to ask: each read of the document, and each list in every way that it allows."""
    document, known, asked = world.ask(session, "/openapi.json").json(), ids(world), []
    for path, operations in document["paths"].items():
        story = operations.get("get")
        if story is None or any(part in path for part in SKIPPED):
            continue
        filled = path
        for name, text in known.items():
            filled = filled.replace("{" + name + "}", text)
        if "{" in filled or world.ask(session, filled).status_code != 200:
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
        text = value(first, name) if isinstance(first, dict) else None
        if text is None:
            continue
        found.append(f"{path}?filter[{name}]={quote(text)}")
        if "T" not in text[10:11] and text not in ("true", "false"):
            found.append(f"{path}?filter[{name}][contains]={quote(text[-12:])}")
    if "patternProperties" in named.get("filter", {}).get("schema", {}):
        found.append(f"{path}?filter[labels.env]=prod")
        found.append(f"{path}?filter[attributes.domain]={quote('domain 0')}")
    if "sort" in named:
        keys = named["sort"]["schema"]["pattern"].removeprefix("^(").partition(")")[0].split("|")
        found += [f"{path}?sort={key}{turn}" for key in keys for turn in ("", " desc")]
    if "q" in named:
        found += [f"{path}?q={word}" for word in ("willow", "granite 14")]
    return found


def measure(world: World) -> None:
    """Times every question; the shape of an address stands for it, because ids differ between sizes."""
    for session in (world.operator, world.developer):
        side = "" if session is world.operator else "portal "
        known = {text: name for name, text in ids(world).items()}
        for path in questions(world, session):
            answers = [timed(world, session, path) for _ in range(ROUNDS)]
            label = side + label_of(path, known)
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
    return missed


def deep(engine: str, big: World) -> None:
    """Page 100 of the long lists: printed, not bounded."""
    print(f"\n{engine}, page 100")
    for path in ("/v3/apis", "/v3/portals/{portalId}/developers", "/v3/api-publications"):
        filled = path.replace("{portalId}", ids(big)["portalId"])
        seconds, status = timed(big, big.operator, f"{filled}?page[number]=100")
        print(f"  {path:<60}{seconds * 1e3:>10.2f} ms ({status})")


def throughput(engine: str, big: World, bare: int) -> None:
    """How fast one signed-in developer's page of the catalog is, beside a server that does nothing else."""

    def rate(url: str, headers: dict[str, str], seconds: float = 3) -> float:
        stop, count = time.monotonic() + seconds, 0

        def work() -> int:
            session, done = requests.Session(), 0
            while time.monotonic() < stop:
                session.get(url, headers=headers, timeout=30).raise_for_status()
                done += 1
            return done

        with ThreadPoolExecutor(4) as pool:
            count = sum(pool.map(lambda _: work(), range(4)))
        return count / seconds

    nothing = rate(f"http://127.0.0.1:{bare}/", {}) if bare else 0
    read = rate(f"{big.base}/api/v3/apis", dict(big.developer.headers))
    share = f", {read / nothing:.2f} of a bare route (target 0.3)" if nothing else ""
    print(f"\n{engine}: a signed-in developer reads the catalog {read:.0f} times a second{share}")
    begun, count = time.monotonic(), 0
    while time.monotonic() - begun < 3:
        body = {"name": f"writes {time.monotonic_ns()}"}
        big.operator.post(f"{big.base}/v3/apis", json=body, timeout=30).raise_for_status()
        count += 1
    print(f"{engine}: one operator writes {count / 3:.0f} APIs a second")


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
            throughput(engine, big, bare_route(stack, big))
    return 1 if missed else 0


def bare_route(stack: ExitStack, big: World) -> int:
    """The port of a bare Hummingbird route with the bytes of the catalog; 0 when it is not built."""
    beside = Path(os.environ.get("PORTICO_BINARY", ".build/release/portico")).resolve().with_name("bare-hummingbird")
    if not beside.is_file():
        return 0
    page = big.portico.folder / "page.json"
    page.write_bytes(big.ask(big.developer, "/api/v3/apis").content)
    port = free_port()
    child = Child("bare", [str(beside), str(page), str(port)], big.portico.folder / "bare.log")
    stack.callback(child.stop)
    child.wait_until(lambda: listens(port))
    return port


if __name__ == "__main__":
    sys.exit(main())
