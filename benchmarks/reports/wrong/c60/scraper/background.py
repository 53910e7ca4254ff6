"""Thread pool for blocking lookups, shared by the whole program."""
from concurrent.futures import ThreadPoolExecutor
from functools import wraps

executor = ThreadPoolExecutor(max_workers=2, thread_name_prefix="lookup")


def in_background(func):
    @wraps(func)
    def submit(*args, **kwargs):
        return executor.submit(func, *args, **kwargs)

    return submit
