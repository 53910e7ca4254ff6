import sys

from desk.server import Desk


def main():
    with Desk(visitors=3) as desk:
        guests = sorted(desk.receive())
    assert guests == ["guest 0", "guest 1", "guest 2"]
    print(guests)


if __name__ == "__main__":
    sys.exit(main())
