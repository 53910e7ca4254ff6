"""Partials, bound methods of a frozen dataclass, and itemgetters do travel."""
import math
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from operator import attrgetter, itemgetter, methodcaller


@dataclass(frozen=True)
class Projection:
    scale: float
    origin: tuple = (0.0, 0.0)
    tags: frozenset = field(default_factory=frozenset)

    def apply(self, point):
        x, y = point
        return (x - self.origin[0]) * self.scale, (y - self.origin[1]) * self.scale

    @classmethod
    def unit(cls):
        return cls(1.0)

    @staticmethod
    def norm(point):
        return math.hypot(*point)


def shift(delta, point, *, axis=0):
    out = list(point)
    out[axis] += delta
    return tuple(out)


def main():
    points = [(3.0, 4.0), (6.0, 8.0)]
    projection = Projection(2.0, tags=frozenset({"map"}))
    with ProcessPoolExecutor(2) as pool:
        assert list(pool.map(projection.apply, points)) == [(6.0, 8.0), (12.0, 16.0)]
        assert list(pool.map(Projection.norm, points)) == [5.0, 10.0]
        assert list(pool.map(partial(shift, 1.0, axis=1), points)) == [(3.0, 5.0), (6.0, 9.0)]
        assert list(pool.map(itemgetter(1), points)) == [4.0, 8.0]
        assert list(pool.map(methodcaller("title"), ["ab", "cd"])) == ["Ab", "Cd"]
        units = list(pool.map(attrgetter("scale"), [Projection.unit(), projection]))
        assert pool.submit(Projection.unit).result() == Projection(1.0)
    assert units == [1.0, 2.0]
    print("ok")


if __name__ == "__main__":
    main()
