"""Convert recordings in a pool; log records travel through a manager's queue."""

import functools
import logging
import logging.handlers
import multiprocessing
import sys


def convert(name, records):
    logger = logging.getLogger("convert")
    if not logger.handlers:
        logger.addHandler(logging.handlers.QueueHandler(records))
        logger.setLevel(logging.INFO)
        logger.propagate = False
    size = len(name) * 250
    logger.info("%s has %d bytes", name, size)
    return size


class Collect(logging.Handler):
    def __init__(self):
        super().__init__()
        self.messages = []

    def emit(self, record):
        self.messages.append(record.getMessage())


def main():
    names = ["intro.wav", "verse.wav", "outro.wav"]
    collect = Collect()
    with multiprocessing.Manager() as manager:
        records = manager.Queue(-1)
        listener = logging.handlers.QueueListener(records, collect)
        with multiprocessing.Pool(2) as pool:
            sizes = pool.map(functools.partial(convert, records=records), names)
        listener.start()
        listener.stop()
    print(sum(sizes), sorted(collect.messages))
    return 0


if __name__ == "__main__":
    sys.exit(main())
