"""Process-wide executor, made when first needed and shut down at exit."""
from __future__ import annotations

import atexit
import math
import threading
from concurrent.futures import Future, ProcessPoolExecutor
from typing import Any, Callable

_guard = threading.Lock()
_executor: ProcessPoolExecutor | None = None


def get_executor() -> ProcessPoolExecutor:
    global _executor
    with _guard:
        if _executor is None:
            _executor = ProcessPoolExecutor(max_workers=2)
            atexit.register(shutdown)
        return _executor


def shutdown() -> None:
    global _executor
    with _guard:
        if _executor is not None:
            _executor.shutdown()
            _executor = None


def offload(func: Callable[..., Any], *args: Any) -> "Future[Any]":
    return get_executor().submit(func, *args)


def integrate(lo: float, hi: float, steps: int) -> float:
    width = (hi - lo) / steps
    return sum(math.sin(lo + (i + 0.5) * width) * width for i in range(steps))


def main() -> None:
    futures = [offload(integrate, i, i + 1, 2000) for i in range(6)]
    print(round(sum(f.result() for f in futures), 6))
    print(offload(math.factorial, 10).result())


if __name__ == "__main__":
    main()
