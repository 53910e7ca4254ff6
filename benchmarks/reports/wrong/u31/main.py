"""Fetch time series in a pool; errors that pass are retried."""

import argparse
import sys

from ingest.client import SeriesClient
from ingest.pool import fetch_all


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("series", nargs="*", default=["flow", "pressure", "heat"])
    parser.add_argument("--workers", type=int, default=2)
    args = parser.parse_args()
    client = SeriesClient(busy={"pressure"})
    points = fetch_all(client, args.series, args.workers)
    for name in args.series:
        print(name, points[name])
    return 0


if __name__ == "__main__":
    sys.exit(main())
