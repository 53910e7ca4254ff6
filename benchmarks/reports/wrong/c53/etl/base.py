from __future__ import annotations

import abc
import multiprocessing
from typing import Iterator

from .sink import StatsdSink


class Loader(multiprocessing.Process, abc.ABC):
    """One loader process per input; subclasses say how rows are read."""

    kind = "?"

    def __init__(self, text: str, totals) -> None:
        super().__init__(name=f"load-{self.kind}")
        self.text = text
        self.totals = totals
        self.sink = StatsdSink()
        self.rows = self.parse()

    @abc.abstractmethod
    def parse(self) -> Iterator[dict]:
        """Rows of this input."""

    def run(self) -> None:
        count = sum(1 for _ in self.rows)
        self.sink.incr(f"rows.{self.kind}", count)
        self.totals.put((self.kind, count))
