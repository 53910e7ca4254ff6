"""Feed pools from generators and open files: they are read in this process."""

import io
import sys
import threading
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import Pool

TEXT = "3 4\n10 20 30\n7\n"


def total(line):
    return sum(map(int, line.split()))


class Reader:
    """Yields lines; safe to be used by several threads."""

    def __init__(self, stream):
        self.stream = stream
        self.lock = threading.Lock()

    def __iter__(self):
        while True:
            with self.lock:
                line = self.stream.readline()
            if not line:
                return
            yield line


def numbered(lines):
    yield from enumerate(lines, 1)


def weigh(job):
    number, line = job
    return number * total(line)


def main():
    with Pool(2) as pool:
        print(list(pool.imap(total, io.StringIO(TEXT))))
        print(pool.map(weigh, numbered(Reader(io.StringIO(TEXT)))))
    with ProcessPoolExecutor(2) as executor:
        print(list(executor.map(total, (line for line in Reader(io.StringIO(TEXT))))))
        print(list(executor.map(pow, range(4), (n + 1 for n in range(4)))))
    return 0


if __name__ == "__main__":
    sys.exit(main())
