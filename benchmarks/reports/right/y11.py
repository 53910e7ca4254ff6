"""Word statistics with fluent streams; mpmap() gets functions of the module."""

import functools
import multiprocessing
import operator
import sys

CORPUS = ["MapReduce is a model", "a model for large data", "map and reduce in lisp"]


class Stream:
    def __init__(self, items):
        self._items = items

    def __iter__(self):
        return iter(self._items)

    def map(self, func):
        return Stream(map(func, self._items))

    def filter(self, func):
        return Stream(filter(func, self._items))

    def mpmap(self, func, poolsize=2):
        def generate():
            with multiprocessing.Pool(processes=poolsize) as pool:
                yield from pool.imap(func, self._items)

        return Stream(generate())

    def reduce(self, func, start):
        return functools.reduce(func, self._items, start)


def count_words(line, ignore=frozenset()):
    counts = {}
    for word in line.lower().split():
        if word not in ignore:
            counts[word] = counts.get(word, 0) + 1
    return counts


def merge(left, right):
    return {key: left.get(key, 0) + right.get(key, 0) for key in left | right}


def main():
    counts = (
        Stream(CORPUS)
        .map(lambda line: line.strip())
        .mpmap(functools.partial(count_words, ignore=frozenset({"a", "the"})))
        .filter(lambda part: part)
        .reduce(merge, {})
    )
    lengths = Stream(CORPUS).mpmap(operator.methodcaller("count", "a")).reduce(lambda a, b: a + b, 0)
    print(sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))[:3], lengths)
    return 0


if __name__ == "__main__":
    sys.exit(main())
