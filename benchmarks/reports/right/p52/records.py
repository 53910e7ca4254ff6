"""What travels between the workers and the log process."""
import logging
import logging.handlers
from typing import NamedTuple


class Setup(NamedTuple):
    queue: object
    level: int = logging.INFO

    def install(self) -> logging.Logger:
        """Point this process's root logger at the queue (idempotent)."""
        root = logging.getLogger()
        for handler in list(root.handlers):
            root.removeHandler(handler)
        root.addHandler(logging.handlers.QueueHandler(self.queue))
        root.setLevel(self.level)
        return root


class Sequence(logging.Filter):
    """Numbers the records of one process."""

    def __init__(self):
        super().__init__()
        self.count = 0

    def filter(self, record):
        self.count += 1
        record.sequence = self.count
        return True
