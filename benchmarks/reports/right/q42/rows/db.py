"""connection() opens at first use in each process; the parent never holds one over a fork."""
import os
import sqlite3
import tempfile
from contextlib import closing, contextmanager

_open = {}


def connection(path):
    key = (os.getpid(), path)
    if key not in _open:
        _open[key] = sqlite3.connect(path, timeout=15)
    return _open[key]


def release(path):
    conn = _open.pop((os.getpid(), path), None)
    if conn is not None:
        conn.close()


def count(path):
    with closing(sqlite3.connect(path)) as conn:
        return conn.execute("SELECT count(*) FROM r").fetchone()[0]


@contextmanager
def temporary():
    with tempfile.TemporaryDirectory() as d:
        path = os.path.join(d, "rows.db")
        with connection(path) as conn:
            conn.execute("CREATE TABLE r (region TEXT, n INT)")
        release(path)
        yield path
