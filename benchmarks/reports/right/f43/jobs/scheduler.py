from __future__ import annotations

import logging
import multiprocessing as mp

from .kinds import KINDS
from .store import JobStore

log = logging.getLogger(__name__)


class Scheduler:
    max_attempts = 2

    def __init__(self, store: JobStore, workers: int) -> None:
        self.store = store
        self.workers = workers

    def _loop(self) -> None:
        while (job := self.store.claim()) is not None:
            try:
                result = KINDS[job.kind](job.arg)
            except Exception as exc:
                log.debug("job %d: %r", job.ident, exc)
                self.store.retry(job, self.max_attempts)
            else:
                self.store.finish(job, result)

    def run(self) -> None:
        procs = [mp.Process(target=self._loop) for _ in range(self.workers)]
        for proc in procs:
            proc.start()
        for proc in procs:
            proc.join()
            if proc.exitcode:
                raise RuntimeError(f"worker exited with {proc.exitcode}")
        # jobs put back by a worker after the others had found nothing
        self._loop()
