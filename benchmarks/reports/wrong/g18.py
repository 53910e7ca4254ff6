"""Memory budget of an inference server's handlers."""

import ctypes
import multiprocessing as mp
import threading
import time


class MemoryCache:
    """Hands out tokens of a budget that all handler processes share."""

    def __init__(self, tokens):
        self.limit = tokens
        self._used = mp.Value(ctypes.c_int64, 0, lock=False)

    @property
    def used(self):
        return self._used.value

    def reserve(self, amount, guard):
        with guard:
            used = self._used.value
            if used + amount > self.limit:
                return False
            time.sleep(0.0001)
            self._used.value = used + amount
            return True


GUARD = threading.Lock()


def handler(cache, requests, granted):
    count = sum(cache.reserve(1, GUARD) for _ in range(requests))
    granted.put(count)


def main():
    cache = MemoryCache(300)
    granted = mp.SimpleQueue()
    handlers = [mp.Process(target=handler, args=(cache, 150, granted)) for _ in range(4)]
    for process in handlers:
        process.start()
    total = sum(granted.get() for _ in handlers)
    for process in handlers:
        process.join()
    print(f"granted {total} tokens of {cache.limit}, the cache says {cache.used}")
    assert total == cache.used, "tokens were handed out twice"


if __name__ == "__main__":
    main()
