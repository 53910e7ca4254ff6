"""Events that may be published by any process of the server."""
from __future__ import annotations

import enum
import os
import time
from multiprocessing.managers import SyncManager


class EventName(enum.IntEnum):
    WORK_STARTED = 1
    WORK_FINISHED = 2


class EventQueue:
    """Needs a manager queue, as plain queues can't be handed over later."""

    def __init__(self, manager: SyncManager) -> None:
        self.queue = manager.Queue()

    def publish(self, name: EventName, payload: dict) -> None:
        self.queue.put({"at": time.time(), "pid": os.getpid(), "name": int(name), "payload": payload})

    def drain(self) -> list[dict]:
        return [self.queue.get() for _ in range(self.queue.qsize())]
