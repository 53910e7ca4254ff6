from __future__ import annotations

from concurrent.futures import ProcessPoolExecutor, as_completed

from .cache import AssetCache


def render(cache: AssetCache) -> int:
    return sum(cache.fetch("font").read_bytes()) + sum(cache.fetch("palette").read_bytes())


def render_all(cache: AssetCache, scenes: list[str], workers: int) -> dict[str, int]:
    with ProcessPoolExecutor(workers) as executor:
        futures = {executor.submit(render, cache): scene for scene in scenes}
        return {futures[f]: f.result() for f in as_completed(futures)}
