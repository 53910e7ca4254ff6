from __future__ import annotations

import logging
import multiprocessing as mp
from collections import Counter
from multiprocessing.connection import wait

from .units import Unit, run_unit

log = logging.getLogger(__name__)


class Supervisor:
    def __init__(self, units: list[Unit], max_failures: int) -> None:
        self.units = units
        self.max_failures = max_failures
        self.running: dict[int, tuple[Unit, mp.Process]] = {}

    def _launch(self, unit: Unit) -> None:
        process = mp.Process(target=run_unit, args=(unit,), name=unit.name)
        process.start()
        self.running[process.sentinel] = (unit, process)

    def run(self) -> dict[str, int]:
        failures: Counter[str] = Counter()
        outcome: dict[str, int] = {}
        for unit in self.units:
            self._launch(unit)
        while self.running:
            for sentinel in wait(list(self.running)):
                unit, process = self.running.pop(sentinel)
                process.join()
                code = process.exitcode
                process.close()
                if code and failures[unit.name] + 1 < self.max_failures:
                    failures[unit.name] += 1
                    log.info("%s ended with %d, restarting", unit.name, code)
                    self._launch(unit)
                else:
                    outcome[unit.name] = code
        return outcome
