"""Estimate pi: every task has a seed of its own."""

import argparse
import random
import sys
from multiprocessing import Pool

rng = random.Random(2024)


def hits(seed, samples=2000):
    generator = random.Random(seed)
    return sum(generator.random() ** 2 + generator.random() ** 2 < 1 for _ in range(samples))


def hits_global(job):
    """Seeds the module's generator, then uses it."""
    seed, samples = job
    random.seed(seed)
    return sum(random.random() ** 2 + random.random() ** 2 < 1 for _ in range(samples))


def estimate(tasks, samples, workers):
    seeds = [rng.getrandbits(32) for _ in range(tasks)]
    with Pool(workers) as pool:
        one = pool.starmap(hits, [(seed, samples) for seed in seeds])
        two = pool.map(hits_global, [(seed, samples) for seed in seeds])
    return 4 * sum(one) / (tasks * samples), one == two, len(set(one)) > 1


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tasks", type=int, default=6)
    args = parser.parse_args()
    print(*estimate(args.tasks, 2000, 2))
    return 0


if __name__ == "__main__":
    sys.exit(main())
