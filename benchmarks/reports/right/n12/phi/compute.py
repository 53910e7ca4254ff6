from concurrent.futures import ProcessPoolExecutor

from .conf import config
from .distance import evaluate


def _apply_config(values):
    config.__dict__.update(values)


def concepts(states):
    with ProcessPoolExecutor(max_workers=config.number_of_cores, initializer=_apply_config, initargs=(dict(vars(config)),)) as executor:
        return list(executor.map(evaluate, states))
