from __future__ import annotations

import logging
from concurrent.futures import ProcessPoolExecutor, TimeoutError
from dataclasses import dataclass

from .evaluator import Candidate, evaluate

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class EvolveConfig:
    iterations: int
    timeout: float
    workers: int


class Controller:
    def __init__(self, config: EvolveConfig) -> None:
        self.config = config
        self.scores: dict[int, float] = {}

    def propose(self, number: int) -> Candidate:
        return Candidate(number, "while True: pass" if number == 1 else "return x")

    def run(self) -> float:
        with ProcessPoolExecutor(max_workers=self.config.workers) as executor:
            for number in range(self.config.iterations):
                future = executor.submit(evaluate, self.propose(number))
                try:
                    self.scores[number] = future.result(timeout=self.config.timeout)
                except TimeoutError:
                    future.cancel()
                    log.info("candidate %d takes too long, skipped", number)
            log.info("evolution completed")
        return max(self.scores.values())
