from __future__ import annotations

import argparse
import sys

from conf import settings
from conf.jobs import run_reports


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--currency", default="USD")
    args = parser.parse_args()
    settings.configure(currency=args.currency, digits=3)
    reports = run_reports([10.0, 20.5, 30.25])
    assert reports == ["USD 10.000", "USD 20.500", "USD 30.250"], reports
    print(reports)
    return 0


if __name__ == "__main__":
    sys.exit(main())
