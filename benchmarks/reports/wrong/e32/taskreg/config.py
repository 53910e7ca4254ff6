from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class AppConfig:
    default_interval: float
    overrides: dict[str, float] = field(default_factory=dict)
