from __future__ import annotations

import sqlite3
from pathlib import Path


class Store:
    def __init__(self, path: Path) -> None:
        self.conn = sqlite3.connect(path)

    def __enter__(self) -> "Store":
        return self

    def __exit__(self, *exc: object) -> None:
        self.conn.close()

    def fill(self, accounts: int, entries: int) -> None:
        with self.conn:
            self.conn.execute("create table entry (account integer, amount integer)")
            rows = [(n % accounts, n) for n in range(accounts * entries)]
            self.conn.executemany("insert into entry values (?, ?)", rows)

    def total(self, account: int) -> int:
        query = "select sum(amount) from entry where account = ?"
        return self.conn.execute(query, (account,)).fetchone()[0]
