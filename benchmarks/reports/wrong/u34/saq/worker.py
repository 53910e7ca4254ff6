"""A worker process."""

import logging
import time

logger = logging.getLogger("saq.worker")


def perform(job):
    time.sleep(0.01)
    return job.upper()


def work(jobs):
    logger.info("worker started")
    for job in jobs:
        perform(job)
        logger.info("%s finished", job)
