from __future__ import annotations

import functools
import json
from pathlib import Path


@functools.cache
def load_prices(path: Path) -> dict[str, float]:
    return json.loads(path.read_text())


def price_of(path: Path, sku: str) -> float:
    return load_prices(path)[sku]


def invalidate() -> None:
    load_prices.cache_clear()
