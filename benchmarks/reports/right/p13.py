"""Column transforms without lambdas: callable classes, partials and a dispatch table."""
import functools
import multiprocessing
import operator
from typing import Callable, NamedTuple


class Scale:
    def __init__(self, factor):
        self.factor = factor

    def __call__(self, x):
        return x * self.factor


class Clamp(NamedTuple):
    low: float
    high: float

    def __call__(self, x):
        return max(self.low, min(self.high, x))


def shift(offset, x):
    return x + offset


def compose(functions, x):
    return functools.reduce(_apply, functions, x)


def _apply(value, function):
    return function(value)


TRANSFORMS: dict[str, Callable] = {
    "double": Scale(2),
    "percent": Scale(100),
    "unit": Clamp(0, 1),
    "up": functools.partial(shift, 1),
    "root": functools.partial(operator.pow, 2),
    "negate": operator.neg,
}


def build(spec):
    """'up|double' -> one picklable function; lambdas serve only within this process."""
    names = sorted(spec.split("|"), key=lambda n: 0)
    return functools.partial(compose, [TRANSFORMS[n] for n in names])


def run(pool, specs, column):
    return {spec: pool.map(build(spec), column) for spec in specs}


def main():
    column = list(range(-3, 4))
    specs = ["up|double", "unit|percent", "negate|up|root"]
    with multiprocessing.Pool(processes=2) as pool:
        table = run(pool, specs, column)
    assert table["up|double"] == [(x + 1) * 2 for x in column]
    assert table["unit|percent"] == [min(1, max(0, x)) * 100 for x in column]
    assert table["negate|up|root"] == [2 ** (1 - x) for x in column]
    print(table)


if __name__ == "__main__":
    main()
