#!/usr/bin/env python3
"""Asks a running server everything that its own OpenAPI documents allow, and much that they do not.

fuzz.py [--cases N] [--seed N]. Both documents must be valid; no answer may be a 500, have a status or a media type that
its operation does not document, or break its schema. The seed is printed; N cases at most are drawn per operation.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from harness.api import Caller, Developer, Operator
from harness.portico import UNLIMITED, Portico
from openapi_spec_validator import OpenAPIV31SpecValidator

CHECKS = (
    "not_a_server_error",
    "status_code_conformance",
    "content_type_conformance",
    "response_headers_conformance",
    "response_schema_conformance",
)
TOOL = Path(sys.executable).with_name("schemathesis")
TESTED = re.compile(r"^\s*Tested: (\d+)", re.MULTILINE)
FAILED = re.compile(r"(\d+) unique failures?")
DESCRIPTION = """
openapi: 3.0.3
info: {title: Orders, version: 1.0.0}
paths:
  /orders:
    get: {operationId: list-orders, summary: List orders, responses: {'200': {description: OK}}}
"""


@dataclass(frozen=True)
class Door:
    """A document, and how to call what it describes."""

    name: str
    caller: Caller
    headers: dict[str, str]
    # What must still answer when all is over: an operation that locks the caller out would empty the rest of the run.
    lasting: str
    # Whoever signs out in the middle, or takes the token away that is used, learns nothing more.
    left_out: tuple[str, ...] = ()


def world(portico: Portico) -> list[Door]:
    """A portal with a developer, an API and an application, and the doors to them."""
    token = portico.set_up()
    operator = Operator(portico, token)
    portal = operator.post("/v3/portals", {"name": "orchard", "authentication_enabled": True})
    developer = Developer(portico, portal, "ada@example.com")
    developer.sign_up()
    operator.set_developer(portal["id"], developer.address, "approved")
    developer.sign_in()
    api = operator.post("/v3/apis", {"name": "Orders", "spec_content": DESCRIPTION, "attributes": {"team": ["shop"]}})
    operator.publish(api["id"], portal["id"], visibility="public")
    application = developer.application("Shop")
    developer.register(application["id"], api["id"])
    developer.key(application["id"])
    operator.post(f"/v3/portals/{portal['id']}/teams", {"name": "Partners"})
    operator.proxy(operator.control_plane(), "orders", "http://127.0.0.1:1")
    host = {"Host": portal["default_domain"]}
    sessions = ("/api/v3/developer/logout", "/api/v3/developer/refresh")
    person, token_path = "/v3/users/{userId}", "/v3/users/{userId}/access-tokens/{tokenId}"
    own = (person, token_path, token_path + "/revoke")
    # The management API comes last: it deletes portals.
    return [
        Door("developer API, visitors", Caller(portico, portal["default_domain"]), host, "/api/v3/portal"),
        Door("developer API", developer, {**host, "Cookie": developer.cookie}, "/api/v3/developer/me", sessions),
        Door("management API", operator, {"Authorization": f"Bearer {token}"}, "/v3/portals", own),
    ]


def valid(door: Door) -> bool:
    """Whether the document keeps the rules of OpenAPI."""
    faults = list(OpenAPIV31SpecValidator(door.caller.get("/openapi.json")).iter_errors())
    for fault in faults[:10]:
        print(f"  {door.name}: {'/'.join(map(str, fault.absolute_path))}: {fault.message[:200]}")
    return not faults


def fuzz(door: Door, portico: Portico, cases: int, seed: int) -> tuple[int, int]:
    """Runs the tool on a document; gives the operations that it tested and the failures that it found."""
    document = portico.folder / f"{door.name}.json"
    document.write_text(json.dumps(door.caller.get("/openapi.json")))
    command = [str(TOOL), "run", str(document), "--url", f"http://127.0.0.1:{portico.port}", "--seed", str(seed)]
    command += ["--phases", "examples,coverage,fuzzing", "--max-examples", str(cases), "--checks", ",".join(CHECKS)]
    # One worker: a parser of Python 3.11 that the tool uses breaks on two threads.
    command += ["--workers", "1", "--continue-on-failure", "--no-shrink", "--warnings", "off", "--no-color"]
    for name, value in door.headers.items():
        command += ["--header", f"{name}: {value}"]
    for path in door.left_out:
        command += ["--exclude-path", path]
    begun = time.monotonic()
    told = {**os.environ, "HYPOTHESIS_STORAGE_DIRECTORY": str(portico.folder / "hypothesis")}
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=portico.folder, env=told)
    tested = int(found.group(1)) if (found := TESTED.search(done.stdout)) else 0
    failed = int(found.group(1)) if (found := FAILED.search(done.stdout)) else 0
    print(f"  {door.name}: {tested} operations in {time.monotonic() - begun:.0f} s, {failed} failures", flush=True)
    if done.returncode:
        print(done.stdout + done.stderr)
        failed = max(failed, 1)
    return tested, failed


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cases", type=int, default=int(os.environ.get("PORTICO_FUZZ_CASES", "4")))
    parser.add_argument("--seed", type=int, default=int(os.environ.get("PORTICO_FUZZ_SEED", time.time_ns() % 10**9)))
    options = parser.parse_args()
    print(f"seed {options.seed}, {options.cases} cases per operation", flush=True)
    passed, failed = 0, 0
    with Portico(gateway=False, extra=UNLIMITED) as portico:
        for door in world(portico):
            good = valid(door)
            tested, faults = fuzz(door, portico, options.cases, options.seed)
            passed += int(good) + tested - faults
            failed += int(not good) + faults
            door.caller.get(door.lasting)
        bugs = portico.log().count("a bug of ours")
        print(f"  the log tells of {bugs} bugs")
    print(f"\n{passed} passed, {failed + bugs} failed")
    return 1 if failed + bugs else 0


if __name__ == "__main__":
    sys.exit(main())
