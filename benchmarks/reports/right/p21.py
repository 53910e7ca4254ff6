"""Endless-ish task generator kept in check by a semaphore while a pool works."""
import itertools
import multiprocessing as mp
import threading


class Throttle:
    """Lets at most *limit* tasks be in flight between a generator and its consumer."""

    def __init__(self, limit):
        self._slots = threading.BoundedSemaphore(limit)
        self._stopped = threading.Event()
        self.highest = 0
        self._flying = 0
        self._guard = threading.Lock()

    def feed(self, source):
        # runs in the pool's task-handler thread of this same process
        for item in source:
            self._slots.acquire()
            if self._stopped.is_set():
                return
            with self._guard:
                self._flying += 1
                self.highest = max(self.highest, self._flying)
            yield item

    def landed(self):
        with self._guard:
            self._flying -= 1
        self._slots.release()

    def stop(self):
        self._stopped.set()
        try:
            self._slots.release()
        except ValueError:
            pass


def collatz(n):
    steps = 0
    start = n
    while n != 1:
        n = n // 2 if n % 2 == 0 else 3 * n + 1
        steps += 1
    return start, steps


def first_above(pool, wanted, limit=8):
    throttle = Throttle(limit)
    best = (0, 0)
    try:
        for start, steps in pool.imap(collatz, throttle.feed(itertools.count(1))):
            throttle.landed()
            if steps > best[1]:
                best = (start, steps)
            if steps >= wanted:
                break
        else:
            raise AssertionError("count() came to an end")
    finally:
        throttle.stop()
    return best, throttle.highest


def main():
    with mp.Pool(2) as pool:
        best, highest = first_above(pool, 110)
    assert best == (27, 111), best
    assert highest <= 8
    print("start", best[0], "steps", best[1])


if __name__ == "__main__":
    main()
