"""Solver front end: every puzzle gets a time budget; what takes longer is reported as unsolved."""
from __future__ import annotations

import itertools
import logging
import time
from concurrent.futures import ProcessPoolExecutor, TimeoutError as FutureTimeout
from dataclasses import dataclass

log = logging.getLogger("solver")


@dataclass(frozen=True)
class Puzzle:
    name: str
    weights: tuple[int, ...]
    target: int


@dataclass
class Solution:
    puzzle: str
    picks: tuple[int, ...] | None
    seconds: float


def solve(puzzle: Puzzle) -> tuple[int, ...] | None:
    for size in itertools.count(1):
        for picks in itertools.combinations_with_replacement(puzzle.weights, size):
            if sum(picks) == puzzle.target:
                return picks
        time.sleep(0.01)
    return None


class BudgetedSolver:
    def __init__(self, budget: float, workers: int = 2) -> None:
        self.budget = budget
        self.workers = workers

    def solve_all(self, puzzles: list[Puzzle]) -> list[Solution]:
        solutions = []
        with ProcessPoolExecutor(max_workers=self.workers) as executor:
            futures = [(p, executor.submit(solve, p)) for p in puzzles]
            for puzzle, future in futures:
                begin = time.perf_counter()
                try:
                    picks = future.result(timeout=self.budget)
                except FutureTimeout:
                    log.warning("%s: over budget", puzzle.name)
                    future.cancel()
                    picks = None
                solutions.append(Solution(puzzle.name, picks, time.perf_counter() - begin))
        return solutions


def main() -> None:
    logging.basicConfig(level=logging.INFO)
    puzzles = [
        Puzzle("easy", (3, 5, 7), 29),
        Puzzle("odd-with-even-weights", (2, 4), 31),
        Puzzle("small", (1, 10), 12),
    ]
    for solution in BudgetedSolver(budget=1.0).solve_all(puzzles):
        print(solution)


if __name__ == "__main__":
    main()
