import sys

from ingest.pool import fetch_all


def main():
    for name, points in sorted(fetch_all(["flow", "pressure", "heat"], busy={"pressure"}).items()):
        print(name, points)
    return 0


if __name__ == "__main__":
    sys.exit(main())
