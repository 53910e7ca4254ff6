"""A job is an object of a module-level class; the object itself is what is pickled."""
from __future__ import annotations

import abc
import zlib
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any


class Job(abc.ABC):
    partitions = 3

    @abc.abstractmethod
    def map(self, item: Any) -> Iterator[tuple[Any, Any]]: ...

    @abc.abstractmethod
    def reduce(self, key: Any, values: Iterable[Any]) -> Any: ...

    def combine(self, key: Any, values: list[Any]) -> list[Any]:
        return values

    def partition(self, key: Any) -> int:
        # not hash(): that of str differs from process to process
        return zlib.crc32(repr(key).encode()) % self.partitions

    def map_chunk(self, chunk):
        """Run map and combine over one chunk; a list of (partition, key, values)."""
        groups = defaultdict(list)
        for item in chunk:
            for key, value in self.map(item):
                groups[key].append(value)
        return [(self.partition(k), k, self.combine(k, vs)) for k, vs in groups.items()]

    def reduce_partition(self, groups):
        return {key: self.reduce(key, values) for key, values in groups.items()}
