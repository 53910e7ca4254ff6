"""Genetic search: the population object owns its pool, but never takes it along."""
from __future__ import annotations

import multiprocessing as mp
import random
from dataclasses import dataclass, field
from typing import Any, Iterable, Optional


@dataclass
class Genome:
    genes: list[int]
    fitness: Optional[float] = None


@dataclass
class Population:
    size: int
    length: int
    seed: int
    processes: int = 2
    members: list[Genome] = field(default_factory=list)
    _pool: Any = field(default=None, repr=False, compare=False)
    _rng: random.Random = field(default_factory=random.Random, repr=False, compare=False)

    def __post_init__(self) -> None:
        self._rng.seed(self.seed)
        self.members = [self._random() for _ in range(self.size)]

    def __getstate__(self) -> dict[str, Any]:
        return {**self.__dict__, "_pool": None, "members": []}

    def __enter__(self) -> "Population":
        self._pool = mp.Pool(self.processes)
        return self

    def __exit__(self, *exc_info: object) -> None:
        pool, self._pool = self._pool, None
        pool.close()
        pool.join()

    def _random(self) -> Genome:
        return Genome([self._rng.randint(0, 1) for _ in range(self.length)])

    def evaluate(self, genome: Genome) -> float:
        return sum(genome.genes) / self.length

    def _score(self, genomes: Iterable[Genome]) -> None:
        genomes = list(genomes)
        for genome, fitness in zip(genomes, self._pool.map(self.evaluate, genomes, chunksize=8)):
            genome.fitness = fitness

    def _child(self, a: Genome, b: Genome) -> Genome:
        cut = self._rng.randrange(self.length)
        genes = a.genes[:cut] + b.genes[cut:]
        genes[self._rng.randrange(self.length)] = 1
        return Genome(genes)

    def step(self) -> float:
        self._score(g for g in self.members if g.fitness is None)
        self.members.sort(key=lambda g: -g.fitness)
        parents = self.members[: self.size // 2]
        self.members = parents + [self._child(*self._rng.sample(parents, 2)) for _ in parents]
        return parents[0].fitness


def main() -> None:
    with Population(size=24, length=30, seed=5) as population:
        best = [population.step() for _ in range(10)]
    assert best == sorted(best) and best[-1] > best[0], best
    print(best[0], "->", best[-1])


if __name__ == "__main__":
    main()
