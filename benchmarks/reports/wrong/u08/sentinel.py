"""The sentinel guards the workers of a cluster."""

import logging
import time

from broker import get_broker

logger = logging.getLogger("sentinel")


class Sentinel:
    def __init__(self, stop_event, start_event, settings):
        self.stop_event = stop_event
        self.start_event = start_event
        self.settings = settings
        self.broker = get_broker(settings.broker)
        self.done = 0

    def guard(self):
        self.start_event.set()
        while not self.stop_event.is_set():
            if self.broker.dequeue() is not None:
                self.done += 1
            time.sleep(self.settings.poll)
        logger.info("%d tasks done", self.done)


def run_sentinel(stop_event, start_event, settings):
    Sentinel(stop_event, start_event, settings).guard()
