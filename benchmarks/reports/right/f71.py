"""Cached geometry: lru_cache at class level and in the module, both found again by name."""
from __future__ import annotations

import math
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache, singledispatchmethod


@cache
def factorial(n: int) -> int:
    return math.factorial(n)


@dataclass(frozen=True)
class Polygon:
    points: tuple[tuple[float, float], ...]

    @cached_property
    def area(self) -> float:
        pairs = zip(self.points, (*self.points[1:], self.points[0]))
        return abs(sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in pairs)) / 2

    @lru_cache(maxsize=None)
    def scaled_area(self, factor: int) -> float:
        return self.area * factor * factor


class Geometry:
    def __init__(self) -> None:
        self.hits = 0

    @singledispatchmethod
    def measure(self, shape) -> float:
        raise TypeError(type(shape))

    @measure.register
    def _(self, shape: Polygon) -> float:
        return shape.area

    @measure.register
    def _(self, shape: int) -> float:
        return float(factorial(shape))


def measure(geometry: Geometry, shape) -> float:
    return geometry.measure(shape)


def regular(n: int) -> Polygon:
    return Polygon(tuple((math.cos(2 * math.pi * k / n), math.sin(2 * math.pi * k / n)) for k in range(n)))


def main() -> None:
    shapes = [regular(n) for n in range(3, 9)]
    assert shapes[0].area > 0 and factorial(3) == 6
    with ProcessPoolExecutor(2) as executor:
        scaled = list(executor.map(shapes[1].scaled_area, [1, 2, 3]))
        facts = list(executor.map(factorial, range(6)))
        mixed = list(executor.map(measure, [Geometry()] * 2, [shapes[1], 4]))
    assert [round(s, 6) for s in scaled] == [2.0, 8.0, 18.0]
    assert facts == [1, 1, 2, 6, 24, 120]
    assert [round(m, 6) for m in mixed] == [2.0, 24.0]
    print(facts)


if __name__ == "__main__":
    main()
