"""Word statistics with fluent streams."""

import argparse
import functools
import itertools
import multiprocessing
import sys
from typing import Any, Callable, Iterable, Iterator

CORPUS = [
    "MapReduce is a programming model",
    "a model of computation for large data sets",
    "the name comes from map and reduce in lisp",
]


class Stream:
    """A lazy sequence with chained operations."""

    def __init__(self, items: Iterable):
        self._items = items

    def __iter__(self) -> Iterator:
        return iter(self._items)

    def map(self, func: Callable) -> "Stream":
        return Stream(map(func, self._items))

    def filter(self, func: Callable) -> "Stream":
        return Stream(filter(func, self._items))

    def flatten(self) -> "Stream":
        return Stream(itertools.chain.from_iterable(self._items))

    def mpmap(self, func: Callable, poolsize: int = 2, chunk: int = 1) -> "Stream":
        """Like map(), in a pool of processes; order is kept."""

        def generate():
            with multiprocessing.Pool(processes=poolsize) as pool:
                yield from pool.imap(func, self._items, chunksize=chunk)

        return Stream(generate())

    def count_by_value(self) -> dict:
        counts: dict = {}
        for item in self._items:
            counts[item] = counts.get(item, 0) + 1
        return counts

    def reduce(self, func: Callable, start: Any = None):
        return functools.reduce(func, self._items, start)

    def to_list(self) -> list:
        return list(self._items)


def merge_counts(left: dict, right: dict) -> dict:
    for key, value in right.items():
        left[key] = left.get(key, 0) + value
    return left


def word_counts(lines, poolsize):
    return (
        Stream(lines)
        .mpmap(lambda line: Stream(line.lower().split(" ")).count_by_value(), poolsize=poolsize)
        .reduce(merge_counts, {})
    )


def main(argv=None) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--top", type=int, default=3)
    parser.add_argument("--poolsize", type=int, default=2)
    args = parser.parse_args(argv)
    counts = word_counts(CORPUS, args.poolsize)
    ranked = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    for word, count in ranked[: args.top]:
        print(f"{count:4} {word}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
