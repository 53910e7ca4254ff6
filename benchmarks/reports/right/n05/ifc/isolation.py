import logging
import multiprocessing
import queue
import time
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


def _drain(proc, results):
    deadline = time.monotonic() + settings.RESULT_TIMEOUT
    while time.monotonic() < deadline:
        exited = not proc.is_alive()
        try:
            return results.get(timeout=0.2)
        except queue.Empty:
            if exited:
                raise IsolatedError(f"child died with {proc.exitcode}")
    proc.terminate()
    raise IsolatedError("child timed out")


def run_isolated(func, **kwargs):
    results = multiprocessing.Queue()
    proc = multiprocessing.Process(target=_child, args=(results, func, kwargs))
    proc.start()
    log.info("started child for %s", func.__name__)
    try:
        status, data = _drain(proc, results)
    finally:
        proc.join()
        results.close()
    if status == "err":
        raise IsolatedError(data)
    return data
