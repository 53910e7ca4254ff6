"""Monte Carlo: the seed of a block comes from the block, not from the worker."""
import random
from dataclasses import dataclass
from multiprocessing import Pool

random.seed(12345)


@dataclass(frozen=True)
class Block:
    number: int
    draws: int
    seed: str

    def inside(self) -> int:
        rng = random.Random(f"{self.seed}:{self.number}")
        return sum(rng.random() ** 2 + rng.random() ** 2 < 1 for _ in range(self.draws))


def blocks(count: int, draws: int, seed: str) -> list[Block]:
    order = [Block(number, draws, seed) for number in range(count)]
    random.shuffle(order)
    return order


def main() -> None:
    work = blocks(8, 4000, "run-7")
    with Pool(2) as pool:
        hits = pool.map(Block.inside, work)
    print(round(4 * sum(hits) / 32000, 1), len(set(hits)) > 1)


if __name__ == "__main__":
    main()
