"""Retry on a broken pool: a worker that dies takes the executor along, so make a new one."""
from __future__ import annotations

import os
import tempfile
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path


def convert(folder: str, n: int) -> int:
    marker = Path(folder, f"crashed-{n}")
    if n == 3 and not marker.exists():
        marker.touch()
        os._exit(9)
    return n * 10


class RobustExecutor:
    def __init__(self, workers: int = 2, attempts: int = 3) -> None:
        self.workers = workers
        self.attempts = attempts
        self.restarts = 0

    def run(self, folder: str, items: list[int]) -> dict[int, int]:
        results: dict[int, int] = {}
        for _ in range(self.attempts):
            todo = [n for n in items if n not in results]
            if not todo:
                break
            with ProcessPoolExecutor(self.workers) as executor:
                try:
                    futures = {executor.submit(convert, folder, n): n for n in todo}
                    for future in as_completed(futures):
                        results[futures[future]] = future.result()
                except BrokenProcessPool:
                    self.restarts += 1
        else:
            if any(n not in results for n in items):
                raise RuntimeError("gave up")
        return results


def main() -> None:
    robust = RobustExecutor()
    with tempfile.TemporaryDirectory() as folder:
        results = robust.run(folder, list(range(6)))
    assert results == {n: n * 10 for n in range(6)}, results
    assert robust.restarts == 1
    print(results)


if __name__ == "__main__":
    main()
