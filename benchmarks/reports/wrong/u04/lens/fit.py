"""Population fits with worker processes."""

import random
from dataclasses import dataclass
from multiprocessing import Pool

from .event import bump


@dataclass(frozen=True)
class Candidate:
    peak: float
    width: float


class DifferentialFit:
    """A population of candidates, evaluated in parallel."""

    def __init__(self, event, population=16, generations=5, seed=7):
        self.event = event
        self.generations = generations
        self.random = random.Random(seed)
        self.population = [
            Candidate(self.random.uniform(0, 24), self.random.uniform(1, 6)) for _ in range(population)
        ]
        self.best = None

    def chi2(self, candidate):
        return sum(
            (flux - bump(time, candidate.peak, candidate.width)) ** 2
            for time, flux in zip(self.event.times, self.event.fluxes)
        )

    def mutate(self, candidate):
        return Candidate(
            candidate.peak + self.random.gauss(0, 0.8), abs(candidate.width + self.random.gauss(0, 0.4)) + 0.1
        )

    def run(self, processes):
        pool = Pool(processes)
        try:
            for _ in range(self.generations):
                scores = pool.map(self.chi2, self.population)
                ranked = [c for _, c in sorted(zip(scores, self.population), key=lambda pair: pair[0])]
                keep = ranked[: len(ranked) // 2]
                self.population = keep + [self.mutate(c) for c in keep]
                self.best = ranked[0]
        finally:
            pool.close()
            pool.join()
        return self.best
