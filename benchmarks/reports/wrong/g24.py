"""Workers share a ring of slots; the supervisor replaces a worker whose batch takes too long."""

import multiprocessing as mp
import time


class Ring:
    def __init__(self, slots):
        self.access = mp.Lock()
        self.free = mp.Value("i", slots, lock=False)

    def take(self, seconds):
        with self.access:
            time.sleep(seconds)
            self.free.value -= 1

    def give(self):
        with self.access:
            self.free.value += 1


def analyse(ring, batches, finished):
    for seconds in batches:
        ring.take(seconds)
        ring.give()
    finished.put(len(batches))


class Supervisor:
    LIMIT = 1.0

    def __init__(self, ring):
        self.ring = ring
        self.finished = mp.SimpleQueue()

    def run(self, batches):
        worker = mp.Process(target=analyse, args=(self.ring, batches, self.finished))
        worker.start()
        worker.join(self.LIMIT)
        if worker.is_alive():
            print("batch is stuck, replacing the worker", flush=True)
            worker.terminate()
            worker.join()
            return 0
        return self.finished.get()


def main():
    supervisor = Supervisor(Ring(4))
    done = supervisor.run([3600.0])
    for batches in ([0.01, 0.01], [0.01]):
        worker = mp.Process(target=analyse, args=(supervisor.ring, batches, supervisor.finished))
        worker.start()
        worker.join()
        done += supervisor.finished.get()
    print(done, "batches analysed")


if __name__ == "__main__":
    main()
