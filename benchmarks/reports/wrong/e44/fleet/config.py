from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class RobotConfig:
    name: str
    speed: int
    ticks: int = 20
