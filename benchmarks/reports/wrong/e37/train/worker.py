from __future__ import annotations

import multiprocessing as mp

from train.config import TrainConfig
from train.sync import EpochGate


def gradient(weight: float, target: float, shard: int) -> float:
    return 2 * (weight - target) * (1 + shard * 0.01)


class GradientWorker(mp.Process):
    def __init__(self, shard: int, config: TrainConfig, gate: EpochGate, weight, out: mp.Queue) -> None:
        super().__init__(name=f"grad-{shard}", daemon=True)
        self.shard = shard
        self.config = config
        self.gate = gate
        self.weight = weight
        self.out = out

    def run(self) -> None:
        for _ in range(self.config.epochs):
            epoch = self.gate.wait_open()
            self.out.put((epoch, gradient(self.weight.value, self.config.target, self.shard)))
