from __future__ import annotations

import logging
import multiprocessing as mp
import time
from typing import Callable

log = logging.getLogger(__name__)


def reindex(seconds: float) -> None:
    until = time.monotonic() + seconds
    documents = 0
    while time.monotonic() < until:
        time.sleep(0.05)
        documents += 10


JOBS: dict[str, Callable[[float], None]] = {"reindex": reindex}


class JobRunner:
    def __init__(self) -> None:
        self.running: list[mp.Process] = []

    def start(self, name: str, seconds: float) -> None:
        process = mp.Process(target=JOBS[name], args=(seconds,), name=name)
        process.start()
        self.running.append(process)

    def wait(self) -> None:
        for process in self.running:
            process.join()
            log.info("%s finished with %s", process.name, process.exitcode)
