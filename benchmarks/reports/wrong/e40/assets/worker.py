from __future__ import annotations

import logging
from concurrent.futures import ProcessPoolExecutor, as_completed

from assets.cache import AssetCache

log = logging.getLogger(__name__)


def render(cache: AssetCache, scene: str) -> tuple[str, int]:
    font = cache.fetch("font").read_bytes()
    palette = cache.fetch("palette").read_bytes()
    return scene, sum(font[:100]) + sum(palette[:100])


def render_all(cache: AssetCache, scenes: list[str], workers: int) -> tuple[list[str], list[str]]:
    done: list[str] = []
    failed: list[str] = []
    with ProcessPoolExecutor(workers) as executor:
        futures = {executor.submit(render, cache, s): s for s in scenes}
        for future in as_completed(futures):
            if future.exception() is None:
                done.append(futures[future])
            else:
                log.error("%s: %r", futures[future], future.exception())
                failed.append(futures[future])
    return done, failed
