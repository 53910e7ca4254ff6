from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class SensorSettings:
    name: str
    calibration: Path
    period: float = 0.01
