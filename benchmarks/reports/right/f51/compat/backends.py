from __future__ import annotations

import logging
from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, Any, Callable, Iterable, Protocol

from .work import use_console_lock

try:
    import multiprocessing
    import multiprocessing.synchronize  # noqa: F401  (fails where sem_open is missing)
except ImportError:  # e.g. Android, WebAssembly
    multiprocessing = None  # type: ignore[assignment]

if TYPE_CHECKING:
    from multiprocessing.pool import Pool

log = logging.getLogger(__name__)


class Work(Protocol):
    def __call__(self, chunk: bytes, /) -> int: ...


class Backend(ABC):
    def __init__(self, size: int) -> None:
        self.size = size

    @abstractmethod
    def run(self, fn: Work, chunks: Iterable[bytes]) -> list[int]: ...


class Inline(Backend):
    def run(self, fn: Work, chunks: Iterable[bytes]) -> list[int]:
        return [fn(c) for c in chunks]


class Threads(Backend):
    def run(self, fn: Work, chunks: Iterable[bytes]) -> list[int]:
        from concurrent.futures import ThreadPoolExecutor

        with ThreadPoolExecutor(self.size) as executor:
            return list(executor.map(lambda c: fn(c), chunks))


class Processes(Backend):
    def _pool(self) -> "Pool":
        ctx = multiprocessing.get_context()
        return ctx.Pool(self.size, use_console_lock, (ctx.Lock(),))

    def run(self, fn: Work, chunks: Iterable[bytes]) -> list[int]:
        with self._pool() as pool:
            return pool.map(fn, chunks)


def available() -> list[str]:
    names = ["inline", "threads"]
    if multiprocessing is not None:
        names.append("processes")
    return names


def get_backend(name: str, size: int) -> Backend:
    table: dict[str, Callable[[int], Any]] = {"inline": Inline, "threads": Threads}
    if multiprocessing is not None:
        table["processes"] = Processes
    else:
        log.warning("multiprocessing is not available")
    return table[name](size)
