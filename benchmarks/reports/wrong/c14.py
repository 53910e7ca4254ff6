"""Small genetic optimiser; fitness evaluation is spread over the cores."""
from __future__ import annotations

import multiprocessing
import random
from dataclasses import dataclass, field


@dataclass
class Individual:
    genes: list[float]
    fitness: float | None = None


@dataclass
class Optimiser:
    size: int = 12
    genes: int = 5
    generations: int = 3
    target: list[float] = field(default_factory=lambda: [0.5] * 5)

    def __post_init__(self) -> None:
        self.random = random.Random(7)
        self.pool = multiprocessing.Pool(2)
        self.population = [
            Individual([self.random.random() for _ in range(self.genes)]) for _ in range(self.size)
        ]

    def evaluate(self, individual: Individual) -> float:
        return -sum((g - t) ** 2 for g, t in zip(individual.genes, self.target))

    def mutate(self, parent: Individual) -> Individual:
        return Individual([g + self.random.gauss(0, 0.1) for g in parent.genes])

    def step(self) -> float:
        scores = self.pool.map(self.evaluate, self.population)
        for individual, score in zip(self.population, scores):
            individual.fitness = score
        self.population.sort(key=lambda i: i.fitness, reverse=True)
        keep = self.population[: self.size // 2]
        self.population = keep + [self.mutate(p) for p in keep]
        return keep[0].fitness

    def run(self) -> float:
        best = float("-inf")
        for generation in range(self.generations):
            best = self.step()
            print(f"generation {generation}: {best:.5f}")
        self.pool.close()
        self.pool.join()
        return best


if __name__ == "__main__":
    Optimiser().run()
