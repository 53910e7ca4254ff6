from dataclasses import dataclass


@dataclass(frozen=True)
class Source:
    brick: int
    objid: int
    rmag: float


@dataclass
class Sweep:
    number: int
    sources: list


def read_sweep(number, size=200):
    sources = [Source(number, i, 17.0 + (i * 37 + number * 11) % 500 / 100) for i in range(size)]
    return Sweep(number, sources)
