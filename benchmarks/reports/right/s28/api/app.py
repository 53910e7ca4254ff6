from __future__ import annotations

from concurrent.futures import ProcessPoolExecutor

from .compute import crunch
from .context import bound


class Application:
    def __init__(self, workers: int) -> None:
        self.pool = ProcessPoolExecutor(max_workers=workers)

    def __enter__(self) -> "Application":
        return self

    def __exit__(self, *exc: object) -> None:
        self.pool.shutdown()

    def handle(self, ident: str, numbers: list[int]) -> tuple[str, list[str]]:
        with bound(ident):
            results = list(self.pool.map(crunch, numbers, [ident] * len(numbers)))
        return ident, [entry for _, entry in results]
