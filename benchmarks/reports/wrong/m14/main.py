import logging
import sys

from losoto.operations import MultiprocManager
from losoto.steps import smooth


def main():
    logging.basicConfig(level=logging.INFO, stream=sys.stdout)
    manager = MultiprocManager(2, smooth)
    for antenna in range(12):
        values = [antenna + n for n in range(6)] if antenna != 5 else []
        manager.put((antenna, values))
    manager.wait()
    results = dict(manager.get())
    print("smoothed", len(results), "antennas")
    return 0


if __name__ == "__main__":
    sys.exit(main())
