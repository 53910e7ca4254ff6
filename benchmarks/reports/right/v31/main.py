"""A counter service of our own on a BaseManager; workers talk to it by proxies."""
import sys

from metrics.collect import collect


def main() -> int:
    counts = collect(workers=3, events=20)
    print(counts)
    return 0 if counts == {"hits": 60, "misses": 12} else 1


if __name__ == "__main__":
    sys.exit(main())
