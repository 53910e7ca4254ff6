"""Rows of a database are made plain before they leave the worker; generators are used up there as well."""

import multiprocessing as mp
import sqlite3


def rows(part):
    connection = sqlite3.connect(":memory:")
    connection.row_factory = sqlite3.Row
    connection.execute("CREATE TABLE t (id INTEGER, part INTEGER)")
    connection.executemany("INSERT INTO t VALUES (?, ?)", ((n, part) for n in range(3)))
    cursor = connection.execute("SELECT * FROM t")
    found = [dict(row) for row in cursor]
    connection.close()
    return found, tuple(n * part for n in range(3))


def flatten(results):
    for found, numbers in results:
        yield from zip(found, numbers)


def main():
    with mp.Pool(2) as pool:
        print(len(list(flatten(pool.imap(rows, range(4))))))


if __name__ == "__main__":
    main()
