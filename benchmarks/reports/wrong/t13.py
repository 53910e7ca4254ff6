"""Shared arrays by name for worker processes."""
from __future__ import annotations

import ctypes
from multiprocessing import Pool, RawArray


class SharedArrays:
    """Keeps the blocks in module globals so that workers find them by name."""

    def __init__(self) -> None:
        self.sizes: dict[str, int] = {}

    def create(self, name: str, values: list[float]) -> None:
        globals()[f"_shared_{name}"] = RawArray(ctypes.c_double, values)
        self.sizes[name] = len(values)

    @staticmethod
    def get(name: str):
        return globals()[f"_shared_{name}"]


def normalise(args: tuple[str, int, int]) -> float:
    name, start, stop = args
    array = SharedArrays.get(name)
    top = max(abs(v) for v in array)
    for i in range(start, stop):
        array[i] /= top
    return sum(array[start:stop])


def windows(size: int, step: int):
    return [(start, min(start + step, size)) for start in range(0, size, step)]


def main() -> None:
    arrays = SharedArrays()
    arrays.create("signal", [1.0 if n % 2 else -1.0 for n in range(1000)])
    arrays.create("noise", [0.5] * 10)
    size = arrays.sizes["signal"]
    with Pool(2) as pool:
        sums = pool.map(normalise, [("signal", a, b) for a, b in windows(size, 125)])
    print(len(sums), sum(sums))


if __name__ == "__main__":
    main()
