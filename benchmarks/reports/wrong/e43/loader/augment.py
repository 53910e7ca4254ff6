from __future__ import annotations

import random


class Augmenter:
    def __init__(self, seed: int, spread: float) -> None:
        self.spread = spread
        self._rng = random.Random(seed)

    def __call__(self, value: float) -> tuple[float, float]:
        noise = self._rng.gauss(0.0, self.spread)
        return value + noise, noise
