"""Insert benchmark: inserters and queriers against one database."""

import argparse
import contextlib
import multiprocessing
import os
import sqlite3
import sys
import tempfile
import time

SCHEMA = "create table if not exists purchases (id integer primary key, item text, price real)"


def open_database(path):
    connection = sqlite3.connect(path, timeout=10, isolation_level=None)
    connection.execute("pragma journal_mode=wal")
    connection.execute(SCHEMA)
    return connection


def insert_rows(connection, first, count):
    rows = [(n, f"item{n % 9}", n * 0.25) for n in range(first, first + count)]
    connection.executemany("insert into purchases values (?, ?, ?)", rows)


def run_inserter(connection, number, count, done):
    insert_rows(connection, number * count, count)
    done.put(("inserter", number, count))


def run_querier(connection, number, count, done):
    hits = 0
    for _ in range(count):
        (hits,) = connection.execute("select count(*) from purchases where price > 1").fetchone()
        time.sleep(0.01)
    done.put(("querier", number, hits >= 0))


def launch(target, connection, how_many, count, done):
    """Start the processes of one kind."""
    processes = []
    for number in range(how_many):
        process = multiprocessing.Process(target=target, args=(connection, number, count, done))
        process.start()
        processes.append(process)
    return processes


def main(argv=None):
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--inserters", type=int, default=2)
    parser.add_argument("--queriers", type=int, default=1)
    parser.add_argument("--rows", type=int, default=200)
    args = parser.parse_args(argv)
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "bench.db")
        with contextlib.closing(open_database(path)) as connection:
            done = multiprocessing.Queue()
            processes = launch(run_inserter, connection, args.inserters, args.rows, done)
            processes += launch(run_querier, connection, args.queriers, 5, done)
            for _ in processes:
                print(*done.get(timeout=20)[:1])
            for process in processes:
                process.join()
            (total,) = connection.execute("select count(*) from purchases").fetchone()
    print(total, "rows")
    return 0 if total == args.inserters * args.rows else 1


if __name__ == "__main__":
    sys.exit(main())
