"""Monte Carlo estimate with one independent, reproducible stream per task."""
from __future__ import annotations

import hashlib
import math
import multiprocessing as mp
import random
from dataclasses import dataclass
from typing import Iterator


@dataclass(frozen=True)
class StreamSeed:
    root: int
    path: tuple[int, ...] = ()

    def spawn(self, n: int) -> Iterator["StreamSeed"]:
        for i in range(n):
            yield StreamSeed(self.root, (*self.path, i))

    def generator(self) -> random.Random:
        digest = hashlib.sha256(repr((self.root, self.path)).encode()).digest()
        return random.Random(int.from_bytes(digest[:8], "big"))


@dataclass(frozen=True)
class Block:
    seed: StreamSeed
    samples: int


# used for cosmetic choices of the parent only
_rng = random.Random(7)


def simulate(block: Block) -> tuple[int, float]:
    rng = block.seed.generator()
    inside = sum(rng.random() ** 2 + rng.random() ** 2 <= 1.0 for _ in range(block.samples))
    return inside, rng.random()


class Experiment:
    def __init__(self, seed: int, blocks: int, samples: int) -> None:
        self.blocks = [Block(s, samples) for s in StreamSeed(seed).spawn(blocks)]
        self.total = blocks * samples

    def run(self, processes: int) -> tuple[float, list[float]]:
        order = list(range(len(self.blocks)))
        _rng.shuffle(order)
        with mp.Pool(processes) as pool:
            pairs = pool.map(simulate, [self.blocks[i] for i in order], chunksize=1)
        hits = sum(h for h, _ in pairs)
        return 4 * hits / self.total, sorted(tail for _, tail in pairs)


def main() -> None:
    experiment = Experiment(seed=42, blocks=12, samples=2500)
    one, tails_one = experiment.run(1)
    two, tails_two = experiment.run(2)
    assert one == two and tails_one == tails_two
    assert len(set(tails_two)) == 12
    assert abs(two - math.pi) < 0.1
    print(round(two, 3))


if __name__ == "__main__":
    main()
