"""Phases with a barrier: the observer in the parent is a party too."""
import multiprocessing as mp
from dataclasses import dataclass
from threading import BrokenBarrierError

PHASES = 3
OBSERVERS = 1


@dataclass
class Floor:
    grid: object
    barrier: object

    @classmethod
    def for_walkers(cls, n):
        return cls(mp.Array("i", n, lock=False), mp.Barrier(n + OBSERVERS, timeout=15))

    def phase_end(self):
        self.barrier.wait()


def walker(index, floor):
    try:
        for phase in range(PHASES):
            floor.grid[index] = phase * 10 + index  # own cell only
            floor.phase_end()  # all have written
            floor.phase_end()  # the observer has looked
    except BaseException:
        floor.barrier.abort()  # let nobody wait for us
        raise


def observe(floor):
    for _ in range(PHASES):
        floor.phase_end()
        yield list(floor.grid)
        floor.phase_end()


def main():
    n = 3
    floor = Floor.for_walkers(n)
    procs = [mp.Process(target=walker, args=(i, floor)) for i in range(n)]
    for p in procs:
        p.start()
    try:
        seen = list(observe(floor))
    except BrokenBarrierError:
        seen = None
    finally:
        for p in procs:
            p.join()
    assert all(p.exitcode == 0 for p in procs)
    assert seen == [[ph * 10 + i for i in range(n)] for ph in range(PHASES)]
    print(seen)


if __name__ == "__main__":
    main()
