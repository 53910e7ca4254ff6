from dataclasses import dataclass, field


@dataclass
class Forest:
    pixel: int
    pairs: list


@dataclass
class DmatPart:
    pixel: int
    weight: float = 0.0
    kept: list = field(default_factory=list)


def make_forests(healpix, pairs=400):
    return [Forest(pixel, [1.0 / (1 + k % 7) for k in range(pairs)]) for pixel in range(healpix)]
