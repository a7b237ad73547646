"""Load by wrk, and what it costs the server: requests per second and CPU microseconds per request."""

from __future__ import annotations

import os
import re
import shutil
import statistics
import subprocess
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

TICKS = os.sysconf("SC_CLK_TCK")
ROUNDS = int(os.environ.get("PORTICO_BENCH_ROUNDS", "3"))
SECONDS = int(os.environ.get("PORTICO_BENCH_SECONDS", "4"))
CONNECTIONS = 32


def cpu_seconds(pid: int) -> float:
    """User and system time of a process and its children so far."""
    own = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    spent = (int(own[11]) + int(own[12])) / TICKS
    return spent + sum(cpu_seconds(child) for child in children(pid))


def children(pid: int) -> list[int]:
    """The processes that a process has started and that live."""
    found: list[int] = []
    for task in Path(f"/proc/{pid}/task").iterdir():
        found += map(int, (task / "children").read_text().split())
    return found


def resident_megabytes(pid: int) -> float:
    """The memory of a process, children included, that is not swapped out."""
    status = Path(f"/proc/{pid}/status").read_text()
    found = re.search(r"VmRSS:\s+(\d+) kB", status)
    return int(found.group(1)) / 1024 + sum(map(resident_megabytes, children(pid))) if found else 0


@dataclass
class Target:
    """A server under load, and what its rounds came to."""

    name: str
    url: str
    pid: int
    headers: tuple[str, ...] = ()
    script: Path | None = None
    rates: list[float] = field(default_factory=list)
    costs: list[float] = field(default_factory=list)
    p99: list[str] = field(default_factory=list)

    @property
    def rate(self) -> float:
        return statistics.median(self.rates)

    @property
    def cost(self) -> float:
        """Microseconds of CPU per request."""
        return statistics.median(self.costs)

    def load(self, seconds: int = SECONDS) -> None:
        """One round; any answer other than 2xx fails the benchmark."""
        assert shutil.which("wrk"), "wrk is not installed"
        options = [part for header in self.headers for part in ("-H", header)]
        if self.script:
            options += ["-s", str(self.script)]
        before = cpu_seconds(self.pid)
        call = ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{seconds}s", "--latency", *options, self.url]
        output = subprocess.run(call, capture_output=True, text=True, check=True).stdout
        spent = cpu_seconds(self.pid) - before
        assert "Non-2xx" not in output, f"{self.name} refused:\n{output}"
        requests = int(re.search(r"(\d+) requests in", output).group(1))
        assert requests, f"{self.name} answered nothing:\n{output}"
        self.rates.append(float(re.search(r"Requests/sec:\s+([\d.]+)", output).group(1)))
        self.costs.append(spent / requests * 1e6)
        self.p99.append(re.search(r"99%\s+(\S+)", output).group(1))


def race(targets: list[Target]) -> None:
    """Rounds of load on each, after a warm-up; the order turns round each time."""
    for target in targets:
        target.load(1)
        target.rates.clear(), target.costs.clear(), target.p99.clear()
    for number in range(ROUNDS):
        for target in targets if number % 2 == 0 else reversed(targets):
            target.load()


def table(title: str, targets: list[Target], base: Target) -> None:
    """Prints the medians, with ratios to the base."""
    print(f"\n{title}")
    print(f"{'':<28}{'req/s':>10}{'of base':>9}{'CPU us/req':>12}{'of base':>9}{'p99':>10}")
    for target in targets:
        ratios = target.rate / base.rate, target.cost / base.cost
        print(
            f"{target.name:<28}{target.rate:>10,.0f}{ratios[0]:>9.2f}{target.cost:>12.1f}{ratios[1]:>9.2f}"
            f"{target.p99[-1]:>10}"
        )


def promise(what: str, value: float, bound: float, holds: Callable[[float, float], bool], unit: str = "") -> None:
    """Prints whether a promise holds."""
    verdict = "kept" if holds(value, bound) else "MISSED"
    print(f"  {verdict:<7}{what}: {value:.2f}{unit}, promised {bound:g}{unit}")


def at_most(value: float, bound: float) -> bool:
    return value <= bound


def at_least(value: float, bound: float) -> bool:
    return value >= bound
