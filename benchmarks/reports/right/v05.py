"""Three stage pipeline (read, parse, count); the end mark travels through all stages."""
from __future__ import annotations

import enum
import multiprocessing as mp
from collections import Counter
from typing import Callable, Iterator


class Mark(enum.Enum):
    END = "end"


def read(out: mp.Queue, lines: int) -> None:
    for number in range(lines):
        out.put(f"word{number % 4} word{number % 3}")


def parse(line: str) -> list[str]:
    return line.split()


def items(source: mp.Queue, upstream: int) -> Iterator[str]:
    seen = 0
    while seen < upstream:
        item = source.get()
        if item is Mark.END:
            seen += 1
        else:
            yield item


def reader_stage(out: mp.Queue, lines: int, consumers: int) -> None:
    read(out, lines)
    for _ in range(consumers):
        out.put(Mark.END)


def parser_stage(source: mp.Queue, out: mp.Queue, func: Callable[[str], list[str]]) -> None:
    for line in items(source, 1):
        out.put(func(line))
    out.put(Mark.END)


def main() -> None:
    lines: mp.Queue = mp.Queue(maxsize=16)
    words: mp.Queue = mp.Queue(maxsize=16)
    parsers = 2
    stages = [mp.Process(target=reader_stage, args=(lines, 100, parsers))]
    stages += [mp.Process(target=parser_stage, args=(lines, words, parse)) for _ in range(parsers)]
    for stage in stages:
        stage.start()
    counts: Counter[str] = Counter()
    for found in items(words, parsers):
        counts.update(found)
    for stage in stages:
        stage.join()
    print(sorted(counts.items()))


if __name__ == "__main__":
    main()
