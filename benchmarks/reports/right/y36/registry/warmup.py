from concurrent.futures import ProcessPoolExecutor

from .cache import GazetteerCache
from .facilities import FACILITIES


def fuzzy_key(name):
    return tuple(sorted(f"{name} {FACILITIES[name]}".lower().split()))


def warm_up(names, workers):
    with ProcessPoolExecutor(max_workers=workers) as executor:
        GazetteerCache.fill(zip(names, executor.map(fuzzy_key, names)))
