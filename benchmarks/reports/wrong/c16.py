"""Task helpers: ``bulk`` turns a function on one item into a function on many."""
from __future__ import annotations

from concurrent.futures import ProcessPoolExecutor
from typing import Callable, Iterable, TypeVar

T = TypeVar("T")
R = TypeVar("R")


class BulkTask:
    """Callable which maps the original function over an iterable."""

    def __init__(self, func: Callable[[T], R], workers: int):
        self.func = func
        self.workers = workers
        self.__doc__ = func.__doc__
        self.__name__ = func.__name__

    def __call__(self, items: Iterable[T]) -> list[R]:
        items = list(items)
        if len(items) < 3:
            return [self.func(item) for item in items]
        with ProcessPoolExecutor(self.workers) as executor:
            return list(executor.map(self.func, items))


def bulk(workers: int = 2):
    def wrap(func):
        return BulkTask(func, workers)

    return wrap


@bulk(workers=2)
def word_count(text: str) -> int:
    """Number of words in a document."""
    return len(text.split())


@bulk(workers=2)
def shout(text: str) -> str:
    return text.upper()


DOCS = [
    "the quick brown fox",
    "jumps over",
    "the lazy dog and then some more",
    "end",
]


def main() -> None:
    print(shout(DOCS[:2]))
    print(word_count(DOCS))


if __name__ == "__main__":
    main()
