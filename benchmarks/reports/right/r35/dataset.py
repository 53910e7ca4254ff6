import logging
import time
from dataclasses import dataclass
from functools import partial

from mp_utils import run_multiprocessed

log = logging.getLogger("dataset")


@dataclass(frozen=True)
class Recipe:
    scale: int

    def apply(self, sample_id):
        number = int(sample_id.rsplit("-", 1)[1])
        time.sleep(0.03 if number % 5 == 0 else 0.002)
        return {"n": number * self.scale, "size": 64 + number}


def _load(recipe, sample_id):
    return recipe.apply(sample_id)


class CachedDataset:
    def __init__(self, recipe, workers):
        self.recipe = recipe
        self.workers = workers

    def create(self, sample_ids):
        samples = run_multiprocessed(partial(_load, self.recipe), sample_ids, self.workers)
        log.info("%d samples loaded", len(samples))
        return dict(zip(sample_ids, samples))
