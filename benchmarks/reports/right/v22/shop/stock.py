from __future__ import annotations

from multiprocessing.managers import DictProxy, ListProxy
from threading import Lock


class Stock:
    """Works on proxies; the lock is a proxy of a manager's lock."""

    def __init__(self, items: DictProxy, journal: ListProxy, lock: Lock) -> None:
        self.items = items
        self.journal = journal
        self.lock = lock

    def sell(self, name: str, count: int) -> None:
        with self.lock:
            entry = self.items.get(name, {"sold": 0, "orders": []})
            entry["sold"] += count
            entry["orders"].append(count)
            self.items[name] = entry
        self.journal.append((name, count))
