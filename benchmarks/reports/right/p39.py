"""Monte Carlo with a seed for every task: the answer does not depend on the workers."""
import math
import multiprocessing as mp
import random
import sys
from dataclasses import dataclass, field
from typing import Iterator


@dataclass(frozen=True, slots=True)
class Batch:
    seed: str
    throws: int


@dataclass
class Estimate:
    hits: int = 0
    throws: int = 0
    seeds: list = field(default_factory=list)

    def __iadd__(self, other):
        batch, hits = other
        self.hits += hits
        self.throws += batch.throws
        self.seeds.append(batch.seed)
        return self

    @property
    def pi(self):
        return 4 * self.hits / self.throws


def throw(batch: Batch):
    rng = random.Random(batch.seed)
    hits = sum(rng.random() ** 2 + rng.random() ** 2 <= 1 for _ in range(batch.throws))
    return batch, hits


def batches(root: str, number: int, size: int) -> Iterator[Batch]:
    return (Batch(f"{root}/{i}", size) for i in range(number))


def estimate(processes, root="pi", number=20, size=1000):
    result = Estimate()
    pool = mp.Pool(processes)
    try:
        for item in pool.imap_unordered(throw, batches(root, number, size)):
            result += item
    except BaseException:
        pool.terminate()
        raise
    else:
        pool.close()
    finally:
        pool.join()
    return result


def main():
    one, three = estimate(1), estimate(3)
    assert one.hits == three.hits
    assert sorted(one.seeds) == sorted(three.seeds)
    assert math.isclose(one.pi, math.pi, abs_tol=0.1)
    print(f"{one.pi:.4f}")


"__main__" == __name__ and sys.exit(main())
