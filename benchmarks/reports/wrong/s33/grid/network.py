"""A network whose attributes can be read with dots."""
from __future__ import annotations

from typing import Any


class Network:
    def __init__(self, meta: dict[str, Any]) -> None:
        self.meta = meta
        self.loads: list[float] = [100.0, 250.0, 80.0]

    def __getattr__(self, name: str) -> Any:
        if name in self.meta:
            return self.meta[name]
        raise AttributeError(name)

    def flow(self, factor: float) -> float:
        return sum(self.loads) * factor * (1 + self.losses)
