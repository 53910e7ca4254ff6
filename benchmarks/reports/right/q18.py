"""A batch that lets go of its executor at once: what was submitted runs all the same.

shutdown(wait=False) only refuses new work; results (and errors) are fetched in collect().
"""
from __future__ import annotations

import itertools
from concurrent.futures import Future, ProcessPoolExecutor, wait


def square(n):
    if n < 0:
        raise ValueError(n)
    return n * n


class Batch:
    timeout = 15.0

    def __init__(self, *groups):
        self._futures: dict[int, Future] = {}
        executor = ProcessPoolExecutor(2)
        try:
            for n in itertools.chain(*groups):
                self._futures[n] = executor.submit(square, n)
        finally:
            executor.shutdown(wait=False)

    def collect(self):
        done, pending = wait(self._futures.values(), timeout=self.timeout)
        if pending:
            raise TimeoutError(len(pending))
        good, bad = {}, {}
        for n, f in self._futures.items():
            if (error := f.exception()) is None:
                good[n] = f.result()
            else:
                bad[n] = error
        return good, bad


def main():
    good, bad = Batch(range(3), [5, -2]).collect()
    assert good == {0: 0, 1: 1, 2: 4, 5: 25}
    assert [(n, type(e), e.args) for n, e in bad.items()] == [(-2, ValueError, (-2,))]
    print(good, bad)


if __name__ == "__main__":
    main()
