from __future__ import annotations

import multiprocessing as mp
import random
from dataclasses import dataclass

from .streams import streams


@dataclass(frozen=True)
class Estimate:
    parts: tuple[float, ...]

    @property
    def mean(self) -> float:
        return sum(self.parts) / len(self.parts)


def chunk(rng: random.Random, draws: int) -> float:
    inside = sum(rng.random() ** 2 + rng.random() ** 2 < 1 for _ in range(draws))
    return 4 * inside / draws


def simulate(seed: int, chunks: int, draws: int) -> Estimate:
    with mp.Pool(2) as pool:
        tasks = [(rng, draws) for rng in streams(seed, chunks)]
        return Estimate(tuple(pool.starmap(chunk, tasks)))
