"""Starts workers by fork, as the application's objects can't be pickled."""

import logging
import multiprocessing

from .worker import work

logger = logging.getLogger("saq.server")


class JobServer:
    def __init__(self, processes):
        self.context = multiprocessing.get_context("fork")
        self.processes = processes

    def serve(self, jobs):
        workers = [
            self.context.Process(target=work, args=(jobs[number :: self.processes],), name=f"worker-{number}")
            for number in range(self.processes)
        ]
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join()
        logger.info("all workers are done")
