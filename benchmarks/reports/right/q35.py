"""Scoring against a big table: it goes to each worker once, the tasks are row ranges.

Table.slice() hands out a view for use inside a worker; a view is never returned.
"""
from __future__ import annotations

import array
import os
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass, field


class Table:
    rows: list[array.array] = []

    @classmethod
    def install(cls, rows):
        cls.rows = rows

    @classmethod
    def slice(cls, lo, hi):
        return [memoryview(r) for r in cls.rows[lo:hi]]


@dataclass(frozen=True)
class Span:
    lo: int
    hi: int

    def sums(self):
        return [sum(view) for view in Table.slice(self.lo, self.hi)]


@dataclass
class Scorer:
    rows: list
    width: int = 2
    step: int = 64
    _pending: list[tuple[Span, Future]] = field(default_factory=list)

    def spans(self):
        for lo in range(0, len(self.rows), self.step):
            yield Span(lo, min(lo + self.step, len(self.rows)))

    def run(self):
        width = min(self.width, os.cpu_count() or 1)
        with ProcessPoolExecutor(width, initializer=Table.install, initargs=(self.rows,)) as pool:
            # Span.sums(span): the span is all that travels, not self
            self._pending = [(s, pool.submit(s.sums)) for s in self.spans()]
            return [n for _, f in self._pending for n in f.result()]


def main():
    rows = [array.array("q", range(i, i + 500)) for i in range(300)]
    sums = Scorer(rows).run()
    assert sums == [sum(r) for r in rows]
    print(len(sums), sums[:2])


if __name__ == "__main__":
    main()
