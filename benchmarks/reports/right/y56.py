"""A histogram in a shared array, given to a pool's workers by the initializer."""

import ctypes
import multiprocessing
import sys

_bins = None
_limits = None


class Limits(ctypes.Structure):
    _fields_ = [("low", ctypes.c_double), ("high", ctypes.c_double)]


def _attach(bins, limits):
    global _bins, _limits
    _bins, _limits = bins, limits


def add(values):
    counts = [0] * len(_bins)
    width = (_limits.high - _limits.low) / len(counts)
    for value in values:
        counts[min(int((value - _limits.low) / width), len(counts) - 1)] += 1
    with _bins.get_lock():
        for number, count in enumerate(counts):
            _bins[number] += count


def main():
    bins = multiprocessing.Array(ctypes.c_long, 5)
    limits = multiprocessing.Value(Limits, 0.0, 10.0)
    blocks = [[(n * 7 + block) % 10 for n in range(20)] for block in range(4)]
    with multiprocessing.Pool(2, initializer=_attach, initargs=(bins, limits)) as pool:
        for _ in pool.imap_unordered(add, blocks):
            pass
    print(bins[:], sum(bins))
    return 0


if __name__ == "__main__":
    sys.exit(main())
