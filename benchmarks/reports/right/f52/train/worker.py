from __future__ import annotations

import itertools
import multiprocessing as mp
import random

from .config import TrainConfig
from .sync import EpochGate


class GradientWorker(mp.Process):
    def __init__(self, shard: int, config: TrainConfig, gate: EpochGate, weight, out: mp.Queue) -> None:
        super().__init__(name=f"grad-{shard}", daemon=True)
        self.shard = shard
        self.config = config
        self.gate = gate
        self.weight = weight
        self.out = out
        self.rng = random.Random(shard)

    def run(self) -> None:
        for epoch in itertools.count():
            if not self.gate.wait_for(epoch):
                break
            error = self.weight.value - self.config.target
            jitter = 1 + self.rng.uniform(-0.01, 0.01)
            self.out.put((epoch, self.shard, 2 * error * jitter))
