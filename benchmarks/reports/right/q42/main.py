import sys

from rows import db, load


def main():
    with db.temporary() as path:
        counts = load.in_parallel(path, ["north", "south", "east"])
        assert db.count(path) == sum(counts) == 30
    print(counts)
    return 0


if __name__ == "__main__":
    sys.exit(main())
