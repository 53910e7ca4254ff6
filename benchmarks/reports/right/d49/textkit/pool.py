"""Shared worker pool of the package; made on first use, in the process which asks."""
import atexit
import os
from multiprocessing import Pool, current_process

_state = {"pool": None, "pid": None}


def get_pool():
    if current_process().daemon:
        raise RuntimeError("no pool inside a pool worker")
    if _state["pool"] is None or _state["pid"] != os.getpid():
        _state.update(pool=Pool(processes=2), pid=os.getpid())
        atexit.register(shutdown)
    return _state["pool"]


def shutdown():
    pool, pid = _state["pool"], _state["pid"]
    _state.update(pool=None, pid=None)
    if pool is not None and pid == os.getpid():
        pool.close()
        pool.join()


def scatter(func, items):
    return get_pool().map(func, items)
