"""A pool in a context manager of its own, that waits for what was handed out."""

import multiprocessing as mp
import pathlib
import tempfile
from contextlib import contextmanager


@contextmanager
def archive_pool(processes):
    with mp.Pool(processes) as pool:
        yield pool
        pool.close()
        pool.join()


def write(task):
    directory, order = task
    pathlib.Path(directory, f"order-{order:04d}").touch()


def main():
    with tempfile.TemporaryDirectory() as directory:
        with archive_pool(2) as pool:
            pool.imap_unordered(write, [(directory, order) for order in range(60)], chunksize=5)
        count = len(list(pathlib.Path(directory).iterdir()))
    print(count)
    assert count == 60


if __name__ == "__main__":
    main()
