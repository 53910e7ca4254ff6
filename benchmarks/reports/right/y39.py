"""Query shards with multiprocessing's thread pools."""

import logging
import sqlite3
import sys
import threading
from multiprocessing.dummy import Pool as DummyPool
from multiprocessing.pool import ThreadPool

log = logging.getLogger("shards")
totals = {}


class Shard:
    def __init__(self, number):
        self.number = number
        self.connection = sqlite3.connect(":memory:", check_same_thread=False)
        self.connection.execute("create table hits (value integer)")
        self.connection.executemany("insert into hits values (?)", [(n * number,) for n in range(10)])
        self.lock = threading.RLock()

    def total(self):
        with self.lock:
            (value,) = self.connection.execute("select sum(value) from hits").fetchone()
        return value


def collect(shards):
    def remember(shard):
        totals[shard.number] = shard.total()
        return shard.number

    with ThreadPool(2) as pool:
        return sorted(pool.imap_unordered(remember, shards))


def main():
    shards = [Shard(number) for number in range(1, 4)]
    numbers = collect(shards)
    with DummyPool(2) as pool:
        doubled = pool.map(lambda number: totals[number] * 2, numbers)
    print(numbers, doubled)
    return 0


if __name__ == "__main__":
    sys.exit(main())
