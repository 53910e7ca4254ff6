"""Population fits; the pool lives as long as the run."""

import random
from contextlib import closing
from multiprocessing import Pool

from .event import bump


class PopulationFit:
    def __init__(self, curve, population, generations, seed=7):
        self.curve = curve
        self.generations = generations
        self.random = random.Random(seed)
        self.population = [(self.random.uniform(0, 24), self.random.uniform(1, 6)) for _ in range(population)]

    def chi2(self, candidate):
        return sum((flux - bump(time, *candidate)) ** 2 for time, flux in self.curve)

    def mutate(self, candidate):
        peak, width = candidate
        return peak + self.random.gauss(0, 0.8), abs(width + self.random.gauss(0, 0.4)) + 0.1

    def run(self, processes):
        with closing(Pool(processes)) as pool:
            for _ in range(self.generations):
                scores = pool.map(self.chi2, self.population)
                ranked = [c for _, c in sorted(zip(scores, self.population))]
                keep = ranked[: len(ranked) // 2]
                self.population = keep + [self.mutate(c) for c in keep]
        pool.join()
        return ranked[0]
