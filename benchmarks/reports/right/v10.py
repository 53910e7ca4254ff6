"""Long batch that ends cleanly on SIGTERM or Ctrl-C: workers ignore both."""
from __future__ import annotations

import multiprocessing as mp
import os
import signal
import threading
import time


class Interrupted(Exception):
    pass


def _quiet() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)


def crunch(number: int) -> int:
    time.sleep(0.05)
    return number * number


def _interrupt(signum: int, frame: object) -> None:
    raise Interrupted(signal.Signals(signum).name)


def main() -> int:
    done: list[int] = []
    with mp.Pool(2, initializer=_quiet) as pool:
        signal.signal(signal.SIGINT, _interrupt)
        signal.signal(signal.SIGTERM, _interrupt)
        results = pool.imap(crunch, range(500))
        timer = threading.Timer(1.0, os.kill, (os.getpid(), signal.SIGINT))
        timer.start()
        try:
            for value in results:
                done.append(value)
        except Interrupted as reason:
            print("stopped by", reason)
        finally:
            timer.cancel()
            pool.terminate()
            pool.join()
    assert done == [n * n for n in range(len(done))]
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
