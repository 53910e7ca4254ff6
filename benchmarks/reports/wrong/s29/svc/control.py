from __future__ import annotations

import logging
import multiprocessing as mp

from .unit import Unit, run_unit

log = logging.getLogger(__name__)


class Control:
    def __init__(self, units: list[Unit]) -> None:
        self.units = units

    @classmethod
    def from_names(cls, names: list[str]) -> "Control":
        return cls([Unit(*name.split(":")) for name in names])

    def start(self) -> int:
        children = [mp.Process(target=run_unit, args=(u,), name=u.name) for u in self.units]
        for child in children:
            child.start()
        for child in children:
            child.join()
        log.info("started %s", ", ".join(u.name for u in self.units))
        return 0
