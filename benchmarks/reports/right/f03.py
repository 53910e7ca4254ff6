"""Codec front end which survives workers that die in native code."""
from __future__ import annotations

import logging
import os
import threading
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field

log = logging.getLogger("codec")


@dataclass(frozen=True)
class Clip:
    name: str
    frames: int


def encode(clip: Clip) -> int:
    if clip.frames < 0:
        os._exit(139)
    return clip.frames * 3


@dataclass
class Summary:
    ok: dict[str, int] = field(default_factory=dict)
    poisoned: list[str] = field(default_factory=list)


class ResilientExecutor:
    """A process pool which is replaced when it breaks."""

    def __init__(self, workers: int) -> None:
        self._workers = workers
        self._guard = threading.Lock()
        self._pool: ProcessPoolExecutor | None = None
        self.rebuilt = 0

    def _current(self) -> ProcessPoolExecutor:
        with self._guard:
            if self._pool is None:
                self._pool = ProcessPoolExecutor(self._workers)
            return self._pool

    def _discard(self, broken: ProcessPoolExecutor) -> None:
        with self._guard:
            if self._pool is broken:
                self._pool = None
                self.rebuilt += 1
        broken.shutdown(wait=False)

    def call(self, clip: Clip, attempts: int = 2) -> int:
        for attempt in range(attempts):
            pool = self._current()
            try:
                return pool.submit(encode, clip).result(timeout=30)
            except BrokenProcessPool:
                log.info("pool broke at %s (attempt %d)", clip.name, attempt)
                self._discard(pool)
        raise RuntimeError(f"{clip.name} kills its worker")

    def close(self) -> None:
        with self._guard:
            pool, self._pool = self._pool, None
        if pool is not None:
            pool.shutdown()


def main() -> None:
    clips = [Clip("a", 10), Clip("bad", -1), Clip("b", 20), Clip("c", 30)]
    summary = Summary()
    executor = ResilientExecutor(2)
    try:
        for clip in clips:
            try:
                summary.ok[clip.name] = executor.call(clip)
            except RuntimeError:
                summary.poisoned.append(clip.name)
    finally:
        executor.close()
    assert summary.ok == {"a": 30, "b": 60, "c": 90} and summary.poisoned == ["bad"], summary
    print(summary, executor.rebuilt)


if __name__ == "__main__":
    main()
