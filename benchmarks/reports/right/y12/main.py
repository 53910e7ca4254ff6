"""Histogram of a field by slices of rows."""

import sys

from shm.mapreduce import MapReduce


class SliceCounter:
    """What each process does with a slice."""

    def __init__(self, bins):
        self.bins = bins

    def __call__(self, bounds):
        counts = [0] * self.bins
        for row in range(*bounds):
            for col in range(40):
                counts[(row * 7 + col * 3) % 50 * self.bins // 50] += 1
        return counts


def main():
    total = [0] * 5

    def add(partial):
        for number, count in enumerate(partial):
            total[number] += count

    slices = [(low, low + 15) for low in range(0, 60, 15)]
    with MapReduce(np=2) as pool:
        pool.map(SliceCounter(5), slices, reduce=add)
    print(total)
    return 0


if __name__ == "__main__":
    sys.exit(main())
