from __future__ import annotations

import logging
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from typing import Any, Callable

log = logging.getLogger(__name__)


class ResilientPool:
    def __init__(self, workers: int, retries: int = 1) -> None:
        self._workers = workers
        self._retries = retries
        self._executor = self._make()

    def _make(self) -> ProcessPoolExecutor:
        return ProcessPoolExecutor(max_workers=self._workers)

    def _rebuild(self) -> None:
        broken, self._executor = self._executor, self._make()
        broken.shutdown(wait=False)

    def run(self, func: Callable[..., Any], *args: Any) -> Any:
        for _ in range(self._retries + 1):
            try:
                return self._executor.submit(func, *args).result()
            except BrokenProcessPool:
                log.info("pool broken, building a new one")
                self._rebuild()
        return None

    def __enter__(self) -> "ResilientPool":
        return self

    def __exit__(self, *exc: object) -> None:
        self._executor.shutdown()
