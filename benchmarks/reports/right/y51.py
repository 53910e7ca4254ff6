"""Look words up in a database; every process opens its connection on first use."""

import functools
import os
import sqlite3
import sys
import tempfile
from concurrent.futures import ProcessPoolExecutor

_connections = {}


def connection(path):
    """The connection of this process: never one that was inherited."""
    key = (os.getpid(), path)
    if key not in _connections:
        _connections[key] = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    return _connections[key]


@functools.lru_cache(maxsize=None)
def define(path, word):
    row = connection(path).execute("select text from words where word = ?", (word,)).fetchone()
    return row[0] if row else None


def build(path, words):
    database = sqlite3.connect(path)
    with database:
        database.execute("create table words (word text primary key, text text)")
        database.executemany("insert into words values (?, ?)", words.items())
    database.close()


def main():
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "words.db")
        build(path, {"fork": "a copy", "spawn": "a fresh start"})
        print(define(path, "fork"))
        with ProcessPoolExecutor(2) as executor:
            print(list(executor.map(functools.partial(define, path), ["fork", "spawn", "pipe", "fork"])))
        for database in _connections.values():
            database.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
