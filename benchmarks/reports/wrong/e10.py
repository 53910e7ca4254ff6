"""Address matching: loads a street index once per worker and matches rows in parallel."""
from __future__ import annotations

import argparse
import multiprocessing as mp
from dataclasses import dataclass
from typing import Optional


@dataclass
class MatchOptions:
    cutoff: float
    country: str


@dataclass(frozen=True)
class Row:
    ident: int
    street: str


class StreetIndex:
    def __init__(self, country: str) -> None:
        self.country = country
        self.names = {f"{country.lower()} street {i}" for i in range(200)}

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


def load_index() -> None:
    global index
    index = StreetIndex(options.country)


def match(row: Row) -> tuple[int, Optional[str]]:
    return row.ident, index.best(row.street, options.cutoff)


class Matcher:
    def __init__(self, processes: int) -> None:
        self.processes = processes

    def run(self, rows: list[Row]) -> dict[int, Optional[str]]:
        with mp.Pool(self.processes, initializer=load_index) as pool:
            return dict(pool.imap_unordered(match, rows, chunksize=8))


def parse(argv: list[str] | None) -> MatchOptions:
    parser = argparse.ArgumentParser()
    parser.add_argument("--cutoff", type=float, default=0.4)
    parser.add_argument("--country", default="NL")
    ns = parser.parse_args(argv)
    return MatchOptions(ns.cutoff, ns.country)


def main(argv: list[str] | None = None) -> None:
    global options
    options = parse(argv)
    rows = [Row(i, f"nl stret {i}") for i in range(40)]
    found = Matcher(2).run(rows)
    print("matched", sum(v is not None for v in found.values()), "of", len(rows))


if __name__ == "__main__":
    main()
