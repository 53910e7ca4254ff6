from __future__ import annotations

import functools
import multiprocessing as mp

from .cfg import Settings, shared_cache
from .tasks import define_dem


def _run_one(entity: str, cache) -> str:
    return define_dem(entity, cache)


def run_region(settings: Settings, entities: list[str]) -> tuple[dict[str, list[str]], int]:
    with mp.Manager() as manager:
        cache = shared_cache(manager)
        with mp.Pool(settings.jobs) as pool:
            used = pool.map(functools.partial(_run_one, cache=cache), entities)
        return {source: list(names) for source, names in cache.items()}, len(used)
