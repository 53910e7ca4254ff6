from __future__ import annotations

import multiprocessing as mp

from train.config import TrainConfig
from train.sync import EpochGate
from train.worker import GradientWorker


class Trainer:
    def __init__(self, config: TrainConfig) -> None:
        self.config = config
        self.gate = EpochGate()
        self._weight = mp.Value("d", 0.0)
        self._gradients: mp.Queue = mp.Queue()
        self._workers = [
            GradientWorker(i, config, self.gate, self._weight, self._gradients)
            for i in range(config.workers)
        ]
        self.updates = 0

    @property
    def weight(self) -> float:
        return self._weight.value

    def fit(self) -> None:
        for worker in self._workers:
            worker.start()
        for epoch in range(self.config.epochs):
            self.gate.open(epoch)
            total = 0.0
            for _ in self._workers:
                _, grad = self._gradients.get()
                total += grad
            with self._weight.get_lock():
                self._weight.value -= self.config.rate * total / len(self._workers)
            self.updates += 1
        for worker in self._workers:
            worker.join()
