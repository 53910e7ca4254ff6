"""One executor for the whole service, made when it is first needed."""

import atexit
import threading
from concurrent.futures import ProcessPoolExecutor

_executor = None
_guard = threading.Lock()


def executor():
    global _executor
    with _guard:
        if _executor is None:
            _executor = ProcessPoolExecutor(max_workers=2)
            atexit.register(_executor.shutdown)
    return _executor
