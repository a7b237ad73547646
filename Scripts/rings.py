#!/usr/bin/env python3
"""Runs rings of tests one after the other and says what ran: rings.py [--contracts DIR] RING...

A ring that fails does not stop the next. The last line is `N passed, M failed`, over all rings; a ring that ran
nothing, or that could not start, counts as one failure. A few tests that fail are run once more, by themselves: those
that pass then are named as unsteady, and are to be mended as such.
"""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PYTHON = ROOT / ".venv" / "bin" / "python"
BINARY = ROOT / ".build" / "debug" / "portico"
SWIFT_FILES = ("Sources", "Tests", "Benchmarks", "Package.swift")
COLOURS = re.compile(r"\x1b\[[0-9;]*[A-Za-z]")

SWIFT_TOTAL = re.compile(r"Test run with (\d+) tests?\b.* (passed|failed) after")
SWIFT_NAME = re.compile(r"^\S+ +Test (\w+)\(.* failed after .* seconds? with \d+ issues?")
PYTEST_NAME = re.compile(r"^(?:FAILED|ERROR) (\S+::\S+)")
MOST_UNSTEADY = 3
SWIFT_FAILURE = re.compile(r"^\S+ +Test (?!run\b|case\b).* failed after .* seconds? with \d+ issues?")
TALLY = re.compile(r"(\d+) (passed|failed|errors?|skipped)\b")


@dataclass(frozen=True)
class Outcome:
    """What a ring came to."""

    ring: str
    passed: int
    failed: int
    seconds: float
    unsteady: tuple[str, ...] = ()


def swift_tally(lines: list[str]) -> tuple[int, int]:
    """Sums what the test runs of `swift test` printed."""
    total = sum(int(found.group(1)) for line in lines if (found := SWIFT_TOTAL.search(line)))
    failed = sum(1 for line in lines if SWIFT_FAILURE.match(line))
    return max(total - failed, 0), failed


def closing_tally(lines: list[str]) -> tuple[int, int]:
    """Reads the last line that counts, as pytest and our own commands print it."""
    for line in reversed(lines):
        counts = TALLY.findall(line)
        if counts:
            passed = sum(int(number) for number, what in counts if what == "passed")
            return passed, sum(int(number) for number, what in counts if what != "passed")
    return 0, 0


def whole_tally(_: list[str]) -> tuple[int, int]:
    """A command that either succeeds or fails."""
    return 1, 0


def harness(*arguments: str) -> list[str]:
    return [str(PYTHON), *arguments]


def commands(contracts: Path | None) -> dict[str, tuple[list[str], Callable[[list[str]], tuple[int, int]]]]:
    """Each ring: its command and the reader of its output."""
    pytest = ["-m", "pytest", "-q", "-p", "no:cacheprovider"]
    return {
        "format": (["swift", "format", "lint", "--strict", "-r", *SWIFT_FILES], whole_tally),
        "build": (["swift", "build", "--build-tests"], whole_tally),
        "house": (["swift", "test", "--skip-build", "--filter", "HouseTests"], swift_tally),
        "swift": (harness("-m", "harness.postgres", "swift", "test", "--skip-build"), swift_tally),
        "tools": (harness(*pytest, "Tests/Harness"), closing_tally),
        "journey": (harness(*pytest, "Tests/Journey"), closing_tally),
        "hostile": (harness(*pytest, "Tests/Hostile"), closing_tally),
        "drawn": (["swift", "test", "--skip-build", "--filter", "DrawnDescriptionTests"], swift_tally),
        "reference": (harness(*pytest, "Tests/Reference"), closing_tally),
        "fuzz": (harness("Tests/Fuzz/fuzz.py"), closing_tally),
        "samples": (harness(*pytest, "Tests/Samples"), closing_tally),
        "browser": (harness(*pytest, "Tests/Browser"), closing_tally),
        "mail": (harness(*pytest, "Tests/Mail"), closing_tally),
        "crash": (harness("Tests/Crash/crash.py"), closing_tally),
        "cycles": (harness("Tests/Contract/cycles.py"), closing_tally),
        "contract": (harness("Tests/Contract/contract.py", "--shared", str(contracts)), closing_tally),
    }


