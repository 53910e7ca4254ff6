import multiprocessing as mp

from hist.block import BINS, Histogram


def count(name, lock, pixels):
    with Histogram(name) as histogram:
        for pixel in pixels:
            with lock:
                histogram.bins[pixel * BINS // 256] += 1


def main():
    lock = mp.Lock()
    with Histogram() as histogram:
        rows = [bytes(range(0, 256, step)) for step in (1, 2, 4)]
        workers = [mp.Process(target=count, args=(histogram.block.name, lock, row)) for row in rows]
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join()
        print(sum(histogram.bins))
        assert sum(histogram.bins) == 256 + 128 + 64
