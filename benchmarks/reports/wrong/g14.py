"""Search a metadata cache in parallel."""

import multiprocessing as mp
import sqlite3
import tempfile
from pathlib import Path


class MetadataCache:
    def __init__(self, path):
        self.path = path
        self.connection = sqlite3.connect(path)
        self.connection.execute("CREATE TABLE IF NOT EXISTS package (name TEXT, size INTEGER)")

    def add(self, rows):
        with self.connection:
            self.connection.executemany("INSERT INTO package VALUES (?, ?)", rows)

    def larger_than(self, size):
        query = "SELECT count(*) FROM package WHERE size > ?"
        return self.connection.execute(query, (size,)).fetchone()[0]


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
        queries = [Query(cache, size, answers) for size in (100, 500, 900)]
        for query in queries:
            query.start()
        for size, count in sorted(answers.get() for _ in queries):
            print(f"larger than {size}: {count}")
        for query in queries:
            query.join()


if __name__ == "__main__":
    main()
