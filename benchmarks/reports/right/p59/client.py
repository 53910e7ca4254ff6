"""What application processes use: a dict-like face on the proxy, with a local cache."""
from functools import cached_property

_MISSING = "\0missing"


class Client:
    def __init__(self, proxy, prefix=""):
        self._proxy = proxy
        self._prefix = prefix

    def _key(self, key):
        return f"{self._prefix}{key}"

    def __getitem__(self, key):
        value = self._proxy.get(self._key(key), _MISSING)
        if value == _MISSING:
            raise KeyError(key)
        return value

    def __setitem__(self, key, value):
        self._proxy.set(self._key(key), value)

    def __contains__(self, key):
        try:
            self[key]
        except KeyError:
            return False
        return True

    def count(self, key, amount=1):
        return self._proxy.add(self._key(key), amount)

    def append(self, key, item, lock):
        """Values are copies: read, change, put back, all under a lock of the caller's."""
        with lock:
            items = self._proxy.get(self._key(key), [])
            items.append(item)
            self._proxy.set(self._key(key), items)

    @cached_property
    def motto(self):
        return self["motto"]

    def scoped(self, prefix):
        return Client(self._proxy, self._prefix + prefix)
