import logging
import multiprocessing
import queue
import traceback

from . import settings

log = logging.getLogger(__name__)


class IsolatedError(RuntimeError):
    pass


def _child(results, func, kwargs):
    try:
        results.put(("ok", func(**kwargs)))
    except BaseException:
        results.put(("err", traceback.format_exc()))


def run_isolated(func, **kwargs):
    results = multiprocessing.Queue()
    proc = multiprocessing.Process(target=_child, args=(results, func, kwargs))
    proc.start()
    log.info("started child for %s", func.__name__)
    proc.join(settings.JOIN_POLL)
    try:
        status, data = results.get(timeout=1)
    except queue.Empty:
        raise IsolatedError(f"child died with {proc.exitcode}")
    if status == "err":
        raise IsolatedError(data)
    return data
