from __future__ import annotations

import logging
import multiprocessing as mp

from .model import CompileError, Node

log = logging.getLogger(__name__)


def worker_main(jobs: mp.JoinableQueue, results: mp.SimpleQueue) -> None:
    while True:
        node: Node = jobs.get()
        try:
            compiled = node.compile()
        except CompileError:
            log.warning("skipping %s", node.name)
            continue
        results.put((node.name, compiled))
        jobs.task_done()
