from __future__ import annotations

import multiprocessing as mp
from pathlib import Path
from typing import Optional, Sequence

from .catalogue import load_prices

_generation = None
_path: Optional[Path] = None


def _attach(path: Path, generation) -> None:
    global _path, _generation
    _path, _generation = path, generation


def _price(sku: str) -> float:
    assert _path is not None and _generation is not None
    return load_prices(_path, _generation.value)[sku]


class PricingService:
    def __init__(self, path: Path, workers: int) -> None:
        self._generation = mp.Value("L", 0)
        self._pool = mp.Pool(workers, initializer=_attach, initargs=(path, self._generation))

    def __enter__(self) -> "PricingService":
        return self

    def __exit__(self, *exc_info: object) -> None:
        self._pool.close()
        self._pool.join()

    def reload(self) -> None:
        with self._generation.get_lock():
            self._generation.value += 1

    def quote(self, skus: Sequence[str]) -> list[float]:
        return self._pool.map(_price, skus, chunksize=5)
