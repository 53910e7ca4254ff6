from __future__ import annotations

import multiprocessing as mp

from .model import Node
from .worker import worker_main


class GraphRunner:
    def __init__(self, workers: int) -> None:
        self.jobs: mp.JoinableQueue = mp.JoinableQueue()
        self.out = mp.SimpleQueue()
        self.workers = [
            mp.Process(target=worker_main, args=(self.jobs, self.out), daemon=True)
            for _ in range(workers)
        ]

    def __enter__(self) -> "GraphRunner":
        for worker in self.workers:
            worker.start()
        return self

    def submit(self, nodes: list[Node]) -> None:
        for node in nodes:
            self.jobs.put(node)

    def wait(self) -> None:
        self.jobs.join()

    def results(self) -> dict[str, str]:
        found = {}
        while not self.out.empty():
            name, text = self.out.get()
            found[name] = text
        return found

    def __exit__(self, *exc: object) -> None:
        for worker in self.workers:
            worker.terminate()
            worker.join()
