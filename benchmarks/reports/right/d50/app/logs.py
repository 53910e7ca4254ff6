"""Central logging over a multiprocessing queue with one listener in the parent."""
import contextlib
import logging
import logging.handlers
import multiprocessing


class CountingHandler(logging.Handler):
    def __init__(self):
        super().__init__()
        self.lines = []

    def emit(self, record):
        self.lines.append("%s %s" % (record.name, record.getMessage()))


def attach(queue, level):
    root = logging.getLogger()
    root.handlers[:] = [logging.handlers.QueueHandler(queue)]
    root.setLevel(level)


@contextlib.contextmanager
def central(handler, level=logging.INFO):
    queue = multiprocessing.Queue(-1)
    listener = logging.handlers.QueueListener(queue, handler)
    listener.start()
    try:
        yield queue, level
    finally:
        listener.stop()
        queue.close()
        queue.join_thread()
