"""In-memory databases, one per worker on purpose; the parent gets aggregates."""
from __future__ import annotations

import multiprocessing as mp
import os
import sqlite3
from dataclasses import dataclass
from typing import Optional, Sequence

_db: Optional[sqlite3.Connection] = None


@dataclass(frozen=True)
class Shard:
    number: int
    amounts: tuple[int, ...]


@dataclass(frozen=True)
class Stats:
    shard: int
    count: int
    total: int
    pid: int


def open_database() -> None:
    global _db
    _db = sqlite3.connect(":memory:")
    _db.execute("create table sales (shard integer, amount integer)")


def aggregate(shard: Shard) -> Stats:
    db = _db
    assert db is not None, "initializer has not run"
    with db:
        db.execute("delete from sales")
        db.executemany("insert into sales values (?, ?)", [(shard.number, a) for a in shard.amounts])
    count, total = db.execute("select count(*), sum(amount) from sales").fetchone()
    return Stats(shard.number, count, total, os.getpid())


class ShardedQuery:
    def __init__(self, shards: Sequence[Shard], workers: int) -> None:
        self.shards = shards
        self.workers = workers

    def run(self) -> list[Stats]:
        with mp.Pool(self.workers, initializer=open_database, maxtasksperchild=4) as pool:
            return sorted(pool.imap_unordered(aggregate, self.shards), key=lambda s: s.shard)


def main() -> None:
    shards = [Shard(i, tuple(range(i + 1))) for i in range(12)]
    stats = ShardedQuery(shards, 2).run()
    assert [s.count for s in stats] == list(range(1, 13))
    assert sum(s.total for s in stats) == sum(sum(s.amounts) for s in shards)
    assert os.getpid() not in {s.pid for s in stats} and _db is None
    print("total", sum(s.total for s in stats))


if __name__ == "__main__":
    main()
