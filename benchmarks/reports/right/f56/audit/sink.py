from __future__ import annotations

import fcntl
import os
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Iterator


@contextmanager
def locked_append(path: Path) -> Iterator[IO[str]]:
    """One writer at a time; everything is on its way to the file before the lock is given up."""
    with path.open("a") as out:
        fcntl.flock(out, fcntl.LOCK_EX)
        try:
            yield out
            out.flush()
            os.fsync(out.fileno())
        finally:
            fcntl.flock(out, fcntl.LOCK_UN)


def part_path(path: Path, name: str) -> Path:
    return path.with_name(f"{path.name}.{name}.part")
