"""A cache with a database connection per process: the connection does not travel."""

import multiprocessing as mp
import os
import sqlite3
import tempfile
from pathlib import Path


class MetadataCache:
    def __init__(self, path):
        self.path = path
        self._connection = None
        self._pid = None

    @property
    def connection(self):
        if self._pid != os.getpid():
            self._connection = sqlite3.connect(self.path)
            self._pid = os.getpid()
        return self._connection

    def __getstate__(self):
        return self.path

    def __setstate__(self, path):
        self.__init__(path)

    def add(self, rows):
        with self.connection as connection:
            connection.execute("CREATE TABLE package (name TEXT, size INTEGER)")
            connection.executemany("INSERT INTO package VALUES (?, ?)", rows)

    def larger_than(self, size):
        return self.connection.execute("SELECT count(*) FROM package WHERE size > ?", (size,)).fetchone()[0]


class Query(mp.Process):
    def __init__(self, cache, size, answers):
        super().__init__()
        self.cache = cache
        self.size = size
        self.answers = answers

    def run(self):
        self.answers.put((self.size, self.cache.larger_than(self.size)))


def main():
    with tempfile.TemporaryDirectory() as directory:
        cache = MetadataCache(Path(directory) / "packages.db")
        cache.add([(f"package-{n}", n * 10) for n in range(100)])
        answers = mp.SimpleQueue()
        queries = [Query(cache, size, answers) for size in (100, 500)]
        for query in queries:
            query.start()
        print(sorted(answers.get() for _ in queries))
        for query in queries:
            query.join()


if __name__ == "__main__":
    main()
