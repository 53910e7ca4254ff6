from __future__ import annotations

import multiprocessing as mp

from .config import TrainConfig
from .sync import EpochGate
from .worker import GradientWorker


class Trainer:
    """The weight is written only while all workers wait for the next epoch."""

    def __init__(self, config: TrainConfig) -> None:
        self.config = config
        self.gate = EpochGate()
        self._weight = mp.RawValue("d", 0.0)
        self._gradients: mp.Queue = mp.Queue()
        self._workers = [
            GradientWorker(i, config, self.gate, self._weight, self._gradients)
            for i in range(config.workers)
        ]

    @property
    def weight(self) -> float:
        return self._weight.value

    def fit(self) -> list[float]:
        history = []
        for worker in self._workers:
            worker.start()
        for epoch in range(self.config.epochs):
            self.gate.open(epoch)
            total = sum(self._gradients.get()[2] for _ in self._workers)
            self._weight.value -= self.config.rate * total / len(self._workers)
            history.append(abs(self._weight.value - self.config.target))
        self.gate.close()
        for worker in self._workers:
            worker.join()
        return history
