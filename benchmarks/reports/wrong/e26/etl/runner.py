from __future__ import annotations

from concurrent.futures import ProcessPoolExecutor
from typing import Any, Sequence

from etl.plugins import Transform


class ParallelRunner:
    def __init__(self, jobs: int) -> None:
        self.jobs = jobs

    def apply(self, transform: Transform, rows: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
        if self.jobs == 1:
            return [transform(row) for row in rows]
        with ProcessPoolExecutor(self.jobs) as executor:
            return list(executor.map(transform, rows, chunksize=10))
