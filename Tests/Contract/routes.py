"""Compares what the program serves with what the contracts promise, both ways.

The routes come from the program's own documents (`/openapi.json` of the management API and of a portal's developer
API). Names of path parameters may differ, shapes may not. What is promised and not served yet stands in `not-yet.txt`,
what is served beyond the contracts in `beyond.txt`; both hold a line per operation and may hold nothing else.
"""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import urlsplit

import yaml
from harness.api import Caller, Operator
from harness.portico import Portico

FOLDER = Path(__file__).resolve().parent
METHODS = ("get", "put", "post", "patch", "delete")
Routes = dict[str, str]


def shape(method: str, path: str) -> str:
    """An operation without the names of its path parameters."""
    return f"{method.upper()} " + re.sub(r"\{[^}]+\}", "{}", path)


def routes(document: dict, prefix: str = "") -> Routes:
    """The operations of a document by shape, each with its path as written."""
    found: Routes = {}
    for path, item in document["paths"].items():
        for method in METHODS:
            if method in item:
                found[shape(method, prefix + path)] = f"{method.upper()} {prefix}{path}"
    return found


def promised(contracts: Path) -> Routes:
    """The operations of every contract, below the prefix of its server."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    found: Routes = {}
    for file in sorted(contracts.glob("*.yaml")):
        document = yaml.load(file.read_text(), Loader=loader)
        found |= routes(document, urlsplit(document["servers"][0]["url"]).path.rstrip("/"))
    return found


def served(portico: Portico, token: str) -> Routes:
    """The operations that a running server says it has."""
    operator = Operator(portico, token)
    slug = "documented"
    portal = operator.post("/v3/portals", {"name": slug})
    developer = Caller(portico, portal["default_domain"])
    found = routes(operator.get("/openapi.json")) | routes(developer.get("/openapi.json"))
    operator.delete(f"/v3/portals/{portal['id']}?force=true")
    return found


def listed(name: str) -> set[str]:
    """The operations of a list, by shape."""
    lines = (line.partition("#")[0].split() for line in (FOLDER / name).read_text().splitlines())
    return {shape(*line) for line in lines if line}


def faults(promises: Routes, serves: Routes, not_yet: set[str], beyond: set[str]) -> list[str]:
    """Each way in which the two differ beyond what the lists admit, and each line of a list that is out of date."""
    missing, extra = promises.keys() - serves.keys(), serves.keys() - promises.keys()
    found = [f"promised and not served: {promises[one]}" for one in sorted(missing - not_yet)]
    found += [f"served and not promised: {serves[one]}" for one in sorted(extra - beyond)]
    found += [f"served by now, take it from not-yet.txt: {one}" for one in sorted(not_yet & serves.keys())]
    found += [f"not promised by any contract: {one} in not-yet.txt" for one in sorted(not_yet - promises.keys())]
    found += [f"not served, or promised: {one} in beyond.txt" for one in sorted(beyond - extra)]
    return found


def judge(contracts: Path, portico: Portico, token: str) -> tuple[int, int]:
    """Prints what differs; gives the operations that agree and the number of faults."""
    promises, serves = promised(contracts), served(portico, token)
    not_yet, beyond = listed("not-yet.txt"), listed("beyond.txt")
    found = faults(promises, serves, not_yet, beyond)
    agreeing = len(promises.keys() & serves.keys())
    print(f"  routes: {agreeing} of {len(promises)} promised operations are served, {len(beyond)} beyond them")
    for fault in found:
        print(f"      {fault}")
    return agreeing, len(found)
