#!/usr/bin/env python3
"""Runs the given journeys and our own against one server, and writes the toolkit's report: run.py --shared DIR ...

Our own are in `own/`, in the style of the given ones. They call what the given journeys leave out.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import sys
from pathlib import Path
from types import ModuleType

OWN = Path(__file__).with_name("own")


def load(path: Path) -> ModuleType:
    """One of our journeys, by the name `own.NAME`."""
    spec = importlib.util.spec_from_file_location(f"own.{path.stem}", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    for name, kind in (("shared", Path), ("base", str), ("token", str), ("mail-dir", Path), ("json", Path)):
        parser.add_argument(f"--{name}", type=kind, required=True)
    parser.add_argument("--only", action="append", help="a journey; may be repeated")
    options = parser.parse_args()
    # The toolkit's modules have the names of ours.
    sys.path[0] = str(options.shared / "conformance")
    import report
    import run as toolkit
    from contract import Contracts, Record
    from world import Target, World
    from world import run as walk

    contracts, record = Contracts(options.shared / "contracts"), Record()
    target = Target(options.base, options.token, options.mail_dir)
    modules = toolkit.chosen(None) + [load(path) for path in sorted(OWN.glob("*.py"))]
    wanted = options.only or []
    chosen = [module for module in modules if not wanted or module.__name__.rpartition(".")[2] in wanted]
    results = [walk(module, World(target, contracts, record), record) for module in chosen]
    found = report.data(results, contracts, record)
    for name, contract in contracts.by_name.items():
        conforming = record.conforming(name)
        found["coverage"][name]["lacking"] = [
            operation.id for operation in contract.operations.values() if operation not in conforming
        ]
    options.json.write_text(json.dumps(found, indent=2))
    print(report.text(results, contracts, record))
    return 0


if __name__ == "__main__":
    sys.exit(main())
