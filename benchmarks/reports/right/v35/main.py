"""Fork on purpose: a big table is built once and read by the children for free."""
import sys

from forked.lookup import Lookup


def main() -> int:
    lookup = Lookup.build(size=5000)
    print(lookup.count_hits(["k1", "k77", "nope", "k4999", "zzz"]))
    return 0


if __name__ == "__main__":
    sys.exit(main())
