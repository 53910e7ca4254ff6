from __future__ import annotations

from concurrent.futures import Executor, ProcessPoolExecutor
from typing import Callable

from . import rates


def total(items: list[tuple[str, float]], make_executor: Callable[[], Executor] = ProcessPoolExecutor) -> float:
    with make_executor() as executor:
        futures = [executor.submit(rates.convert, currency, amount) for currency, amount in items]
        return sum(future.result() for future in futures)


def failures(items: list[tuple[str, float]], workers: int = 2) -> int:
    with ProcessPoolExecutor(workers) as executor:
        futures = [executor.submit(rates.convert, currency, amount) for currency, amount in items]
        return sum(future.exception() is not None for future in futures)
