"""Log records of all processes in one place."""

import logging
import logging.handlers
import multiprocessing


class LogHub:
    """A queue and the listener that writes what arrives."""

    def __init__(self, *handlers):
        self.records = multiprocessing.Queue(-1)
        self._listener = logging.handlers.QueueListener(self.records, *handlers)

    def __enter__(self):
        self._listener.start()
        return self

    def __exit__(self, *exc_info):
        self._listener.stop()
        self.records.close()


def use_queue(records):
    """Configure logging of a worker."""
    root = logging.getLogger()
    if not any(isinstance(handler, logging.handlers.QueueHandler) for handler in root.handlers):
        root.addHandler(logging.handlers.QueueHandler(records))
        root.setLevel(logging.INFO)
