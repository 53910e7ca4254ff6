"""The cluster as its owner sees it."""

import logging
from multiprocessing import Event, Process

from sentinel import run_sentinel

logger = logging.getLogger("cluster")


class Cluster:
    def __init__(self, settings):
        self.settings = settings
        self.sentinel = None
        self.start_event = None
        self.stop_event = None

    def start(self):
        self.stop_event = Event()
        self.start_event = Event()
        self.sentinel = Process(
            target=run_sentinel, args=(self.stop_event, self.start_event, self.settings), name="sentinel"
        )
        self.sentinel.start()
        logger.info("waiting for the sentinel")
        self.start_event.wait()
        return self.sentinel.pid

    def stop(self):
        self.stop_event.set()
        self.sentinel.join()
