from __future__ import annotations

from dataclasses import dataclass

from loader.augment import Augmenter


@dataclass(frozen=True)
class Sample:
    index: int
    value: float
    noise: float


@dataclass
class Dataset:
    samples: int
    augment: Augmenter

    def __len__(self) -> int:
        return self.samples

    def __getitem__(self, index: int) -> Sample:
        value, noise = self.augment(float(index))
        return Sample(index, value, noise)
