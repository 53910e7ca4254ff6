"""Column transforms chosen by name on the command line, applied in processes."""
from __future__ import annotations

import argparse
import functools
import operator
from concurrent.futures import ProcessPoolExecutor
from typing import Callable

Column = list[float]
TRANSFORMS: dict[str, Callable[[Column], Column]] = {}


def transform(func: Callable[[Column], Column]) -> Callable[[Column], Column]:
    TRANSFORMS[func.__name__] = func
    return func


@transform
def center(column: Column) -> Column:
    mean = sum(column) / len(column)
    return [value - mean for value in column]


@transform
def scale(column: Column) -> Column:
    top = max(map(abs, column)) or 1.0
    return [value / top for value in column]


def apply(names: tuple[str, ...], column: Column) -> Column:
    return functools.reduce(lambda data, name: TRANSFORMS[name](data), names, column)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--transforms", nargs="*", default=["center", "scale"], choices=[*TRANSFORMS])
    args = parser.parse_args()
    columns = [[float(i * j % 7) for i in range(20)] for j in range(1, 6)]
    work = functools.partial(apply, tuple(args.transforms))
    with ProcessPoolExecutor(2) as pool:
        result = list(pool.map(work, columns))
        firsts = list(pool.map(operator.itemgetter(0), result))
    print([round(v, 3) for v in firsts])


if __name__ == "__main__":
    main()
