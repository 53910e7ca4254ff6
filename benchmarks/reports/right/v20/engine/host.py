from __future__ import annotations

import multiprocessing as mp
from dataclasses import dataclass

from .registry import lookup


def apply(name: str, data: list[int]) -> tuple[str, list[int]]:
    return name, lookup(name)(data)


@dataclass
class PluginHost:
    names: list[str]
    workers: int = 2

    def run(self, data: list[int]) -> list[tuple[str, list[int]]]:
        with mp.Pool(self.workers) as pool:
            pending = [pool.apply_async(apply, (name, data)) for name in self.names]
            return [result.get(timeout=30) for result in pending]
