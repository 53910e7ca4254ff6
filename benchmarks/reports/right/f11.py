"""Solver with a hard time budget: one process per puzzle, killed when over budget."""
from __future__ import annotations

import itertools
import multiprocessing as mp
import time
from dataclasses import dataclass
from multiprocessing.connection import Connection
from typing import Optional


@dataclass(frozen=True)
class Puzzle:
    name: str
    weights: tuple[int, ...]
    target: int


def solve(puzzle: Puzzle, out: Connection) -> None:
    for size in itertools.count(1):
        for picks in itertools.combinations_with_replacement(puzzle.weights, size):
            if sum(picks) == puzzle.target:
                out.send(picks)
                out.close()
                return
        time.sleep(0.01)


class BudgetedSolver:
    def __init__(self, budget: float) -> None:
        self.budget = budget

    def solve(self, puzzle: Puzzle) -> Optional[tuple[int, ...]]:
        receiver, sender = mp.Pipe(duplex=False)
        proc = mp.Process(target=solve, args=(puzzle, sender), daemon=True)
        proc.start()
        sender.close()
        try:
            if not receiver.poll(self.budget):
                return None
            return receiver.recv()
        finally:
            receiver.close()
            self._stop(proc)

    @staticmethod
    def _stop(proc: mp.Process) -> None:
        proc.join(0.2)
        if proc.is_alive():
            proc.terminate()
            proc.join(2)
        if proc.is_alive():
            proc.kill()
            proc.join()
        proc.close()


def main() -> None:
    solver = BudgetedSolver(budget=1.5)
    assert solver.solve(Puzzle("easy", (3, 5, 7), 29)) is not None
    assert solver.solve(Puzzle("impossible", (2, 4), 31)) is None
    assert solver.solve(Puzzle("small", (1, 10), 12)) is not None
    print("ok")


if __name__ == "__main__":
    main()
