from __future__ import annotations

from concurrent.futures import Executor, ProcessPoolExecutor
from pathlib import Path
from typing import Callable

from shop.stock import StockFile


def _apply(path: Path, article: str, n: int) -> int:
    return StockFile(path).add(article, n)


def bulk_add(path: Path, deliveries: list[tuple[str, int]], make_executor: Callable[[], Executor] = ProcessPoolExecutor) -> int:
    articles, amounts = zip(*deliveries)
    with make_executor() as executor:
        return len(list(executor.map(_apply, [path] * len(deliveries), articles, amounts)))
