"""Central logging: records go through a queue to a single listener."""
import logging
import logging.handlers
import queue


class CountingHandler(logging.StreamHandler):
    def __init__(self):
        super().__init__()
        self.count = 0

    def emit(self, record):
        self.count += 1
        super().emit(record)


records = queue.Queue(-1)
handler = CountingHandler()
handler.setFormatter(logging.Formatter("%(processName)s %(levelname)s %(message)s"))
listener = logging.handlers.QueueListener(records, handler)


def configure(level=logging.INFO):
    root = logging.getLogger()
    root.handlers[:] = [logging.handlers.QueueHandler(records)]
    root.setLevel(level)


def start():
    configure()
    listener.start()


def stop():
    listener.stop()
    return handler.count
