"""Elements of a lattice."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Drift:
    length: float

    def track(self, x, xp):
        return x + self.length * xp, xp


@dataclass(frozen=True)
class Quadrupole:
    length: float
    strength: float

    def track(self, x, xp):
        return x, xp - self.strength * self.length * x
