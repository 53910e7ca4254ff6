from __future__ import annotations

import os
import signal
import sys
import threading

from batch.runner import BatchRunner
from batch.tasks import slow_square


def main() -> int:
    full = BatchRunner(workers=2).run(slow_square, list(range(6)))
    assert not full.interrupted and full.results == [0, 1, 4, 9, 16, 25], full
    # what an operator does after half a second
    killer = threading.Timer(0.5, os.kill, (os.getpid(), signal.SIGINT))
    runner = BatchRunner(workers=2)
    runner.on_started = killer.start
    partial = runner.run(slow_square, list(range(300)))
    killer.join()
    assert partial.interrupted and 0 <= len(partial.results) < 300
    print("stopped early, as asked")
    return 0


if __name__ == "__main__":
    sys.exit(main())
