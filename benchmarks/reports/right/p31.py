"""Map-reduce over line offsets: workers open the file, only ranges are pickled."""
import multiprocessing as mp
import os
import tempfile
from collections import Counter
from functools import partial, reduce


def split_ranges(path, pieces):
    """Byte ranges that begin and end at line ends."""
    size = os.path.getsize(path)
    step = max(1, size // pieces)
    start = 0
    with open(path, "rb") as f:
        while start < size:
            f.seek(min(size, start + step))
            f.readline()
            end = f.tell()
            yield start, end
            start = end


def count_levels(path, span):
    start, end = span
    counts = Counter()
    with open(path, "rb") as f:
        f.seek(start)
        for line in f.read(end - start).splitlines():
            level, _, _ = line.partition(b" ")
            counts[level.decode()] += 1
    return counts


def summarise(path, workers=2, pieces=12):
    with mp.Pool(workers) as pool:
        partials = pool.imap_unordered(partial(count_levels, path), split_ranges(path, pieces), chunksize=2)
        return reduce(Counter.__add__, partials, Counter())


def write_sample(path, lines):
    levels = ("INFO", "WARN", "ERROR")
    with open(path, "w") as f:
        for i in range(lines):
            print(levels[i % 7 % 3], "message", i, file=f)


def main():
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "app.log")
        write_sample(path, 700)
        counts = summarise(path)
    assert counts == {"INFO": 300, "WARN": 200, "ERROR": 200}, counts
    print(dict(counts))


if __name__ == "__main__":
    main()
