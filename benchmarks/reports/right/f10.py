"""Address matching with options sent to the workers through the initializer."""
from __future__ import annotations

import argparse
import multiprocessing as mp
from dataclasses import dataclass
from typing import Final, Optional


@dataclass(frozen=True)
class MatchOptions:
    cutoff: float
    country: str


class StreetIndex:
    def __init__(self, country: str) -> None:
        self.names = [f"{country.lower()} street {i}" for i in range(100)]

    def best(self, street: str, cutoff: float) -> Optional[str]:
        grams = {street[i : i + 2] for i in range(len(street) - 1)}
        best, score = None, cutoff
        for name in self.names:
            other = {name[i : i + 2] for i in range(len(name) - 1)}
            value = len(grams & other) / len(grams | other)
            if value > score:
                best, score = name, value
        return best


options: Optional[MatchOptions] = None
index: Optional[StreetIndex] = None


def load_index(chosen: MatchOptions) -> None:
    global index, options
    options = chosen
    index = StreetIndex(options.country)


def match(row: tuple[int, str]) -> tuple[int, Optional[str]]:
    assert index is not None and options is not None
    ident, street = row
    return ident, index.best(street, options.cutoff)


def run(chosen: MatchOptions, rows: list[tuple[int, str]], processes: int) -> dict[int, Optional[str]]:
    if processes == 0:
        load_index(chosen)
        return dict(map(match, rows))
    with mp.Pool(processes, initializer=load_index, initargs=(chosen,)) as pool:
        return dict(pool.imap_unordered(match, rows, chunksize=8))


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--cutoff", type=float, default=0.4)
    parser.add_argument("--country", default="NL")
    ns = parser.parse_args()
    chosen = MatchOptions(ns.cutoff, ns.country)
    rows = [(i, f"nl stret {i}") for i in range(40)]
    parallel = run(chosen, rows, 2)
    assert parallel == run(chosen, rows, 0)
    print("matched", sum(v is not None for v in parallel.values()))


IS_SCRIPT: Final = __name__ == "__main__"

if IS_SCRIPT:
    main()
