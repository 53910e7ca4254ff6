"""Pipelines built from partials and callables with state; every part is importable by name."""
import operator
from dataclasses import dataclass
from functools import partial, reduce
from multiprocessing import Pool


def clamp(lo, hi, x):
    return max(lo, min(hi, x))


@dataclass(frozen=True)
class Affine:
    a: float
    b: float

    def __call__(self, x):
        return self.a * x + self.b


class Chain:
    def __init__(self, *steps):
        self.steps = steps

    def __or__(self, step):
        return Chain(*self.steps, step)

    def __call__(self, x):
        return reduce(lambda value, step: step(value), self.steps, x)


def build():
    pick = operator.itemgetter("v")
    return Chain(pick) | Affine(2, 1) | partial(clamp, 0, 15) | str | str.strip


def main():
    pipeline = build()
    rows = [{"v": v} for v in range(-2, 10, 3)]
    with Pool(2) as pool:
        out = pool.map(pipeline, rows)
    assert out == ["0", "3", "9", "15"], out
    print(out)


if __name__ == "__main__":
    main()
