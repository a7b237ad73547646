#!/usr/bin/env python3
"""How long a start takes until /readyz says yes, on existing data, and the memory that a server at rest needs."""

from __future__ import annotations

import statistics
import subprocess
import time

import requests
from harness.portico import Portico, binary
from harness.process import free_port

from load import at_most, promise, resident_megabytes

STARTS = 10
REST_SECONDS = 5


def start_milliseconds(portico: Portico) -> float:
    """From the creation of the process to the first 200 of /readyz, polled without pause."""
    listen = f"127.0.0.1:{free_port()}"
    places = ["--listen", listen, "--gateway", f"127.0.0.1:{free_port()}", "--admin", f"127.0.0.1:{free_port()}"]
    with (portico.folder / "start.log").open("ab") as log:
        begun = time.perf_counter()
        call = [binary(), "serve", "--data", str(portico.data), *places]
        process = subprocess.Popen(call, stdout=log, stderr=log)
    session = requests.Session()
    try:
        while process.poll() is None:
            try:
                if session.get(f"http://{listen}/readyz", timeout=1).status_code == 200:
                    return (time.perf_counter() - begun) * 1000
            except requests.RequestException:
                time.sleep(0.001)
        raise AssertionError("the server ended instead of starting")
    finally:
        process.terminate()
        process.wait()


def main() -> None:
    with Portico() as portico:
        portico.set_up()
        time.sleep(REST_SECONDS)
        memory = resident_megabytes(portico.pid)
        portico.stop()
        times = [start_milliseconds(portico) for _ in range(STARTS)]
    low, high = min(times), max(times)
    print(f"\nstart: median {statistics.median(times):.0f} ms of {STARTS} (from {low:.0f} to {high:.0f} ms)")
    promise("start until ready", statistics.median(times), 300, at_most, " ms")
    promise("memory at rest", memory, 80, at_most, " MB")


if __name__ == "__main__":
    main()
