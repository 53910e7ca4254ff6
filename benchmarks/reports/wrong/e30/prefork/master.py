from __future__ import annotations

import logging
import os
from dataclasses import dataclass

from prefork.jobs import Job

log = logging.getLogger(__name__)


@dataclass
class Summary:
    workers: int
    handled: int


class Worker:
    def __init__(self, number: int, jobs: list[Job]) -> None:
        self.number = number
        self.jobs = jobs

    def run(self) -> None:
        for job in self.jobs:
            job.execute()
            log.debug("worker %d: job %d", self.number, job.ident)


class Master:
    def __init__(self, jobs: list[Job], workers: int) -> None:
        self.jobs = jobs
        self.workers = workers
        self.children: dict[int, Worker] = {}

    def spawn_worker(self, number: int) -> None:
        worker = Worker(number, self.jobs[number :: self.workers])
        pid = os.fork()
        if pid == 0:
            worker.run()
            return
        self.children[pid] = worker

    def reap(self) -> int:
        handled = 0
        for pid, worker in self.children.items():
            try:
                _, status = os.waitpid(pid, 0)
            except ChildProcessError:
                continue
            if os.waitstatus_to_exitcode(status) == 0:
                handled += len(worker.jobs)
        return handled

    def run(self) -> Summary:
        for number in range(self.workers):
            self.spawn_worker(number)
        return Summary(self.workers, self.reap())
