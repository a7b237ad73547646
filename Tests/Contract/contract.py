#!/usr/bin/env python3
"""Runs conformance journeys against real servers on both engines: contract.py --shared DIR.

DIR holds `contracts/` and `conformance/`. Journeys named in journeys.txt must pass; the others are reported. Our own,
in `own/`, call what the given ones leave out. Before them the routes of the program are compared with the contracts,
and the limits of bodies and the questions of lists are tried: see routes.py, limits.py and lists.py.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path

from harness.portico import Portico
from harness.postgres import Postgres

import limits
import lists
import routes

REQUIRED = Path(__file__).with_name("journeys.txt")
# A bridge of a journey runs on this machine.
NEAR = ("--allowed-networks=127.0.0.0/8",)
# Contracts of which every operation succeeds in some journey and never differs.
WHOLE = (
    "api-builder-v3",
    "application-auth-strategies-v2",
    "audit-logs-v2",
    "audit-logs-v3",
    "control-planes-v2",
    "organizations-v3",
    "portal-management-v3",
)


def required() -> set[str]:
    """The names of the journeys that must pass."""
    lines = (line.partition("#")[0].strip() for line in REQUIRED.read_text().splitlines())
    return {line for line in lines if line}


def report(shared: Path, portico: Portico) -> dict:
    """Runs all journeys against a server and gives the toolkit's report."""
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "report.json"
        options = ["--base", f"http://127.0.0.1:{portico.port}", "--token", portico.set_up()]
        options += ["--mail-dir", str(portico.mail_folder), "--shared", str(shared), "--json", str(out)]
        script = str(Path(__file__).with_name("run.py"))
        done = subprocess.run([sys.executable, script, *options], capture_output=True, text=True, check=False)
        assert out.is_file(), f"the journeys did not run:\n{done.stdout}{done.stderr}"
        return json.loads(out.read_text())


def judge(engine: str, found: dict) -> tuple[int, int]:
    """Prints each journey; gives the steps that passed and failed of those that must pass."""
    passed, failed, missing = 0, 0, required()
    for journey in found["journeys"]:
        name, steps = journey["journey"], journey["steps"]
        failures = [step for step in steps if step["failure"]]
        must = name in missing
        missing.discard(name)
        good = bool(steps) and not failures
        verdict = "pass" if good else "FAIL" if must else "not yet"
        print(f"  {verdict:<8} {name:<24} {len(steps) - len(failures)}/{len(steps)} {journey['skipped']}")
        if must:
            passed += len(steps) - len(failures)
            failed += len(failures) or (0 if steps else 1)
            for step in failures:
                print(f"      {step['name']}\n        " + step["failure"].replace("\n", "\n        "))
    for name in sorted(missing):
        print(f"  FAIL     {name:<24} no such journey")
    for name, cover in found["coverage"].items():
        print(f"  {name}: {cover['conforming']} of {cover['total']} operations conform")
        if name in WHOLE and cover["lacking"]:
            print(f"  FAIL     {name} lacks {', '.join(cover['lacking'])}")
            failed += len(cover["lacking"])
    print(f"  {engine}: {passed} steps passed, {failed} failed")
    return passed, failed + len(missing)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", type=Path, required=True)
    shared = parser.parse_args().shared.resolve()
    with Portico() as portico:
        token = portico.set_up()
        rings = [part.judge(shared / "contracts", portico, token) for part in (routes, limits, lists)]
        totals = [sum(counts) for counts in zip(*rings, strict=True)]
    for engine in ("sqlite", "postgresql"):
        print(f"{engine}:", flush=True)
        if engine == "sqlite":
            with Portico(extra=NEAR) as portico:
                outcome = judge(engine, report(shared, portico))
        else:
            with Postgres() as server, Portico(database_url=server.new_database(), extra=NEAR) as portico:
                outcome = judge(engine, report(shared, portico))
        totals = [total + part for total, part in zip(totals, outcome, strict=True)]
    print(f"\n{totals[0]} passed, {totals[1]} failed")
    return 1 if totals[1] else 0


if __name__ == "__main__":
    sys.exit(main())
