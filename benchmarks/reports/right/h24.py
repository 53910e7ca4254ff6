"""A worker that may be terminated at any time holds no lock: only the parent touches the shared state."""

import multiprocessing as mp
import time


class Ring:
    def __init__(self, slots):
        self.access = mp.Lock()
        self.free = mp.Value("i", slots, lock=False)

    def take(self):
        with self.access:
            self.free.value -= 1

    def give(self):
        with self.access:
            self.free.value += 1


def analyse(seconds):
    time.sleep(seconds)


def run(ring, seconds, limit):
    ring.take()
    worker = mp.Process(target=analyse, args=(seconds,))
    worker.start()
    worker.join(limit)
    late = worker.is_alive()
    if late:
        worker.terminate()
        worker.join()
    ring.give()
    return not late


def main():
    ring = Ring(4)
    print([run(ring, seconds, 2.0) for seconds in (3600, 0.01)], ring.free.value)
    assert ring.free.value == 4


if __name__ == "__main__":
    main()
