import logging
import logging.handlers
import multiprocessing
from concurrent.futures import ProcessPoolExecutor

from .logs import ListHandler, worker_logging

logger = logging.getLogger(__name__)


def crunch(limit):
    logger.debug("not shown")
    total = sum(n * n for n in range(limit))
    logger.info("crunched %d", limit)
    return total


def crunch_all(limits):
    records = multiprocessing.Queue()
    handler = ListHandler()
    listener = logging.handlers.QueueListener(records, handler)
    try:
        with ProcessPoolExecutor(2, initializer=worker_logging, initargs=(records, logging.INFO)) as executor:
            pending = executor.map(crunch, limits)
            listener.start()
            totals = list(pending)
    finally:
        listener.stop()
        records.close()
        records.join_thread()
    return totals, handler.messages
