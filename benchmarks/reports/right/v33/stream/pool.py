from __future__ import annotations

import multiprocessing as mp
from typing import Callable, Iterable, Iterator, TypeVar

T = TypeVar("T")
R = TypeVar("R")


def shout(text: str) -> str:
    return text.upper() + "!"


def stream_map(func: Callable[[T], R], items: Iterable[T], workers: int) -> Iterator[R]:
    pool = mp.Pool(workers)
    try:
        yield from pool.imap(func, items, chunksize=4)
    finally:
        pool.terminate()
        pool.join()
