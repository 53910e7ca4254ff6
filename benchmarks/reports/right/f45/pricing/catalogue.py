from __future__ import annotations

import functools
import json
from pathlib import Path


@functools.lru_cache(maxsize=2)
def load_prices(path: Path, generation: int) -> dict[str, float]:
    """The generation is part of the key, so a newer one is never served from the cache."""
    return json.loads(path.read_text())
