"""Heat equation on strips: every strip is a process, all strips step together."""
from __future__ import annotations

import multiprocessing as mp
from dataclasses import dataclass
from multiprocessing.synchronize import Barrier


@dataclass(frozen=True)
class Strip:
    index: int
    start: int
    stop: int

    def __len__(self) -> int:
        return self.stop - self.start


def decompose(cells: int, parts: int) -> list[Strip]:
    width = -(-cells // parts)
    return [Strip(i, i * width, min(cells, (i + 1) * width)) for i in range(parts)]


class Simulation:
    def __init__(self, cells: int, parts: int, steps: int) -> None:
        self.cells = cells
        self.steps = steps
        self.strips = decompose(cells, parts)
        self.field = mp.Array("d", cells, lock=False)
        self.barrier = mp.Barrier(parts)

    def initialise(self) -> None:
        self.field[0] = 100.0

    def run(self) -> float:
        self.initialise()
        procs = []
        for strip in self.strips:
            if len(strip) <= 0:
                continue
            procs.append(
                mp.Process(target=advance, args=(strip, self.field, self.barrier, self.steps))
            )
        for proc in procs:
            proc.start()
        for proc in procs:
            proc.join()
        return sum(self.field)


def advance(strip: Strip, field, barrier: Barrier, steps: int) -> None:
    last = len(field) - 1
    for _ in range(steps):
        new = []
        for i in range(strip.start, strip.stop):
            left, right = field[max(0, i - 1)], field[min(last, i + 1)]
            new.append(field[i] + 0.25 * (left - 2 * field[i] + right))
        barrier.wait()
        field[strip.start : strip.stop] = new
        barrier.wait()


def main() -> None:
    print("coarse", round(Simulation(cells=12, parts=4, steps=10).run(), 3))
    print("fine", round(Simulation(cells=9, parts=4, steps=10).run(), 3))


if __name__ == "__main__":
    main()
