"""The sentinel's process."""

import sys
import time

BROKERS = {"memory": list}


def run_sentinel(broker, started, stopping):
    factory = BROKERS.get(broker.partition("://")[0])
    if factory is None:
        sys.exit(3)
    queue = factory()
    started.set()
    while not stopping.wait(0.02):
        queue.append(time.time())
