from concurrent.futures import ProcessPoolExecutor

from . import settings


def pmap(func, items):
    """Map in worker processes which see the same settings as this process."""
    with ProcessPoolExecutor(
        settings.PROCESSES, initializer=settings.restore, initargs=(settings.snapshot(),)
    ) as executor:
        yield from executor.map(func, items)
