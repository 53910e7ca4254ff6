"""Geo lookups with a hit table in sqlite; the lookups run in a process pool."""
from __future__ import annotations

import sqlite3
import sys
from concurrent.futures import ProcessPoolExecutor


class HitStore:
    def __init__(self, url: str = ":memory:") -> None:
        self.conn = sqlite3.connect(url)

    def create(self, cities: dict[str, tuple[float, float]]) -> None:
        with self.conn:
            self.conn.execute("create table city (name text primary key, lat real, lon real, hits int)")
            self.conn.executemany(
                "insert into city values (?, ?, ?, 0)", [(k, *v) for k, v in cities.items()]
            )

    def locate(self, name: str) -> tuple[float, float] | None:
        row = self.conn.execute("select lat, lon from city where name = ?", (name,)).fetchone()
        if row:
            with self.conn:
                self.conn.execute("update city set hits = hits + 1 where name = ?", (name,))
        return row

    def top(self) -> list[tuple[str, int]]:
        return self.conn.execute("select name, hits from city order by hits desc, name").fetchall()


CITIES = {"oslo": (59.9, 10.7), "bern": (46.9, 7.4), "riga": (56.9, 24.1)}
STORE = HitStore()


def locate(name: str) -> tuple[str, tuple[float, float] | None]:
    return name, STORE.locate(name)


def main() -> int:
    STORE.create(CITIES)
    queries = ["oslo", "riga", "oslo", "atlantis", "bern", "oslo"]
    with ProcessPoolExecutor(2) as executor:
        found = [name for name, position in executor.map(locate, queries) if position]
    print(f"{len(found)} of {len(queries)} located")
    for name, hits in STORE.top():
        print(f"{name:6} {hits}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
