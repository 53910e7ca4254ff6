from __future__ import annotations

from dataclasses import dataclass, replace


@dataclass(frozen=True)
class ModelParameters:
    wavelengths: int
    workers: int = 2
    dm: float = 0.0

    def with_dm(self, change: float) -> ModelParameters:
        return replace(self, dm=self.dm + change)
