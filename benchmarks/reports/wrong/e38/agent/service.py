from __future__ import annotations

import logging
import multiprocessing as mp
import time
from typing import Callable

from agent.signals import GracefulExit

log = logging.getLogger(__name__)


class Agent:
    def __init__(self, probes: dict[str, Callable[[str, float], None]], grace: float) -> None:
        self.exit_request = GracefulExit()
        self.grace = grace
        self._procs = [
            mp.Process(target=fn, args=(name, 0.1), name=f"probe-{name}")
            for name, fn in probes.items()
        ]

    def run_for(self, seconds: float) -> None:
        for proc in self._procs:
            proc.start()
        deadline = time.monotonic() + seconds
        while not self.exit_request.requested and time.monotonic() < deadline:
            time.sleep(0.05)

    def shutdown(self) -> None:
        for proc in self._procs:
            proc.terminate()
        for proc in self._procs:
            proc.join()
            log.info("%s stopped", proc.name)

    def exit_codes(self) -> list[int | None]:
        return [p.exitcode for p in self._procs]
