from __future__ import annotations

import logging
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from types import TracebackType
from typing import Sequence

from pricing import catalogue

log = logging.getLogger(__name__)


def _quote(path: Path, sku: str) -> float:
    return round(catalogue.price_of(path, sku) * 1.21, 2)


class PricingService:
    def __init__(self, path: Path, workers: int) -> None:
        self.path = path
        self._executor = ProcessPoolExecutor(workers)

    def __enter__(self) -> "PricingService":
        return self

    def __exit__(
        self, tp: type[BaseException] | None, exc: BaseException | None, tb: TracebackType | None
    ) -> None:
        self._executor.shutdown()

    def quote(self, skus: Sequence[str]) -> list[float]:
        return list(self._executor.map(_quote, [self.path] * len(skus), skus, chunksize=5))

    def reload(self) -> None:
        """Call after the catalogue has changed."""
        catalogue.invalidate()
        log.info("catalogue %s reloaded", self.path)
