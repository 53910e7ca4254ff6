"""The store and the manager class that serves it."""
from __future__ import annotations

import threading
import time
from collections import OrderedDict
from multiprocessing.managers import BaseManager


class Store:
    """LRU store with expiry; one lock, as the manager serves each client in a thread."""

    def __init__(self, capacity=100, clock=time.monotonic):
        self._capacity = capacity
        self._clock = clock
        self._lock = threading.RLock()
        self._items: OrderedDict[str, tuple[object, float | None]] = OrderedDict()
        self._hits = self._misses = 0

    def set(self, key, value, ttl=None):
        with self._lock:
            expires = None if ttl is None else self._clock() + ttl
            self._items[key] = value, expires
            self._items.move_to_end(key)
            while len(self._items) > self._capacity:
                self._items.popitem(last=False)

    def get(self, key, default=None):
        with self._lock:
            value, expires = self._items.get(key, (default, None))
            if expires is not None and self._clock() >= expires:
                del self._items[key]
                value = default
            if key in self._items:
                self._hits += 1
                self._items.move_to_end(key)
            else:
                self._misses += 1
            return value

    def add(self, key, amount):
        """Read and write in one step: the only right way to count from outside."""
        with self._lock:
            value = self.get(key, 0) + amount
            self.set(key, value)
            return value

    def stats(self):
        with self._lock:
            return {"size": len(self._items), "hits": self._hits, "misses": self._misses}


_the_store: Store | None = None


def _only_store(capacity=100):
    """Runs in the server: every client gets a proxy of the same object."""
    global _the_store
    if _the_store is None:
        _the_store = Store(capacity)
    return _the_store


class StoreManager(BaseManager):
    pass


StoreManager.register("store", _only_store, exposed=("set", "get", "add", "stats"))
