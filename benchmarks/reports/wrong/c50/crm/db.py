"""Database session handling. One connection per process."""
import sqlite3
import threading

_local = threading.local()


def connect(path):
    conn = sqlite3.connect(path, timeout=5, isolation_level=None)
    conn.row_factory = sqlite3.Row
    return conn


def session(path):
    conn = getattr(_local, "conn", None)
    if conn is None:
        conn = _local.conn = connect(path)
    return conn


def create(path):
    conn = session(path)
    conn.execute("create table contact (id integer primary key, name text, score int)")
    conn.executemany(
        "insert into contact (name, score) values (?, 0)", [("contact-%d" % n,) for n in range(40)]
    )
