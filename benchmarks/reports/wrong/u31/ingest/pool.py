"""Parallel fetches."""

import time
from concurrent.futures import ProcessPoolExecutor

from .errors import RetryableError


def fetch_one(client, name, attempt):
    return client.fetch(name, attempt)


def fetch_all(client, names, workers, attempts=3):
    points = {}
    with ProcessPoolExecutor(workers) as executor:
        for attempt in range(attempts):
            missing = [name for name in names if name not in points]
            futures = {name: executor.submit(fetch_one, client, name, attempt) for name in missing}
            for name, future in futures.items():
                try:
                    points[name] = future.result()
                except RetryableError as exc:
                    time.sleep(exc.wait_time(attempt))
    return points
