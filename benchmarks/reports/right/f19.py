"""Repository with one SQLite connection per process, opened on first use."""
from __future__ import annotations

import multiprocessing as mp
import os
import sqlite3
import tempfile
import threading
from pathlib import Path
from typing import Any, Iterator
from contextlib import contextmanager


class ConnectionProvider:
    """Never hands out a connection that another process or thread opened."""

    def __init__(self, path: str) -> None:
        self.path = path
        self._reset()

    def _reset(self) -> None:
        self._pid = os.getpid()
        self._local = threading.local()

    def get(self) -> sqlite3.Connection:
        if self._pid != os.getpid():
            self._reset()
        conn = getattr(self._local, "conn", None)
        if conn is None:
            conn = self._local.conn = sqlite3.connect(self.path, timeout=20)
            conn.execute("pragma journal_mode=wal")
        return conn

    def __getstate__(self) -> dict[str, Any]:
        return {"path": self.path}

    def __setstate__(self, state: dict[str, Any]) -> None:
        self.path = state["path"]
        self._reset()

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        conn = self.get()
        with conn:
            yield conn

    def close(self) -> None:
        conn = getattr(self._local, "conn", None)
        if conn is not None and self._pid == os.getpid():
            conn.close()
            self._local.conn = None


class VisitRepository:
    def __init__(self, provider: ConnectionProvider) -> None:
        self.provider = provider

    def create(self) -> None:
        with self.provider.transaction() as tx:
            tx.execute("create table visits (page text, n integer)")

    def add(self, page: str) -> int:
        with self.provider.transaction() as tx:
            tx.execute("insert into visits values (?, ?)", (page, os.getpid()))
        return os.getpid()

    def count(self) -> int:
        return self.provider.get().execute("select count(*) from visits").fetchone()[0]


def main() -> None:
    with tempfile.TemporaryDirectory() as tmp:
        provider = ConnectionProvider(str(Path(tmp) / "visits.db"))
        repo = VisitRepository(provider)
        repo.create()
        assert repo.count() == 0
        provider.close()
        with mp.Pool(2) as pool:
            pool.map(repo.add, [f"/p{i}" for i in range(30)], chunksize=3)
            pool.close()
            pool.join()
        assert repo.count() == 30, repo.count()
        provider.close()
    print("30 visits")


if __name__ == "__main__":
    main()
