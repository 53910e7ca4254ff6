import logging
from concurrent.futures import ProcessPoolExecutor

log = logging.getLogger("billing.pool")


def precompute(function, items, workers=2):
    """function over all items, computed side by side."""
    items = list(items)
    with ProcessPoolExecutor(workers) as executor:
        values = list(executor.map(function, items))
    log.info("%d values precomputed", len(values))
    return dict(zip(items, values))
