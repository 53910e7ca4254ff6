from __future__ import annotations

from dataclasses import dataclass
from typing import Iterator


@dataclass(frozen=True)
class Station:
    name: str
    hours: int

    def measurements(self) -> Iterator[tuple[int, float]]:
        value = float(len(self.name))
        for hour in range(self.hours):
            value = (value * 1.37 + hour) % 40
            yield hour, round(value, 4)
