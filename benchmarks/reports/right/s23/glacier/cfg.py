from __future__ import annotations

from dataclasses import dataclass
from multiprocessing.managers import DictProxy, SyncManager

SOURCES = ("COPDEM", "NASADEM")


@dataclass(frozen=True)
class Settings:
    region: str
    jobs: int


def shared_cache(manager: SyncManager) -> DictProxy:
    cache = manager.dict()
    for source in SOURCES:
        cache[source] = manager.list()
    return cache
