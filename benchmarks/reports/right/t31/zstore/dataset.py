from __future__ import annotations

from pathlib import Path

from .store import get_archive


class ArrayDataset:
    def __init__(self, path: Path) -> None:
        self.path = path
        self.names = sorted(get_archive(path).namelist())

    def __len__(self) -> int:
        return len(self.names)

    def total_bytes(self) -> int:
        return sum(info.file_size for info in get_archive(self.path).infolist())

    def __getitem__(self, index: int) -> bytes:
        return get_archive(self.path).read(self.names[index])
