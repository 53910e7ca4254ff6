from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class TrainConfig:
    workers: int
    epochs: int
    rate: float = 0.1
    target: float = 3.0
