"""SQLite readers: each process opens its own connection, found by pid."""
import multiprocessing as mp
import os
import sqlite3
import tempfile
from contextlib import closing
from pathlib import Path

_handles: dict[int, sqlite3.Connection] = {}


def connection(path):
    pid = os.getpid()
    if pid not in _handles:
        _handles[pid] = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    return _handles[pid]


def drop_connection():
    mine = _handles.pop(os.getpid(), None)
    if mine is not None:
        mine.close()


def total_of(path, customers, out):
    try:
        db = connection(path)
        for c in customers:
            (amount,) = db.execute("select sum(amount) from orders where customer = ?", (c,)).fetchone()
            out.put((c, amount))
    finally:
        drop_connection()
        out.put(None)


def build(path):
    with closing(sqlite3.connect(path)) as db, db:
        db.execute("create table orders(customer integer, amount integer)")
        db.executemany("insert into orders values (?, ?)", [(i % 6, i) for i in range(60)])


def main():
    with tempfile.TemporaryDirectory() as tmp:
        path = Path(tmp, "shop.db")
        build(path)
        out = mp.Queue()
        procs = [mp.Process(target=total_of, args=(path, [n, n + 3], out)) for n in range(3)]
        for p in procs:
            p.start()
        totals, running = {}, len(procs)
        while running:
            item = out.get()
            if item is None:
                running -= 1
            else:
                totals.update([item])
        for p in procs:
            p.join()
        # the parent opens its own only now, when nobody will be forked any more
        (check,) = connection(path).execute("select sum(amount) from orders").fetchone()
        drop_connection()
    assert sum(totals.values()) == check == sum(range(60))
    print(sorted(totals.items()))


if __name__ == "__main__":
    main()
