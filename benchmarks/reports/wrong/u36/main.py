"""Warm the matcher's cache in parallel, then match."""

import argparse
import sys

from registry.cache import GazetteerCache
from registry.facilities import FACILITIES
from registry.warmup import warm_up


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--workers", type=int, default=2)
    args = parser.parse_args()
    warm_up(sorted(FACILITIES), args.workers)
    hits = sum(name in GazetteerCache.entries for name in FACILITIES)
    print(f"{hits} of {len(FACILITIES)} facilities are cached")
    return 0 if hits == len(FACILITIES) else 1


if __name__ == "__main__":
    sys.exit(main())
