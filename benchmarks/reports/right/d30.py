"""A sampler thread runs while processes start, but those are spawned afresh."""
import collections
import multiprocessing
import threading
import time


class Sampler:
    def __init__(self):
        self.lock = threading.Lock()
        self.counts = collections.Counter()
        self.stop = threading.Event()
        self.thread = threading.Thread(target=self.loop, daemon=True)

    def loop(self):
        while not self.stop.is_set():
            with self.lock:
                self.counts["samples"] += 1
                time.sleep(0.02)
            time.sleep(0.001)

    def incr(self, key):
        with self.lock:
            self.counts[key] += 1

    def __enter__(self):
        self.thread.start()
        return self

    def __exit__(self, *exc):
        self.stop.set()
        self.thread.join()


SAMPLER = Sampler()


def resize(side):
    SAMPLER.incr("resized")
    return side * side


def main():
    fresh = multiprocessing.get_context("spawn")
    with SAMPLER, fresh.Pool(2) as pool:
        areas = pool.map(resize, range(6))
    assert areas == [n * n for n in range(6)]
    assert SAMPLER.counts["samples"] > 0 and "resized" not in SAMPLER.counts
    print(areas)


if __name__ == "__main__":
    main()
