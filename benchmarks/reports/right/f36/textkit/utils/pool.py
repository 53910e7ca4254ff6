from __future__ import annotations

import functools
from concurrent.futures import Executor, ProcessPoolExecutor, ThreadPoolExecutor
from types import TracebackType
from typing import Any, Callable, Iterable, Iterator, Optional, TypeVar

from ..settings import Settings

T = TypeVar("T")
R = TypeVar("R")


class WorkerPool:
    """Lazily started executor; `map` binds the settings as first argument."""

    _factories: dict[str, Callable[[int], Executor]] = {
        "process": ProcessPoolExecutor,
        "thread": ThreadPoolExecutor,
    }

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self._executor: Optional[Executor] = None

    @property
    def executor(self) -> Executor:
        if self._executor is None:
            self._executor = self._factories[self.settings.backend](self.settings.workers)
        return self._executor

    def map(self, fn: Callable[[Settings, T], R], items: Iterable[T]) -> Iterator[R]:
        return self.executor.map(functools.partial(fn, self.settings), items)

    def __enter__(self) -> "WorkerPool":
        return self

    def __exit__(
        self, tp: Optional[type[BaseException]], exc: Optional[BaseException], tb: Optional[TracebackType]
    ) -> None:
        if self._executor is not None:
            self._executor.shutdown(cancel_futures=tp is not None)
            self._executor = None

    def __getattr__(self, name: str) -> Any:
        raise AttributeError(f"{type(self).__name__} has no {name}")
