import sys

from histo.run import histogram


def main() -> int:
    bins, total = histogram(values=6000, bins=10, workers=3)
    print(bins, total)
    return 0 if sum(bins) == total == 6000 else 1


if __name__ == "__main__":
    sys.exit(main())
