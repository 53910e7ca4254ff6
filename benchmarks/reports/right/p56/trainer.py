"""Asynchronous SGD: each rank has its own loader and updates the shared parameters."""
import multiprocessing as mp
from dataclasses import dataclass

from loader import Loader
from model import Model, accuracy, dataset


@dataclass(frozen=True)
class Plan:
    ranks: int = 2
    rows: int = 80
    batch: int = 8
    epochs: int = 12
    rate: float = 0.8
    features: int = 2


def train(rank, plan, shared, steps):
    model = Model(shared)
    with Loader(rank, plan.rows, plan.batch, plan.epochs) as loader:
        for _, batch in loader:
            grad = model.gradient(batch)
            with shared.get_lock():
                for j, g in enumerate(grad):
                    shared[j] -= plan.rate * g
            with steps.get_lock():
                steps.value += 1


class Trainer:
    def __init__(self, plan):
        self.plan = plan
        self.parameters = mp.Array("d", plan.features + 1)
        self.steps = mp.Value("L", 0)

    def run(self):
        # not daemons: every rank has a child of its own
        ranks = [
            mp.Process(target=train, args=(r, self.plan, self.parameters, self.steps)) for r in range(self.plan.ranks)
        ]
        for process in ranks:
            process.start()
        for process in ranks:
            process.join()
        if any(process.exitcode for process in ranks):
            raise RuntimeError([process.exitcode for process in ranks])
        return self.steps.value

    def evaluate(self, seed=999):
        return accuracy(Model(self.parameters), dataset(seed, 100))
