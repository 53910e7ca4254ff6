"""The tasks."""

import functools
import logging
import multiprocessing

from codec import encoded_size
from logqueue import use_queue

logger = logging.getLogger("convert")


def convert(name, records):
    use_queue(records)
    size = encoded_size(name)
    logger.info("%s has %d bytes", name, size)
    return size


def convert_all(names, jobs, hub):
    task = functools.partial(convert, records=hub.records)
    with multiprocessing.Pool(jobs) as pool:
        return pool.map(task, names)
