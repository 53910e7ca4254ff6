"""Double-buffered histogram over several shared blocks, released in reverse order."""
from __future__ import annotations

import multiprocessing as mp
from contextlib import ExitStack
from dataclasses import dataclass
from multiprocessing.shared_memory import SharedMemory
from typing import Callable


@dataclass(frozen=True)
class Layout:
    names: tuple[str, ...]
    items: int


class Blocks(ExitStack):
    """Opens blocks and typed views; views go first, then mappings, then names."""

    def make(self, items: int) -> tuple[SharedMemory, memoryview]:
        shm = SharedMemory(create=True, size=items * 8)
        self.callback(shm.unlink)
        self.callback(shm.close)
        return shm, self.view(shm, items)

    def attach(self, name: str, items: int) -> memoryview:
        shm = SharedMemory(name=name)
        self.callback(shm.close)
        return self.view(shm, items)

    def view(self, shm: SharedMemory, items: int) -> memoryview:
        raw = shm.buf[: items * 8]
        self.callback(raw.release)
        typed = raw.cast("q")
        self.callback(typed.release)
        return typed


def histogram(layout: Layout, slot: int, values: list[int]) -> int:
    with Blocks() as blocks:
        counts = blocks.attach(layout.names[slot], layout.items)
        for value in values:
            counts[value % layout.items] += 1
    return len(values)


def run(workers: int, items: int, source: Callable[[int], list[int]]) -> list[int]:
    with Blocks() as blocks:
        made = [blocks.make(items) for _ in range(workers)]
        for _, view in made:
            for i in range(items):
                view[i] = 0
        layout = Layout(tuple(shm.name for shm, _ in made), items)
        with mp.Pool(workers) as pool:
            jobs = [(layout, slot, source(slot)) for slot in range(workers)]
            assert sum(pool.starmap(histogram, jobs, chunksize=1)) == sum(len(j[2]) for j in jobs)
        return [sum(view[i] for _, view in made) for i in range(items)]


def values_for(slot: int) -> list[int]:
    return [slot + 3 * k for k in range(400)]


def main() -> None:
    counts = run(3, 16, values_for)
    assert sum(counts) == 1200 and max(counts) == min(counts) == 75, counts
    print(counts)


if __name__ == "__main__":
    main()
