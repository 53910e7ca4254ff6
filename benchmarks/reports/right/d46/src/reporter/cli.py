from __future__ import annotations

import argparse

from . import compute, settings
from .parallel import pmap

LEDGER = {"jan": [100.0, 250.5], "feb": [80.25], "mar": [19.99, 5.01, 300.0]}


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="reporter")
    parser.add_argument("--currency", choices=sorted(settings.RATES))
    parser.add_argument("--digits", type=int)
    settings.override(**vars(parser.parse_args(argv)))
    lines = list(pmap(compute.month_total, LEDGER.items()))
    assert lines == [compute.month_total(entry) for entry in LEDGER.items()], lines
    print("\n".join(lines))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
