from concurrent.futures import ProcessPoolExecutor

from .conf import config
from .distance import evaluate


def concepts(states):
    with ProcessPoolExecutor(max_workers=config.number_of_cores) as executor:
        return list(executor.map(evaluate, states))
