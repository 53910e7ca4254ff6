"""Everything that can't be pickled comes to life in run()."""
from __future__ import annotations

import multiprocessing
import sqlite3
import threading
from pathlib import Path


class Indexer(multiprocessing.Process):
    _db: sqlite3.Connection
    _lock: threading.Lock

    def __init__(self, path: Path, results: multiprocessing.Queue) -> None:
        super().__init__(name=f"indexer-{path.stem}")
        self.path = path
        self.results = results

    def _open(self) -> None:
        self._db = sqlite3.connect(":memory:")
        self._db.execute("create table words (word text)")
        self._lock = threading.Lock()
        self._file = self.path.open()
        self._normalise = lambda word: word.strip().lower()

    def run(self) -> None:
        self._open()
        with self._file, self._lock:
            for line in self._file:
                self._db.executemany("insert into words values (?)", [(self._normalise(w),) for w in line.split()])
        rows = self._db.execute("select word, count(*) from words group by word")
        self.results.put(dict(rows.fetchall()))
        self._db.close()
