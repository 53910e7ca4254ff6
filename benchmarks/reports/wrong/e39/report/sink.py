from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path
from typing import IO, Iterator


class RowWriter:
    def __init__(self, out: IO[str]) -> None:
        self._out = out

    def writerow(self, *values: object) -> None:
        print(*values, sep=",", file=self._out)


@contextmanager
def append_to(path: Path) -> Iterator[RowWriter]:
    """Opens in append mode, so sections can be added by anyone at any time."""
    with path.open("a") as out:
        yield RowWriter(out)
