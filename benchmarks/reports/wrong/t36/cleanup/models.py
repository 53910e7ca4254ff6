from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path


@dataclass
class Store:
    """Rows are files; the age in days is in the name."""

    folder: Path

    @classmethod
    def example(cls, rows: int) -> Store:
        holder = tempfile.TemporaryDirectory()
        store = cls(Path(holder.name))
        store._holder = holder
        for number in range(rows):
            (store.folder / f"{number:04}-{number % 60}").touch()
        return store

    def older_than(self, days: int) -> list[str]:
        return sorted(p.name for p in self.folder.iterdir() if int(p.name.partition("-")[2]) > days)
