import sys

from pump.service import Pump


def main() -> int:
    with Pump() as pump:
        print([pump.measure(depth) for depth in (1, 2, 3)])
    print("ticks", pump.ticks > 0)
    return 0


if __name__ == "__main__":
    sys.exit(main())
