"""The sampler owns the pool and is sent to it; the pool is left out of the copy."""
from __future__ import annotations

import multiprocessing
import random

from .model import log_probability


class Sampler:
    def __init__(self, walkers: int, workers: int) -> None:
        self.rng = random.Random(4)
        self.positions = [self.rng.uniform(-3, 3) for _ in range(walkers)]
        self.workers = workers
        self.pool = None

    def __enter__(self) -> Sampler:
        self.pool = multiprocessing.Pool(self.workers)
        return self

    def __exit__(self, exc_type: object, *rest: object) -> None:
        if exc_type is None:
            self.pool.close()
        else:
            self.pool.terminate()
        self.pool.join()
        self.pool = None

    def __getstate__(self) -> dict:
        return {**self.__dict__, "pool": None, "positions": ()}

    def evaluate(self, x: float) -> float:
        return log_probability(x)

    def step(self) -> float:
        proposals = [x + self.rng.gauss(0, 0.5) for x in self.positions]
        values = self.pool.map(self.evaluate, self.positions + proposals)
        half = len(self.positions)
        for n in range(half):
            if values[half + n] > values[n]:
                self.positions[n] = proposals[n]
        return max(values)
