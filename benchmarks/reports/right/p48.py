"""Search with a deadline: the first answer wins, the rest is cancelled."""
import logging
import multiprocessing as mp
import sys
from concurrent.futures import FIRST_COMPLETED, ProcessPoolExecutor, wait

log = logging.getLogger(__name__)


def search(target, start, stop):
    """The n in [start, stop) with n*n == target, or None."""
    for n in range(start, stop):
        if n * n == target:
            return n
    return None


class Finder:
    def __init__(self, executor, block=5000):
        self.executor = executor
        self.block = block

    def find(self, target, upto, timeout=15.0):
        pending = {
            self.executor.submit(search, target, begin, min(upto, begin + self.block))
            for begin in range(0, upto, self.block)
        }
        try:
            while pending:
                done, pending = wait(pending, timeout=timeout, return_when=FIRST_COMPLETED)
                if not done:
                    raise TimeoutError(target)
                for future in done:
                    if (answer := future.result()) is not None:
                        return answer
            return None
        finally:
            for future in pending:
                future.cancel()


def main():
    executor = ProcessPoolExecutor(2, mp_context=mp.get_context("forkserver"))
    try:
        finder = Finder(executor)
        assert finder.find(1234 * 1234, 100_000) == 1234
        assert finder.find(77_777**2, 100_000) == 77_777
        assert finder.find(15, 20_000) is None
    finally:
        executor.shutdown(wait=True, cancel_futures=True)
    log.info("finished")
    print("found")
    return 0


if __name__ == "__main__":
    logging.basicConfig(level=logging.WARNING, stream=sys.stderr)
    sys.exit(main())
