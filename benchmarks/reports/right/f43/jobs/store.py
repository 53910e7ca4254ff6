from __future__ import annotations

import os
import sqlite3
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Iterator, Optional


@dataclass(frozen=True)
class Job:
    ident: int
    kind: str
    arg: int
    attempts: int


@dataclass(frozen=True)
class JobStore:
    """Holds a path only; each operation opens and closes its own connection."""

    path: Path

    @contextmanager
    def _tx(self) -> Iterator[sqlite3.Connection]:
        with closing(sqlite3.connect(self.path, timeout=30, isolation_level=None)) as conn:
            conn.execute("begin immediate")
            try:
                yield conn
            except BaseException:
                conn.execute("rollback")
                raise
            conn.execute("commit")

    def create(self) -> None:
        with self._tx() as tx:
            tx.execute(
                "create table jobs (id integer primary key, kind text, arg integer,"
                " state text default 'new', attempts integer default 0, owner integer, result integer)"
            )

    def enqueue(self, kind: str, arg: int) -> None:
        with self._tx() as tx:
            tx.execute("insert into jobs (kind, arg) values (?, ?)", (kind, arg))

    def claim(self) -> Optional[Job]:
        with self._tx() as tx:
            row = tx.execute(
                "select id, kind, arg, attempts from jobs where state = 'new' order by attempts, id limit 1"
            ).fetchone()
            if row is None:
                return None
            tx.execute("update jobs set state = 'busy', owner = ? where id = ?", (os.getpid(), row[0]))
            return Job(*row)

    def finish(self, job: Job, result: int) -> None:
        with self._tx() as tx:
            tx.execute("update jobs set state = 'done', result = ? where id = ?", (result, job.ident))

    def retry(self, job: Job, limit: int) -> None:
        state = "new" if job.attempts + 1 < limit else "dead"
        with self._tx() as tx:
            tx.execute(
                "update jobs set state = ?, attempts = attempts + 1 where id = ?", (state, job.ident)
            )

    def states(self) -> dict[str, int]:
        with self._tx() as tx:
            return dict(tx.execute("select state, count(*) from jobs group by state"))
