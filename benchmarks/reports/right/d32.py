"""Unordered results carry their position and are put back in order."""
from __future__ import annotations

import random
import time
from multiprocessing import Pool
from typing import Any, Callable, Iterable


class Indexed:
    def __init__(self, func: Callable[[Any], Any]) -> None:
        self.func = func

    def __call__(self, pair: tuple[int, Any]) -> tuple[int, Any]:
        index, item = pair
        return index, self.func(item)


def slow_length(text: str) -> int:
    time.sleep(random.random() / 50)
    return len(text)


def unordered_map(func: Callable, items: Iterable, processes: int = 2) -> list:
    items = list(items)
    slots: list[Any] = [None] * len(items)
    with Pool(processes) as pool:
        for index, value in pool.imap_unordered(Indexed(func), enumerate(items)):
            slots[index] = value
    return slots


def main() -> None:
    words = ["a" * n for n in range(12)]
    lengths = unordered_map(slow_length, words)
    assert dict(zip(words, lengths)) == {w: len(w) for w in words}
    print(lengths)


if __name__ == "__main__":
    main()
