import sys

from registry.cache import GazetteerCache
from registry.facilities import FACILITIES
from registry.warmup import warm_up


def main():
    warm_up(sorted(FACILITIES), 2)
    hits = sum(name in GazetteerCache.entries for name in FACILITIES)
    print(f"{hits} of {len(FACILITIES)} are cached")
    return 0


if __name__ == "__main__":
    sys.exit(main())
