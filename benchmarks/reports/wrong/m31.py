import argparse
import multiprocessing
import random
import sys


class Organism:
    def __init__(self, genes):
        self.genes = genes
        self.fitness = None
        self.valid = True

    def evaluate(self):
        self.fitness = -sum((g - 0.5) ** 2 for g in self.genes)
        if any(g > 0.99 for g in self.genes):
            self.valid = False


class Population:
    def __init__(self, size, length, seed):
        rng = random.Random(seed)
        self.members = [Organism([rng.random() for _ in range(length)]) for _ in range(size)]
        self.rng = rng

    def ranked(self):
        scored = [m for m in self.members if m.valid and m.fitness is not None]
        return sorted(scored, key=lambda m: m.fitness, reverse=True)

    def breed(self):
        parents = self.ranked()[: len(self.members) // 2] or self.members
        children = []
        while len(children) < len(self.members):
            a, b = self.rng.choice(parents), self.rng.choice(parents)
            children.append(Organism([self.rng.choice(pair) for pair in zip(a.genes, b.genes)]))
        self.members = children


class Evolution:
    def __init__(self, population, processes):
        self.population = population
        self.processes = processes
        self.history = []

    def run(self, generations):
        with multiprocessing.Pool(self.processes) as pool:
            for _ in range(generations):
                pool.map(Organism.evaluate, self.population.members)
                best = self.population.ranked()[:1]
                self.history.append(best[0].fitness if best else None)
                self.population.breed()
        return self.history


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--generations", type=int, default=4)
    parser.add_argument("--processes", type=int, default=2)
    args = parser.parse_args()
    history = Evolution(Population(20, 6, seed=11), args.processes).run(args.generations)
    print("best per generation", history)
    return 1 if None in history else 0


if __name__ == "__main__":
    sys.exit(main())
