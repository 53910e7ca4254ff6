"""Archive yesterday's orders: every order is written to the store by a pool."""

import multiprocessing as mp
import pathlib
import tempfile
import time
from contextlib import contextmanager


@contextmanager
def archive_pool(processes):
    with mp.Pool(processes) as pool:
        yield pool


class Store:
    def __init__(self, directory):
        self.directory = pathlib.Path(directory)

    def path_of(self, order):
        return self.directory / f"order-{order:04d}.txt"

    def write(self, order):
        time.sleep(0.01)
        self.path_of(order).write_text(f"order {order}\n")
        return order

    def count(self):
        return sum(1 for _ in self.directory.glob("order-*.txt"))


def archive(store, orders):
    with archive_pool(2) as pool:
        pool.imap_unordered(store.write, orders, chunksize=5)


def main():
    with tempfile.TemporaryDirectory() as directory:
        store = Store(directory)
        archive(store, range(100))
        count = store.count()
    print(count, "of 100 orders archived")
    assert count == 100


if __name__ == "__main__":
    main()
