from __future__ import annotations

import abc
import multiprocessing

from .sink import StatsdSink


class Loader(multiprocessing.Process, abc.ABC):
    kind = "?"

    def __init__(self, text: str, address) -> None:
        super().__init__(name=f"load-{self.kind}")
        self.text = text
        self.sink = StatsdSink(address)
        self.reader, self.writer = multiprocessing.Pipe(duplex=False)
        self._count: int | None = None

    def setup(self) -> None:
        self.rows = self.parse()
        self.keep = lambda row: bool(row)

    @abc.abstractmethod
    def parse(self):
        """Rows of this input."""

    def run(self) -> None:
        self.setup()
        count = sum(1 for row in self.rows if self.keep(row))
        self.sink.incr(f"rows.{self.kind}", count)
        self.writer.send(count)
        self.writer.close()

    @property
    def count(self) -> int:
        if self._count is None:
            self._count = self.reader.recv()
            self.join()
        return self._count
