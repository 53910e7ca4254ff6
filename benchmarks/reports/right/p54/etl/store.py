"""The target; a connection lives and dies inside one call, in whichever process."""
import sqlite3
from contextlib import contextmanager


@contextmanager
def session(path):
    db = sqlite3.connect(path, timeout=10)
    try:
        with db:
            yield db
    finally:
        db.close()


def create(path):
    with session(path) as db:
        db.execute("create table facts(id integer primary key, region text, amount integer)")


def insert(path, rows):
    with session(path) as db:
        db.executemany("insert into facts values (?, ?, ?)", rows)


def summary(path):
    with session(path) as db:
        rows = db.execute("select region, count(*), sum(amount) from facts group by region order by region")
        return {region: (n, amount) for region, n, amount in rows}
