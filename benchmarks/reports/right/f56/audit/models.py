from __future__ import annotations

from dataclasses import dataclass
from typing import Iterator


@dataclass(frozen=True)
class Station:
    name: str
    hours: int

    def rows(self) -> Iterator[str]:
        value = float(len(self.name))
        for hour in range(self.hours):
            value = (value * 1.37 + hour) % 40
            yield f"{self.name},{hour},{value:.3f},ok\n"
