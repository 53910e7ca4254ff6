"""Power flow studies of one network under several load scenarios."""
import logging
import sys

from grid.network import Network
from grid.study import Study


def main() -> int:
    logging.basicConfig(level=logging.INFO)
    network = Network({"voltage": 380.0, "losses": 0.04, "name": "north"})
    study = Study(network, jobs=2)
    for factor, flow in study.run([0.8, 1.0, 1.2]):
        print(factor, round(flow, 2))
    return 0


if __name__ == "__main__":
    sys.exit(main())
