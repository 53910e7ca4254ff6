from __future__ import annotations

import argparse
import logging
import sys
from pathlib import Path

from etl.plugins import PluginManager
from etl.runner import ParallelRunner


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="etl")
    parser.add_argument("--plugins", type=Path, default=Path(__file__).parent / "plugins.d")
    parser.add_argument("--transform", default="normalise")
    parser.add_argument("-j", "--jobs", type=int, default=2)
    args = parser.parse_args(argv)
    logging.basicConfig(level=logging.INFO)
    manager = PluginManager(args.plugins)
    manager.discover()
    runner = ParallelRunner(args.jobs)
    rows = [{"name": f" Row {i} ", "value": str(i)} for i in range(40)]
    out = runner.apply(manager.get(args.transform), rows)
    print("rows", len(out), out[0])
    return 0


if __name__ == "__main__":
    sys.exit(main())
