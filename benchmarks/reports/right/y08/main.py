"""Start a cluster whose sentinel may fail to come up."""

import logging
import sys

from cluster import Cluster, StartError


def main():
    logging.basicConfig(level=logging.CRITICAL)
    for broker in ("memory://", "redis://localhost"):
        cluster = Cluster(broker)
        try:
            cluster.start()
        except StartError as exc:
            print(broker, "failed:", exc)
        else:
            cluster.stop()
            print(broker, "ran")
    return 0


if __name__ == "__main__":
    sys.exit(main())
