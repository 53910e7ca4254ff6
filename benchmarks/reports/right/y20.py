"""Insert benchmark: each process opens the database itself."""

import contextlib
import multiprocessing
import os
import sqlite3
import sys
import tempfile


def open_database(path):
    connection = sqlite3.connect(path, timeout=20)
    connection.execute("create table if not exists purchases (id integer primary key, price real)")
    return connection


def run_inserter(path, number, count):
    with contextlib.closing(open_database(path)) as connection, connection:
        rows = [(n, n * 0.25) for n in range(number * count, (number + 1) * count)]
        connection.executemany("insert into purchases values (?, ?)", rows)


class Benchmark:
    def __init__(self, path, inserters, rows):
        self.path = path
        self.inserters = inserters
        self.rows = rows
        self.connection = open_database(path)

    def run(self):
        processes = [
            multiprocessing.Process(target=run_inserter, args=(self.path, number, self.rows))
            for number in range(self.inserters)
        ]
        for process in processes:
            process.start()
        for process in processes:
            process.join()
        with contextlib.closing(self.connection):
            return self.connection.execute("select count(*), sum(price) from purchases").fetchone()


def main():
    with tempfile.TemporaryDirectory() as folder:
        print(*Benchmark(os.path.join(folder, "bench.db"), 2, 200).run())
    return 0


if __name__ == "__main__":
    sys.exit(main())
