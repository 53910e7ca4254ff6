"""Histogram in a shared Array; every process adds its own counts under the lock, once."""
import argparse
import multiprocessing as mp
import random
from array import array


def local_histogram(seed, samples, bins):
    rng = random.Random(seed)
    counts = array("l", bytes(array("l").itemsize * bins))
    for _ in range(samples):
        counts[int(rng.random() * bins)] += 1
    return counts


def fill(shared, seed, samples):
    mine = local_histogram(seed, samples, len(shared))
    with shared.get_lock():
        raw = shared.get_obj()
        for i, n in enumerate(mine):
            raw[i] += n


def parse(argv=None):
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--workers", type=int, default=3)
    parser.add_argument("--samples", type=int, default=2000)
    parser.add_argument("--bins", type=int, default=8)
    return parser.parse_args(argv)


def main(argv=None):
    options = parse(argv)
    shared = mp.Array("l", options.bins)
    workers = []
    for seed in range(options.workers):
        w = mp.Process(target=fill, args=(shared, seed, options.samples))
        workers.append(w)
        w.start()
    for w in workers:
        w.join()
    histogram = shared[:]
    expected = [0] * options.bins
    for seed in range(options.workers):
        expected = [a + b for a, b in zip(expected, local_histogram(seed, options.samples, options.bins))]
    assert histogram == expected
    print(histogram)


if __name__ == "__main__":
    main([])