def environment(contracts: Path | None) -> dict[str, str]:
    """What the rings are told: where the harness and the binary are, and the case tables when there are any."""
    told = dict(os.environ)
    told["PYTHONPATH"] = str(ROOT / "Tests" / "Harness")
    told["PYTHONDONTWRITEBYTECODE"] = "1"
    told.setdefault("PORTICO_BINARY", str(BINARY))
    # More at once starve each other on a small machine: tests of time-outs would meet their own.
    told.setdefault("SWT_EXPERIMENTAL_MAXIMUM_PARALLELIZATION_WIDTH", "6")
    if contracts:
        told.setdefault("PORTICO_CASES", str(contracts / "gateway-cases"))
        told.setdefault("PORTICO_CORPUS", str(contracts / "corpus" / "openapi"))
    return told


def again(ring: str, command: list[str], lines: list[str]) -> tuple[list[str], tuple[str, ...]]:
    """The command that runs what failed once more, and the names; no command when there is nothing to be so run."""
    if "pytest" in command:
        names = tuple(dict.fromkeys(found.group(1) for line in lines if (found := PYTEST_NAME.match(line))))
        repeated = [*command[:-1], *names]
    elif ring == "swift":
        names = tuple(dict.fromkeys(found.group(1) for line in lines if (found := SWIFT_NAME.match(line))))
        repeated = [*command, "--filter", f"/({'|'.join(names)})\\("]
    else:
        return [], ()
    return (repeated, names) if 0 < len(names) <= MOST_UNSTEADY else ([], names)


def run(ring: str, contracts: Path | None) -> Outcome:
    """Runs one ring; what failed of it once more."""
    command, tally = commands(contracts)[ring]
    outcome, lines = attempt(ring, command, tally, contracts)
    repeated, names = again(ring, command, lines) if outcome.failed else ([], ())
    # A run that broke off has not tried everything.
    if len(names) < outcome.failed or not outcome.passed or not repeated:
        return outcome
    second, _ = attempt(ring, repeated, tally, contracts)
    if second.failed:
        return outcome
    seconds = outcome.seconds + second.seconds
    return Outcome(ring, outcome.passed + outcome.failed, 0, seconds, names)


def attempt(
    ring: str, command: list[str], tally: Callable[[list[str]], tuple[int, int]], contracts: Path | None
) -> tuple[Outcome, list[str]]:
    """Runs a command, showing its output as it comes; gives that output too."""
    print(f"\n=== {ring}: {' '.join(command)}", flush=True)
    begun, lines = time.monotonic(), []
    told = environment(contracts)
    if ring == "drawn":
        told["PORTICO_DRAWN_SECONDS"] = os.environ.get("PORTICO_DRAWN_SECONDS", "60")
    try:
        process = subprocess.Popen(
            command, cwd=ROOT, env=told, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        )
    except OSError as error:
        print(f"{ring} cannot start: {error}")
        return Outcome(ring, 0, 1, 0), []
    for line in process.stdout or []:
        print(line, end="", flush=True)
        lines.append(COLOURS.sub("", line.rstrip()))
    status = process.wait()
    passed, failed = tally(lines)
    if status != 0 or passed + failed == 0:
        passed, failed = (0 if tally is whole_tally else passed), max(failed, 1)
    return Outcome(ring, passed, failed, time.monotonic() - begun), lines


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--contracts", type=Path, help="directory with contracts, conformance journeys and cases")
    parser.add_argument("rings", nargs="+", choices=list(commands(None)))
    options = parser.parse_args()
    contracts = options.contracts.resolve() if options.contracts else None
    if contracts and not contracts.is_dir():
        parser.error(f"--contracts: {contracts} is no directory")
    if "contract" in options.rings and not contracts:
        parser.error("the contract ring needs --contracts DIR")
    outcomes: list[Outcome] = []
    for ring in options.rings:
        outcomes.append(run(ring, contracts))
        if ring == "build" and outcomes[-1].failed:
            print("nothing else can run without a build")
            break
    print(f"\n{'ring':<12}{'passed':>8}{'failed':>8}{'seconds':>9}")
    for outcome in outcomes:
        print(f"{outcome.ring:<12}{outcome.passed:>8}{outcome.failed:>8}{outcome.seconds:>9.0f}")
    for outcome in outcomes:
        for name in outcome.unsteady:
            print(f"unsteady, passed at the second try: {outcome.ring}: {name}")
    passed, failed = sum(o.passed for o in outcomes), sum(o.failed for o in outcomes)
    print(f"\n{passed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
