"""Declarative cleaning pipeline over customer rows."""
from __future__ import annotations

from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from functools import partial, reduce
from typing import Any, Callable

Row = dict[str, Any]


@dataclass(frozen=True)
class Step:
    column: str
    apply: Callable[[Any], Any]

    def __call__(self, row: Row) -> Row:
        return {**row, self.column: self.apply(row[self.column])}


@dataclass
class Pipeline:
    steps: list[Step] = field(default_factory=list)

    def strip(self, column: str) -> Pipeline:
        self.steps.append(Step(column, str.strip))
        return self

    def clip(self, column: str, low: float, high: float) -> Pipeline:
        self.steps.append(Step(column, lambda value: max(low, min(high, value))))
        return self

    def run(self, rows: list[Row], workers: int = 2) -> list[Row]:
        work = partial(clean_row, self.steps)
        if workers < 2:
            return [work(row) for row in rows]
        with ProcessPoolExecutor(workers) as executor:
            return list(executor.map(work, rows, chunksize=2))


def clean_row(steps: list[Step], row: Row) -> Row:
    return reduce(lambda current, step: step(current), steps, row)


def main() -> None:
    rows = [{"name": f" user{n} ", "age": n * 40} for n in range(5)]
    pipeline = Pipeline().strip("name").clip("age", 0, 120)
    for row in pipeline.run(rows):
        print(row)


if __name__ == "__main__":
    main()
