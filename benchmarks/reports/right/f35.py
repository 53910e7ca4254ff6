"""Lock-step simulation with a barrier that is aborted instead of waited for in vain."""
from __future__ import annotations

import multiprocessing as mp
import threading
from dataclasses import dataclass
from multiprocessing.synchronize import Barrier


@dataclass(frozen=True)
class Strip:
    start: int
    stop: int


class Grid:
    def __init__(self, cells: int) -> None:
        self.values = mp.Array("d", cells, lock=False)
        self.cells = cells


def advance(strip: Strip, grid: Grid, gate: Barrier, steps: int, fail_at: int) -> None:
    last = grid.cells - 1
    try:
        for step in range(steps):
            if step == fail_at:
                raise ArithmeticError(f"unstable at step {step}")
            new = [
                grid.values[i]
                + 0.25 * (grid.values[max(0, i - 1)] - 2 * grid.values[i] + grid.values[min(last, i + 1)])
                for i in range(strip.start, strip.stop)
            ]
            gate.wait(timeout=20)
            grid.values[strip.start : strip.stop] = new
            gate.wait(timeout=20)
    except threading.BrokenBarrierError:
        raise SystemExit(2)
    except ArithmeticError:
        gate.abort()
        raise SystemExit(3)


def decompose(cells: int, parts: int) -> list[Strip]:
    width = -(-cells // parts)
    strips = [Strip(i * width, min(cells, (i + 1) * width)) for i in range(parts)]
    return [s for s in strips if s.stop > s.start]


def simulate(cells: int, parts: int, steps: int, failing: int = -1) -> tuple[float, list[int]]:
    grid = Grid(cells)
    grid.values[0] = 100.0
    strips = decompose(cells, parts)
    gate = mp.Barrier(len(strips))
    procs = [
        mp.Process(target=advance, args=(s, grid, gate, steps, 2 if n == failing else -1))
        for n, s in enumerate(strips)
    ]
    for p in procs:
        p.start()
    for p in procs:
        p.join()
    return round(sum(grid.values), 6), [p.exitcode or 0 for p in procs]


def main() -> None:
    assert simulate(9, 4, 6) == (100.0, [0, 0, 0])
    _, codes = simulate(9, 3, 6, failing=1)
    assert codes[1] == 3 and set(codes) <= {2, 3}, codes
    print(codes)


if __name__ == "__main__":
    main()
