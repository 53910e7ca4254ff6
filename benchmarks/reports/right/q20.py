"""One sqlite connection per process, whatever was open before a fork."""
import multiprocessing as mp
import os
import sqlite3
import tempfile
from pathlib import Path


class Store:
    def __init__(self, path):
        self.path = path
        self._conn = None
        self._pid = None
        self._inherited = []

    def __reduce__(self):
        return Store, (self.path,)

    @property
    def conn(self):
        if self._pid != os.getpid():
            if self._conn is not None:
                self._inherited.append(self._conn)  # the parent's: neither use nor close it
            self._conn = sqlite3.connect(self.path, timeout=15)
            self._pid = os.getpid()
        return self._conn

    def add(self, n):
        with self.conn as c:
            c.execute("INSERT INTO t VALUES (?)", (n,))

    def all(self):
        return [n for n, in self.conn.execute("SELECT n FROM t ORDER BY n")]

    def close(self):
        if self._conn is not None and self._pid == os.getpid():
            self._conn.close()
            self._conn = self._pid = None


def load(store, numbers):
    try:
        for n in numbers:
            store.add(n)
    finally:
        store.close()


def main():
    with tempfile.TemporaryDirectory() as d:
        store = Store(Path(d) / "t.db")
        with store.conn as c:
            c.execute("CREATE TABLE t (n INT)")
        store.close()  # reopened on the next use
        procs = [mp.Process(target=load, args=(store, range(i, 12, 3))) for i in range(3)]
        for p in procs:
            p.start()
        for p in procs:
            p.join()
            assert p.exitcode == 0
        rows = store.all()
        store.close()
    assert rows == list(range(12))
    print(rows)


if __name__ == "__main__":
    main()
