"""At most two downloads at a time, and a condition that says when all are in."""

import multiprocessing as mp
import sys
import time


class Gate:
    """Primitives that processes are given at their start."""

    def __init__(self, width):
        self.slots = mp.BoundedSemaphore(width)
        self.inside = mp.Value("i", 0)
        self.peak = mp.Value("i", 0)
        self.arrived = mp.Condition()
        self.count = mp.RawValue("i", 0)

    def __enter__(self):
        self.slots.acquire()
        with self.inside.get_lock():
            self.inside.value += 1
            with self.peak.get_lock():
                self.peak.value = max(self.peak.value, self.inside.value)
        return self

    def __exit__(self, *exc_info):
        with self.inside.get_lock():
            self.inside.value -= 1
        self.slots.release()

    def arrive(self):
        with self.arrived:
            self.count.value += 1
            self.arrived.notify_all()

    def wait_for(self, number):
        with self.arrived:
            return self.arrived.wait_for(lambda: self.count.value >= number, timeout=20)


def download(gate):
    with gate:
        time.sleep(0.02)
    gate.arrive()


def main():
    gate = Gate(2)
    processes = [mp.Process(target=download, args=(gate,)) for _ in range(4)]
    for process in processes:
        process.start()
    print(gate.wait_for(4))
    for process in processes:
        process.join()
    print(gate.peak.value <= 2, gate.count.value)
    return 0


if __name__ == "__main__":
    sys.exit(main())
