from __future__ import annotations

import fcntl
import json
from contextlib import contextmanager
from pathlib import Path
from typing import Iterator


class FileStore:
    """Key-value store in one JSON file, guarded by a lock file."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._lockfile = path.with_suffix(".lock")

    @contextmanager
    def _locked(self) -> Iterator[None]:
        with open(self._lockfile, "w") as handle:
            fcntl.flock(handle, fcntl.LOCK_EX)
            yield

    def _load(self) -> dict[str, int]:
        return json.loads(self.path.read_text()) if self.path.exists() else {}

    def incr(self, key: str) -> int:
        with self._locked():
            data = self._load()
            data[key] = data.get(key, 0) + 1
            self.path.write_text(json.dumps(data))
            return data[key]

    def get(self, key: str) -> int:
        with self._locked():
            return self._load().get(key, 0)
