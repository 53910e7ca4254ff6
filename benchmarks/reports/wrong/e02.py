"""Replica manager: one process reads changes, another one replays them."""
from __future__ import annotations

import logging
import multiprocessing as mp
import queue
from dataclasses import dataclass
from enum import Enum
from typing import Iterator

log = logging.getLogger("replica")


class Op(str, Enum):
    INSERT = "insert"
    DELETE = "delete"
    END = "end"


@dataclass(frozen=True)
class Change:
    op: Op
    table: str
    key: int


@dataclass
class ReplicaConfig:
    tables: tuple[str, ...]
    batch: int = 25
    replay_timeout: float = 10.0


class ReplicaEngine:
    """Runs both daemons and reports how far the replay got."""

    def __init__(self, config: ReplicaConfig) -> None:
        self.config = config
        self.changes: mp.Queue[Change] = mp.Queue()
        self.applied = mp.Value("i", 0)
        self.read_daemon: mp.Process | None = None
        self.replay_daemon: mp.Process | None = None

    def _read_stream(self) -> Iterator[Change]:
        for table in self.config.tables:
            for key in range(self.config.batch):
                yield Change(Op.DELETE if key % 7 == 6 else Op.INSERT, table, key)

    def _read(self) -> None:
        for change in self._read_stream():
            self.changes.put(change)
        self.changes.put(Change(Op.END, "", 0))

    def _replay(self) -> None:
        while True:
            try:
                change = self.changes.get(timeout=self.config.replay_timeout)
            except queue.Empty:
                log.error("no change within %.0f s", self.config.replay_timeout)
                return
            if change.op is Op.END:
                return
            with self.applied.get_lock():
                self.applied.value += 1

    def start(self) -> None:
        self.read_daemon = mp.Process(target=self._read, name="read-daemon")
        self.read_daemon.start()
        self.replay_daemon = mp.Process(target=self._replay, name="replay-daemon")
        self.replay_daemon.start()

    def wait(self) -> int:
        for daemon in (self.read_daemon, self.replay_daemon):
            if daemon is not None:
                daemon.join()
        return self.applied.value


def main() -> None:
    logging.basicConfig(level=logging.INFO)
    engine = ReplicaEngine(ReplicaConfig(tables=("users", "orders", "items")))
    engine.start()
    print("applied", engine.wait())


if __name__ == "__main__":
    main()
