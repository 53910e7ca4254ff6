from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class SimConfig:
    paths: int
    steps: int
    seed: int
    drift: float = 0.01
    vol: float = 0.2
