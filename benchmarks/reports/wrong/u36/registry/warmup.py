"""Fills the cache, as matching is slow."""

import logging
from concurrent.futures import ProcessPoolExecutor, wait

from .cache import GazetteerCache
from .matching import fuzzy_key

logger = logging.getLogger(__name__)


def _warm_one(name):
    GazetteerCache.get(name, fuzzy_key)
    return name


def warm_up(names, workers):
    with ProcessPoolExecutor(max_workers=workers) as executor:
        futures = [executor.submit(_warm_one, name) for name in names]
        wait(futures)
        for future in futures:
            logger.info("%s is warm", future.result())
