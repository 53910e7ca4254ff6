from __future__ import annotations

import crm.mapping as mp
from crm.db import Pool
from crm.locks import Lock

pool = Pool(size=2, factory=lambda: mp.Session())
lock = Lock(lambda name: f"lock:{name}")


def save(customers: list[mp.Customer]) -> int:
    saved = 0
    with lock("customers"), pool.acquire() as session:
        for customer in customers:
            session.add(mp.Value("customer", customer))
            saved += 1
    return saved


class Importer:
    def __init__(self) -> None:
        self.seen: list[str] = []

    def process(self, row: str) -> mp.Customer:
        self.seen.append(row)
        return mp.Customer(*row.split(","))

    def run(self, rows: list[str]) -> int:
        manager = mp.Manager(self.process)
        return save(manager.apply(rows))


importer = Importer()
assert importer.run(["ada,nl", "bob,be"]) == 2 and importer.seen == ["ada,nl", "bob,be"]
pool.close()
pool.terminate()
print("saved", 2)
