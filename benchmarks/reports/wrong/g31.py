"""Histogram of an image in shared memory: workers count, the parent reads the bins through a typed view."""

import multiprocessing as mp
from multiprocessing import shared_memory

BINS = 16


class Histogram:
    def __init__(self, name=None):
        self.block = shared_memory.SharedMemory(name=name, create=name is None, size=BINS * 8)
        self.bins = self.block.buf.cast("Q")

    @property
    def name(self):
        return self.block.name

    def total(self):
        return sum(self.bins)

    def close(self):
        self.block.close()

    def unlink(self):
        self.block.unlink()


def count(name, lock, pixels):
    local = [0] * BINS
    for pixel in pixels:
        local[pixel * BINS // 256] += 1
    histogram = Histogram(name)
    with lock:
        for index, number in enumerate(local):
            histogram.bins[index] += number
    histogram.close()


def main():
    lock = mp.Lock()
    histogram = Histogram()
    try:
        image = [bytes((x * y) % 256 for x in range(200)) for y in range(4)]
        workers = [mp.Process(target=count, args=(histogram.name, lock, row)) for row in image]
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join()
        print(histogram.total(), "pixels; worker exit codes", [worker.exitcode for worker in workers])
    finally:
        histogram.close()
        histogram.unlink()


if __name__ == "__main__":
    main()
