from __future__ import annotations

import random
from dataclasses import dataclass, replace


@dataclass(frozen=True)
class Sample:
    index: int
    angle: float = 0.0
    alpha: float = 1.0


class RandomRotate:
    def __init__(self, seed: int, spectrum: int = 30) -> None:
        self.random_state = random.Random(seed)
        self.spectrum = spectrum

    def __call__(self, sample: Sample) -> Sample:
        return replace(sample, angle=self.random_state.uniform(-self.spectrum, self.spectrum))


class RandomContrast:
    def __init__(self, seed: int, factor: float = 0.5) -> None:
        self.random_state = random.Random(seed)
        self.factor = factor

    def __call__(self, sample: Sample) -> Sample:
        return replace(sample, alpha=1 + self.random_state.uniform(-self.factor, self.factor))


class Compose:
    def __init__(self, transforms: list) -> None:
        self.transforms = transforms

    def __call__(self, sample: Sample) -> Sample:
        for transform in self.transforms:
            sample = transform(sample)
        return sample
