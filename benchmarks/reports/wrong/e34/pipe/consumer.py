from __future__ import annotations

import logging
import multiprocessing as mp

from pipe.transport import Transport

log = logging.getLogger(__name__)


class StatsConsumer(mp.Process):
    def __init__(self, transport: Transport) -> None:
        super().__init__(name="stats", daemon=True)
        self.transport = transport
        self.count = 0
        self.total = 0

    def handle(self, line: str) -> None:
        _, value = line.split(",")
        self.count += 1
        self.total += int(value)

    def run(self) -> None:
        for line in self.transport:
            self.handle(line)
        print(f"mean {self.total / self.count:.1f}", flush=True)
