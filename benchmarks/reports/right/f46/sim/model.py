from __future__ import annotations

import math
import random

from .config import SimConfig

_curve: list[float] = []


def load_curve(config: SimConfig) -> None:
    """Rate curve every path needs; computed once per process."""
    _curve[:] = [config.drift * (1 + 0.1 * math.sin(k / 5)) for k in range(config.steps)]


def simulate(config: SimConfig, index: int) -> float:
    rng = random.Random(f"{config.seed}/{index}")
    value = 1.0
    for rate in _curve:
        value *= math.exp(rate - config.vol**2 / 2 + config.vol * rng.gauss(0, 1) / 10)
    return round(value, 9)
