from __future__ import annotations

import argparse
from concurrent.futures import ProcessPoolExecutor

from . import compute, settings

LEDGER = {"jan": [100.0, 250.5], "feb": [80.25], "mar": [19.99, 5.01, 300.0]}


def build_parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="reporter")
    parser.add_argument("--currency", choices=sorted(settings.RATES))
    parser.add_argument("--digits", type=int)
    parser.add_argument("--processes", type=int)
    return parser


def main(argv: list[str] | None = None) -> int:
    settings.override(**vars(build_parser().parse_args(argv)))
    with ProcessPoolExecutor(settings.PROCESSES) as executor:
        for line in executor.map(compute.month_total, LEDGER.items()):
            print(line)
    print("report currency:", settings.CURRENCY)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
