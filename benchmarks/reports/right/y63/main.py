import sys

from sim.engine import Engine


def main():
    engine = Engine(workers=2)
    print(engine.run(ticks=5))
    return 0


if __name__ == "__main__":
    sys.exit(main())
