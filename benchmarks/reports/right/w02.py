"""A rate counter that can be sent to workers; its lock stays at home."""
from __future__ import annotations

import threading
from concurrent.futures import ProcessPoolExecutor


class Counter:
    def __init__(self, start: int = 0) -> None:
        self.value = start
        self._lock = threading.Lock()

    def __getstate__(self) -> dict:
        state = self.__dict__.copy()
        del state["_lock"]
        return state

    def __setstate__(self, state: dict) -> None:
        self.__dict__.update(state)
        self._lock = threading.Lock()

    def add(self, amount: int) -> Counter:
        with self._lock:
            self.value += amount
        return self

    def merge(self, other: Counter) -> None:
        self.add(other.value)


def count_words(counter: Counter, line: str) -> Counter:
    for _word in line.split():
        counter.add(1)
    return counter


def main() -> None:
    total = Counter()
    lines = ["one two three", "four", "", "five six"]
    with ProcessPoolExecutor(2) as executor:
        for counter in executor.map(count_words, [Counter() for _ in lines], lines):
            total.merge(counter)
    print(total.value)


if __name__ == "__main__":
    main()
