"""Caches with a lock, an open log and a lambda, which leave these at home."""

import multiprocessing
import os
import sys
import threading


class Cache:
    def __init__(self, name):
        self.name = name
        self.entries = {}
        self.on_miss = lambda key: key * 2
        self._open()

    def _open(self):
        self.lock = threading.Lock()
        self.log = open(os.devnull, "w", encoding="utf-8")

    def __getstate__(self):
        state = self.__dict__.copy()
        for name in ("lock", "log", "on_miss"):
            state.pop(name)
        return state

    def __setstate__(self, state):
        self.__dict__.update(state)
        self.on_miss = None
        self._open()

    def get(self, key):
        with self.lock:
            if key not in self.entries:
                print("miss", key, file=self.log)
                self.entries[key] = self.on_miss(key) if self.on_miss else -1
            return self.entries[key]


class Server:
    """Its slots name what is sent; the thread is made on demand."""

    __slots__ = ("cache", "thread")

    def __init__(self, cache):
        self.cache = cache
        self.thread = threading.Thread(target=str)

    def __reduce__(self):
        return Server, (self.cache,)

    def answer(self, key):
        return self.cache.get(key)


def main():
    cache = Cache("main")
    cache.get(21)
    with multiprocessing.Pool(2) as pool:
        print(pool.map(Server(cache).answer, [21, 22]))
    return 0


if __name__ == "__main__":
    sys.exit(main())
