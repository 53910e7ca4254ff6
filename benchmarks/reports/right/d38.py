"""Engine with a pool made in the constructor and put away by close() or the with block."""
from __future__ import annotations

import multiprocessing
import weakref


def _shutdown(pool) -> None:
    pool.close()
    pool.join()


def _square(n: int) -> int:
    return n * n


class Engine:
    def __init__(self, processes: int = 2) -> None:
        self._pool = multiprocessing.Pool(processes)
        self._finalizer = weakref.finalize(self, _shutdown, self._pool)
        self.calls = 0

    def squares(self, items) -> list[int]:
        self.calls += 1
        return self._pool.map(_square, items)

    @property
    def closed(self) -> bool:
        return not self._finalizer.alive

    def close(self) -> None:
        self._finalizer()

    def __enter__(self) -> Engine:
        return self

    def __exit__(self, *exc) -> None:
        self.close()


class CachingEngine(Engine):
    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.cache: dict[int, int] = {}

    def squares(self, items) -> list[int]:
        items = list(items)
        missing = [n for n in items if n not in self.cache]
        self.cache.update(zip(missing, super().squares(missing)))
        return [self.cache[n] for n in items]


def main() -> None:
    with CachingEngine() as engine:
        assert engine.squares(range(4)) == [0, 1, 4, 9]
        assert engine.squares([3, 5]) == [9, 25]
    assert engine.closed and engine.calls == 2
    other = Engine(1)
    try:
        assert other.squares([7]) == [49]
    finally:
        other.close()
    print("closed", engine.closed, other.closed)


if __name__ == "__main__":
    main()
