from __future__ import annotations

import functools
import multiprocessing
from typing import Callable, Optional

from .config import SimConfig
from .model import load_curve, simulate


class Runner:
    def __init__(self, config: SimConfig, jobs: int, method: Optional[str] = None) -> None:
        self.config = config
        self.jobs = jobs
        self._ctx = multiprocessing.get_context(method)

    def run(self, on_path: Optional[Callable[[int, float], None]] = None) -> list[float]:
        if self.jobs == 0:
            return self._serial(on_path)
        if on_path is not None:
            raise ValueError("callbacks are for serial runs only")
        task = functools.partial(simulate, self.config)
        with self._ctx.Pool(self.jobs, load_curve, (self.config,)) as pool:
            return pool.map(task, range(self.config.paths))

    def _serial(self, on_path: Optional[Callable[[int, float], None]]) -> list[float]:
        load_curve(self.config)

        def one(index: int) -> float:
            value = simulate(self.config, index)
            if on_path is not None:
                on_path(index, value)
            return value

        return list(map(one, range(self.config.paths)))
