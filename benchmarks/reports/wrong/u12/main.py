"""Histogram of a field by slices of rows."""

import argparse
import sys

from shm.mapreduce import MapReduce
from shm.slices import even_slices


class Histogram:
    def __init__(self, bins):
        self.counts = [0] * bins

    def add(self, partial):
        for number, count in enumerate(partial):
            self.counts[number] += count


def field(row):
    return [(row * 7 + col * 3) % 50 for col in range(40)]


def count_slice(bounds, bins):
    counts = [0] * bins
    for row in range(*bounds):
        for value in field(row):
            counts[value * bins // 50] += 1
    return counts


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=60)
    parser.add_argument("--bins", type=int, default=5)
    parser.add_argument("--np", type=int, default=2)
    args = parser.parse_args()
    histogram = Histogram(args.bins)

    def work(bounds):
        return count_slice(bounds, args.bins)

    with MapReduce(np=args.np) as pool:
        pool.map(work, even_slices(args.rows, 4 * args.np), reduce=histogram.add)
    print(histogram.counts)
    return 0


if __name__ == "__main__":
    sys.exit(main())
