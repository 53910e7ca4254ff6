"""Shared worker pool of the package."""
import atexit
from multiprocessing import Pool

workers = Pool(processes=2)


@atexit.register
def _shutdown():
    workers.terminate()


def scatter(func, items):
    return workers.map(func, items)
