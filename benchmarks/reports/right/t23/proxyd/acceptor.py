from __future__ import annotations

import multiprocessing

from .config import Config
from .event import EventName, EventQueue


class Acceptor(multiprocessing.Process):
    def __init__(self, config: Config, rank: int, events: EventQueue) -> None:
        super().__init__(name=f"acceptor-{rank}")
        self.config = config
        self.rank = rank
        self.events = events

    def run(self) -> None:
        for number in range(self.config.requests):
            work = {"rank": self.rank, "number": number}
            self.events.publish(EventName.WORK_STARTED, work)
            self.events.publish(EventName.WORK_FINISHED, work)
