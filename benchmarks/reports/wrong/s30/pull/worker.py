from __future__ import annotations

import os

from .jobs import JOBS
from .shipping import log


class PullWorker:
    def attempt(self, name: str) -> int:
        pid = os.fork()
        if pid == 0:
            status = 1
            try:
                log.info("attempt at %s", name)
                JOBS[name]()
                status = 0
            except Exception:
                log.exception("attempt at %s failed", name)
            finally:
                os._exit(status)
        _, status = os.waitpid(pid, 0)
        return os.waitstatus_to_exitcode(status)
