from __future__ import annotations

from concurrent.futures import Future, ProcessPoolExecutor

from .config import ReduceConfig
from .passes import halves

_pool: ProcessPoolExecutor | None = None


def get_pool(workers: int) -> ProcessPoolExecutor:
    global _pool
    if _pool is None:
        _pool = ProcessPoolExecutor(max_workers=workers)
    return _pool


class ReductionManager:
    def __init__(self, config: ReduceConfig) -> None:
        self.config = config
        self.futures: list[Future] = []
        self.tested = 0

    def __enter__(self) -> ReductionManager:
        return self

    def __exit__(self, *exc_info: object) -> None:
        self.cancel()
        get_pool(self.config.workers).shutdown()

    def cancel(self) -> None:
        for future in self.futures:
            future.cancel()
        self.futures.clear()

    def interesting(self, lines: list[str]) -> list[str] | None:
        return lines if sum(self.config.needle in line for line in lines) == 2 else None

    def _first(self, candidates: list[list[str]]) -> list[str] | None:
        pool = get_pool(self.config.workers)
        for lines in candidates:
            self.futures.append(pool.submit(self.interesting, lines))
            self.tested += 1
        for future in self.futures:
            result = future.result(timeout=self.config.timeout)
            if result is not None:
                return result
        return None

    def reduce(self, text: str) -> str:
        current = text.splitlines()
        while True:
            smaller = self._first(list(halves(current)))
            self.cancel()
            if smaller is None:
                return "\n".join(current)
            current = smaller
