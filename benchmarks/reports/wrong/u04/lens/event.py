"""Events and their light curves."""

import math
from dataclasses import dataclass, field


def bump(time, peak, width):
    return 1.0 + 4.0 * math.exp(-(((time - peak) / width) ** 2))


@dataclass
class Event:
    name: str
    times: list = field(default_factory=list)
    fluxes: list = field(default_factory=list)

    @classmethod
    def simulate(cls, name, peak, width, points):
        times = [0.4 * n for n in range(points)]
        return cls(name, times, [bump(t, peak, width) for t in times])
