import logging

from .logconf import configure_worker

logger = logging.getLogger("saq.worker")


def work(jobs, records):
    configure_worker(records)
    for job in jobs:
        logger.info("%s finished", job)
