from __future__ import annotations

from pathlib import Path


class ProtectedRow(Exception):
    pass


def delete_chunk(folder: str, names: list[str]) -> int:
    for name in names:
        if name.startswith("0059"):
            raise ProtectedRow(name)
        (Path(folder) / name).unlink()
    return len(names)
