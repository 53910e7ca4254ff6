from __future__ import annotations

from .transforms import Compose, Sample


class PatchDataset:
    def __init__(self, count: int, transform: Compose) -> None:
        self.count = count
        self.transform = transform

    def __len__(self) -> int:
        return self.count

    def __getitem__(self, index: int) -> Sample:
        return self.transform(Sample(index))
