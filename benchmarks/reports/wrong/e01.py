"""Render service: decodes uploaded bitmaps in worker processes and keeps going when one fails."""
from __future__ import annotations

import argparse
import functools
import logging
import os
import time
from concurrent.futures import Executor, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field
from typing import Callable, ParamSpec, TypeVar

log = logging.getLogger("render")
P = ParamSpec("P")
R = TypeVar("R")


@dataclass(frozen=True)
class Bitmap:
    name: str
    width: int
    height: int
    payload: bytes


@dataclass
class Outcome:
    rendered: list[str] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)


def retry(times: int, wait: float, on: tuple[type[BaseException], ...]):
    def deco(fn: Callable[P, R]) -> Callable[P, R]:
        @functools.wraps(fn)
        def inner(*args: P.args, **kwargs: P.kwargs) -> R:
            for attempt in range(1, times + 1):
                try:
                    return fn(*args, **kwargs)
                except on as exc:
                    log.warning("attempt %d/%d: %s", attempt, times, exc)
                    if attempt == times:
                        raise
                    time.sleep(wait * attempt)
            raise AssertionError("unreachable")
        return inner
    return deco


def decode(bitmap: Bitmap) -> int:
    if bitmap.width * bitmap.height > 1 << 20:
        # what the native codec does when it runs out of its arena
        os._exit(137)
    return sum(bitmap.payload) % 255


class RenderService:
    def __init__(self, workers: int) -> None:
        self._executor: Executor = ProcessPoolExecutor(max_workers=workers)

    @retry(times=3, wait=0.05, on=(BrokenProcessPool,))
    def render(self, bitmap: Bitmap) -> int:
        future = self._executor.submit(decode, bitmap)
        return future.result(timeout=20)

    def render_all(self, bitmaps: list[Bitmap]) -> Outcome:
        outcome = Outcome()
        for bitmap in bitmaps:
            try:
                self.render(bitmap)
            except Exception as exc:
                log.error("%s: %r", bitmap.name, exc)
                outcome.failed.append(bitmap.name)
            else:
                outcome.rendered.append(bitmap.name)
        return outcome

    def close(self) -> None:
        self._executor.shutdown()


def sample() -> list[Bitmap]:
    sizes = [(64, 64), (128, 32), (4096, 4096), (10, 10), (20, 20), (30, 30)]
    return [Bitmap(f"img-{i}", w, h, bytes(range(64))) for i, (w, h) in enumerate(sizes)]


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--workers", type=int, default=2)
    args = parser.parse_args()
    logging.basicConfig(level=logging.ERROR)
    service = RenderService(args.workers)
    try:
        outcome = service.render_all(sample())
    finally:
        service.close()
    print(f"rendered {len(outcome.rendered)}, failed {len(outcome.failed)} {outcome.failed}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
