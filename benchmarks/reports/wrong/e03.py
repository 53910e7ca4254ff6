"""Image-folder statistics with a cached reader and parallel feature extraction."""
from __future__ import annotations

import tempfile
from abc import ABC, abstractmethod
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Iterable, Sequence


@dataclass(frozen=True)
class Feature:
    name: str
    mean: float
    size: int


class BaseDataset(ABC):
    @abstractmethod
    def __len__(self) -> int: ...

    @abstractmethod
    def __getitem__(self, index: int) -> Feature: ...


class FolderDataset(BaseDataset):
    def __init__(self, root: Path, pattern: str = "*.raw", cache_size: int = 64) -> None:
        self.root = root
        self.files = sorted(root.glob(pattern))
        self.read_bytes = lru_cache(maxsize=cache_size)(self._read_bytes)

    def _read_bytes(self, path: Path) -> bytes:
        return path.read_bytes()

    def __len__(self) -> int:
        return len(self.files)

    def __getitem__(self, index: int) -> Feature:
        data = self.read_bytes(self.files[index])
        return Feature(self.files[index].name, sum(data) / max(1, len(data)), len(data))


class FeatureExtractor:
    def __init__(self, dataset: BaseDataset, workers: int) -> None:
        self.dataset = dataset
        self.workers = workers

    def _serial(self, indices: Iterable[int]) -> list[Feature]:
        return [self.dataset[i] for i in indices]

    def run(self) -> Sequence[Feature]:
        indices = range(len(self.dataset))
        if self.workers <= 1:
            return self._serial(indices)
        with ProcessPoolExecutor(self.workers) as executor:
            return list(executor.map(self.dataset.__getitem__, indices, chunksize=4))


def main() -> None:
    with tempfile.TemporaryDirectory() as tmp:
        root = Path(tmp)
        for i in range(12):
            (root / f"{i:02d}.raw").write_bytes(bytes([i * 3 % 256]) * (100 + i))
        dataset = FolderDataset(root)
        print("serial", len(FeatureExtractor(dataset, 1).run()))
        print("parallel", len(FeatureExtractor(dataset, 2).run()))


if __name__ == "__main__":
    main()
