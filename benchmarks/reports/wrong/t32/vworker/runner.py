from __future__ import annotations

import multiprocessing

from .children import extra_worker, monitoring
from .config import WorkerConfig
from .jobs import encode


class ChildSet:
    def __init__(self) -> None:
        self.children: list[multiprocessing.Process] = []

    def add(self, target, *args) -> None:
        child = multiprocessing.Process(target=target, args=args)
        child.start()
        self.children.append(child)

    def join(self) -> None:
        for child in self.children:
            child.join()


def run_worker(config: WorkerConfig) -> int:
    children = ChildSet()
    jobs: multiprocessing.Queue = multiprocessing.Queue()
    results: multiprocessing.Queue = multiprocessing.Queue()
    stats: multiprocessing.Queue = multiprocessing.Queue()
    if config.monitor:
        children.add(monitoring, stats)
    for _ in range(config.concurrency):
        children.add(extra_worker, jobs, results)
    for job in config.jobs:
        jobs.put(encode(job))
    done = 0
    for _ in config.jobs:
        stats.put(results.get())
        done += 1
    stats.put("quit")
    for _ in range(config.concurrency):
        jobs.put(None)
    children.join()
    return done
