"""Start the cluster, wait until it runs, stop it."""

import argparse
import logging
import sys

from cluster import Cluster
from settings import Settings


def main(argv=None):
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--broker", default="redis://localhost")
    parser.add_argument("--workers", type=int, default=2)
    options = parser.parse_args(argv)
    logging.basicConfig(level=logging.INFO, format="%(processName)s %(message)s")
    cluster = Cluster(Settings(broker=options.broker, workers=options.workers))
    pid = cluster.start()
    print("cluster runs with sentinel", pid is not None)
    cluster.stop()
    return 0


if __name__ == "__main__":
    sys.exit(main())
