"""Monte Carlo with a stream per task: the same result for any width and any schedule."""
from __future__ import annotations

import hashlib
import multiprocessing as mp
import random
from dataclasses import dataclass


@dataclass(frozen=True)
class Block:
    seed: int
    number: int
    size: int

    def rng(self) -> random.Random:
        digest = hashlib.sha256(f"{self.seed}/{self.number}".encode()).digest()
        return random.Random(digest)

    def hits(self) -> int:
        rng = self.rng()
        return sum(rng.random() ** 2 + rng.random() ** 2 < 1 for _ in range(self.size))


def jitter(_):
    return random.random()


def _fresh():
    random.seed()  # from the OS, whatever a fork brought along


class Simulation:
    def __init__(self, seed, blocks=8, size=2000):
        self.blocks = [Block(seed, n, size) for n in range(blocks)]
        self.points = blocks * size

    def estimate(self, width):
        with mp.Pool(width, initializer=_fresh) as pool:
            hits = sum(pool.imap_unordered(Block.hits, self.blocks))
            self.jitters = pool.map(jitter, range(8), chunksize=1)
        return 4 * hits / self.points


def main():
    random.seed(7)
    here = random.random()
    sim = Simulation(42)
    results = {sim.estimate(width) for width in (1, 2)}
    assert len(results) == 1 and 2.9 < results.pop() < 3.4
    assert len({here, *sim.jitters}) == 9
    print("pi is about three, with any width")


if __name__ == "__main__":
    main()
