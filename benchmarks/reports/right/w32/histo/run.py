from __future__ import annotations

import multiprocessing

from .shared import Rows, SharedCount


def _count(rank: int, start: int, stop: int, rows: Rows, total: SharedCount) -> None:
    for value in range(start, stop):
        rows.add(rank, (value * 7919 % 1000) * rows.width // 1000)
    total += stop - start


def histogram(values: int, bins: int, workers: int) -> tuple[list[int], int]:
    rows, total = Rows(workers, bins), SharedCount()
    share = values // workers
    children = [
        multiprocessing.Process(target=_count, args=(rank, rank * share, (rank + 1) * share, rows, total))
        for rank in range(workers)
    ]
    for child in children:
        child.start()
    for child in children:
        child.join()
    return [rows.column(column) for column in range(bins)], int(total)
