"""Workers send records through a multiprocessing queue; the server listens."""

import logging
from logging.handlers import QueueHandler, QueueListener


class Collector(logging.Handler):
    def __init__(self):
        super().__init__()
        self.lines = []

    def emit(self, record):
        self.lines.append(record.getMessage())


def configure_worker(records):
    root = logging.getLogger()
    root.handlers[:] = [QueueHandler(records)]
    root.setLevel(logging.INFO)


def listen(records):
    collector = Collector()
    listener = QueueListener(records, collector)
    return listener, collector
