from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Unit:
    name: str
    port: str

    def check(self) -> None:
        number = int(self.port)
        if not 0 < number < 65536:
            raise ValueError(f"{self.name}: bad port {number}")


def run_unit(unit: Unit) -> None:
    unit.check()
