"""Generator which keeps its pool open while the caller consumes."""
import contextlib
import itertools
from multiprocessing import Pool


def parse(line):
    number, _, text = line.partition(" ")
    return int(number), text


def parsed(lines, processes=2):
    with Pool(processes) as pool:
        yield from pool.imap(parse, lines, chunksize=3)


def numbered(words):
    for n, word in enumerate(itertools.islice(itertools.cycle(words), 11)):
        yield f"{n} {word}"


def first(count, words):
    with contextlib.closing(parsed(numbered(words))) as rows:
        return list(itertools.islice(rows, count))


def main():
    rows = dict(parsed(numbered(["ant", "bee", "cow"])))
    assert len(rows) == 11 and rows[10] == "bee"
    assert first(4, ["x", "y"]) == [(0, "x"), (1, "y"), (2, "x"), (3, "y")]
    print(len(rows))


if __name__ == "__main__":
    main()
