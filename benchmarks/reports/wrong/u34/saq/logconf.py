"""Logging that doesn't block the event loop."""

import logging
import queue
from logging.handlers import QueueHandler, QueueListener


class LoggingConfig:
    def __init__(self, path):
        self.path = path
        self.listener = None

    def configure(self):
        records = queue.Queue(-1)
        target = logging.FileHandler(self.path, encoding="utf-8")
        target.setFormatter(logging.Formatter("%(processName)s %(message)s"))
        self.listener = QueueListener(records, target)
        root = logging.getLogger()
        root.setLevel(logging.INFO)
        root.addHandler(QueueHandler(records))
        self.listener.start()

    def stop(self):
        self.listener.stop()
