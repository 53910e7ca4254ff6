from __future__ import annotations

import fcntl
import json
from contextlib import contextmanager
from pathlib import Path
from typing import Iterator


class StockFile:
    def __init__(self, path: Path) -> None:
        self.path = path

    @contextmanager
    def _exclusive(self) -> Iterator[dict[str, int]]:
        with open(self.path.with_suffix(".lock"), "w") as guard:
            fcntl.flock(guard, fcntl.LOCK_EX)
            data = json.loads(self.path.read_text()) if self.path.exists() else {}
            yield data
            tmp = self.path.with_suffix(".tmp")
            tmp.write_text(json.dumps(data))
            tmp.replace(self.path)

    def add(self, article: str, n: int) -> int:
        with self._exclusive() as data:
            data[article] = data.get(article, 0) + n
            return data[article]

    def count(self, article: str) -> int:
        return json.loads(self.path.read_text()).get(article, 0)
