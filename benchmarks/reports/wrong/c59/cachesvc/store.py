from __future__ import annotations


class Bucket:
    def __init__(self, name: str) -> None:
        self.name = name
        self.keys: set[str] = set()

    def add(self, key: str) -> None:
        self.keys.add(key)

    def __len__(self) -> int:
        return len(self.keys)


class Store:
    """All buckets; lives in the manager process."""

    def __init__(self) -> None:
        self._buckets: dict[str, Bucket] = {}

    def bucket(self, name: str) -> Bucket:
        return self._buckets.setdefault(name, Bucket(name))

    def names(self) -> list[str]:
        return sorted(self._buckets)
