"""Per-process database handle: reopened when the pid is not the one which opened it."""
import os
import sqlite3
import tempfile
from contextlib import closing
from multiprocessing import Pool
from pathlib import Path


class Database:
    def __init__(self, path):
        self.path = str(path)
        self._pid = None
        self._conn = None

    @property
    def conn(self):
        if self._conn is None or self._pid != os.getpid():
            self._conn = sqlite3.connect(self.path, timeout=20)
            self._pid = os.getpid()
        return self._conn

    def __reduce__(self):
        return Database, (self.path,)

    def create(self):
        with self.conn:
            self.conn.execute("create table if not exists hits (worker int, n int)")

    def insert(self, n):
        with self.conn:
            self.conn.execute("insert into hits values (?, ?)", (os.getpid(), n))
        return n

    def count(self):
        with closing(self.conn.execute("select count(*), sum(n) from hits")) as cur:
            return cur.fetchone()

    def release(self):
        if self._conn is not None and self._pid == os.getpid():
            self._conn.close()
        self._conn = None


def main():
    with tempfile.TemporaryDirectory() as tmp:
        db = Database(Path(tmp) / "hits.db")
        db.create()
        db.release()
        with Pool(2) as pool:
            done = pool.map(db.insert, range(20), chunksize=4)
        assert db.count() == (20, sum(done)), db.count()
        print("rows", db.count())
        db.release()


if __name__ == "__main__":
    main()
