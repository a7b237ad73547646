"""Asks every list of the contracts in every way that they give, and in some that they do not.

Filters with each of their operators and sort attributes in both directions are taken; unknown filters, operators,
attributes and pages are refused by their names.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from harness.api import Operator
from harness.portico import Portico

from limits import ABSENT, AUDIT, CATALOG, IDENTITY, PLANES, PORTALS, PREFIX, STRATEGIES, Contract, world

# What the world calls the parameters of paths.
NAMES = {
    "portalId": "portal",
    "apiId": "api",
    "packageId": "package",
    "applicationId": "application",
    "developerId": "developer",
    "teamId": "team",
}
# Values of filters that do not take every text.
SAMPLES = {"ts": "2022-11-04T20:10:06.927Z", "type": "authorization"}
# Filters without a short form.
LONG = {"ts"}
ATTRIBUTE = re.compile(r"^\s*- (\w+)\s*$", re.MULTILINE)
Query = tuple[str, str]


def sample(field: str, schema: dict) -> str:
    """A value that a filter takes."""
    if field in SAMPLES:
        return SAMPLES[field]
    if schema.get("type") == "boolean":
        return "true"
    if schema.get("title", "").startswith("DateTime"):
        return "2022-11-04T20:10:06.927Z"
    return ABSENT if field == "id" or field.endswith("_id") else "x"


def filters(contract: Contract, schema: dict) -> Iterator[Query]:
    """Each filter of a list, with each of its operators and without."""
    for field, node in contract.resolved(schema).get("properties", {}).items():
        found = contract.resolved(node)
        value = sample(field, found)
        parts = found.get("oneOf") or found.get("allOf") or [found]
        operators = [name for part in parts for name in contract.resolved(part).get("properties", {})]
        shorts = [] if field in LONG else [""]
        name = f"filter[{field}.env]" if "allOf" in found else f"filter[{field}]"
        yield from ((name + (f"[{operator}]" if operator else ""), value) for operator in shorts + operators)


def questions(contract: Contract, parameters: list[dict]) -> Iterator[tuple[Query, str]]:
    """What a list is asked, and the parameter that it must complain about; none when it must answer."""
    for parameter in parameters:
        name = parameter["name"]
        if name == "filter":
            asked = list(filters(contract, parameter["schema"]))
            yield from ((query, "") for query in asked)
            yield ("filter[zz_unknown]", "x"), "filter[zz_unknown]"
            if asked:
                field = asked[0][0]
                yield (f"{field}[zz]", "x"), f"{field}[zz]"
        elif name == "sort":
            for attribute in ATTRIBUTE.findall(parameter.get("description", "")):
                yield from ((("sort", attribute + order), "") for order in ("", " asc", " desc"))
            yield from ((("sort", wrong), "sort") for wrong in ("zz_unknown", "-created_at", "created_at sideways"))
        elif name in ("page[size]", "page[number]"):
            yield from (((name, wrong), name) for wrong in ("0", "-1", "x", "1.5"))
            yield (name, "1"), ""


def lists(contract: Contract) -> Iterator[tuple[str, list[dict]]]:
    """The paths of a contract that are read with filters, an order or pages, each with its parameters."""
    for path, item in contract.document["paths"].items():
        if "get" in item:
            given = [*item.get("parameters", ()), *item["get"].get("parameters", ())]
            parameters = [contract.resolved(parameter) for parameter in given]
            if any(parameter["in"] == "query" for parameter in parameters):
                yield path, parameters


def judge(contracts: Path, portico: Portico, token: str) -> tuple[int, int]:
    """Prints every question that gets the wrong answer; gives how many got the right one, and how many did not."""
    operator = Operator(portico, token)
    names, passed, failed = world(operator, "lists"), 0, 0
    print("lists:", flush=True)
    for name in (PORTALS, CATALOG, STRATEGIES, PLANES, IDENTITY, AUDIT):
        contract, prefix = Contract(contracts / f"{name}.yaml"), PREFIX[name]
        for path, parameters in lists(contract):
            place = re.sub(r"\{(\w+)\}", lambda found: names.get(NAMES.get(found[1], ""), ABSENT), path)
            if operator.send("GET", prefix + place).status_code != 200:
                continue
            for query, field in questions(contract, parameters):
                answer = operator.send("GET", prefix + place, query=[query])
                told = answer.json().get("invalid_parameters", ()) if answer.status_code == 400 else ()
                good = field in [one["field"] for one in told] if field else answer.status_code == 200
                passed, failed = passed + good, failed + (not good)
                if not good:
                    print(f"  FAIL     GET {path} {query}: {answer.status_code} {answer.text[:200]}")
    print(f"  lists: {passed} questions answered as they should be, {failed} not")
    return passed, failed
