"""Optimiser which owns its pool and maps one of its own methods over it."""
from __future__ import annotations

import multiprocessing
import random


class Optimiser:
    def __init__(self, size: int = 10, genes: int = 4):
        rng = random.Random(3)
        self.target = [0.5] * genes
        self.population = [[rng.random() for _ in range(genes)] for _ in range(size)]
        self._pool = None

    def __enter__(self):
        self._pool = multiprocessing.Pool(2)
        return self

    def __exit__(self, exc_type, exc, tb):
        pool, self._pool = self._pool, None
        (pool.terminate if exc_type else pool.close)()
        pool.join()

    def __getstate__(self):
        return {"target": self.target, "population": [], "_pool": None}

    def evaluate(self, genes):
        return -sum((g - t) ** 2 for g, t in zip(genes, self.target))

    def best(self):
        scores = self._pool.map(self.evaluate, self.population)
        return max(scores)


def main():
    with Optimiser() as opt:
        parallel = opt.best()
    assert parallel == max(map(opt.evaluate, opt.population))
    print(round(parallel, 5))


if __name__ == "__main__":
    main()
