"""Streaming converter: the generator keeps its pool open as long as it is being read."""
from __future__ import annotations

import itertools
import multiprocessing as mp
import operator
from contextlib import closing, contextmanager
from functools import partial, reduce
from typing import Callable, Iterable, Iterator, Sequence


@contextmanager
def worker_pool(processes: int) -> Iterator["mp.pool.Pool"]:
    pool = mp.Pool(processes)
    try:
        yield pool
        pool.close()
    except BaseException:
        pool.terminate()
        raise
    finally:
        pool.join()


def scale(value: int, *, factor: int, offset: int = 0) -> int:
    return value * factor + offset


def convert(values: Iterable[int], factor: int) -> Iterator[int]:
    with worker_pool(2) as pool:
        yield from pool.imap(partial(scale, factor=factor), values, chunksize=5)


def first(values: Iterable[int], n: int) -> list[int]:
    stream = convert(values, 3)
    with closing(stream):
        return list(itertools.islice(stream, n))


class Pipeline:
    def __init__(self, *steps: Callable[[int], int]) -> None:
        self.steps = steps

    def __call__(self, value: int) -> int:
        return reduce(lambda acc, step: step(acc), self.steps, value)

    def over(self, values: Sequence[int]) -> list[int]:
        with worker_pool(2) as pool:
            lazy = pool.imap_unordered(self, values)
            return sorted(lazy)


def main() -> None:
    assert list(convert(range(20), 2)) == [2 * i for i in range(20)]
    assert first(range(1000), 4) == [0, 3, 6, 9]
    pipeline = Pipeline(operator.neg, partial(operator.add, 10), partial(scale, factor=2))
    assert pipeline.over(range(5)) == sorted((10 - i) * 2 for i in range(5))
    print("ok")


if __name__ == "__main__":
    main()
