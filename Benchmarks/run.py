#!/usr/bin/env python3
"""Runs every benchmark, or those named: run.py [api] [gateway] [pages] [reference] [scale] [startup].

Prints what it measured, good or bad."""

from __future__ import annotations

import os
import platform
import subprocess
import sys
import time
from pathlib import Path

FOLDER = Path(__file__).resolve().parent
ALL = ("startup", "pages", "gateway", "api", "scale", "reference")


def main() -> int:
    chosen = sys.argv[1:] or list(ALL)
    print(f"{platform.platform()}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.2f}")
    failed = []
    for name in chosen:
        print(f"\n=== {name}", flush=True)
        begun = time.monotonic()
        status = subprocess.run([sys.executable, str(FOLDER / f"{name}.py")], check=False).returncode
        print(f"({time.monotonic() - begun:.0f} s)")
        if status:
            failed.append(name)
    if failed:
        print(f"\nnot measured: {', '.join(failed)}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
