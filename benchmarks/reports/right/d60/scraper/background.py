"""Thread pool for blocking lookups; a forked child gets a fresh one."""
import os
from concurrent.futures import ThreadPoolExecutor
from functools import wraps

_executor = None


def _fresh():
    global _executor
    _executor = ThreadPoolExecutor(max_workers=2, thread_name_prefix="lookup")


_fresh()
os.register_at_fork(after_in_child=_fresh)


def in_background(func):
    @wraps(func)
    def submit(*args, **kwargs):
        return _executor.submit(func, *args, **kwargs)

    return submit
