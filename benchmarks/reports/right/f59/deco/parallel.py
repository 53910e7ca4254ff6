"""@parallel makes a function callable in a worker. Workers look the function up by name."""
from __future__ import annotations

import atexit
import functools
import importlib
import os
import time
from concurrent.futures import Future, ProcessPoolExecutor
from typing import Any, Callable, Generic, Iterable, Optional, ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")
_executor: Optional[ProcessPoolExecutor] = None
_owner = 0


def _get_executor() -> ProcessPoolExecutor:
    global _executor, _owner
    if _executor is None or _owner != os.getpid():
        _executor, _owner = ProcessPoolExecutor(2), os.getpid()
    return _executor


@atexit.register
def _shutdown() -> None:
    if _executor is not None and _owner == os.getpid():
        _executor.shutdown()


def _call(module: str, name: str, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
    task = getattr(importlib.import_module(module), name)
    return task.fn(*args, **kwargs)


class Task(Generic[P, R]):
    def __init__(self, fn: Callable[P, R]) -> None:
        functools.update_wrapper(self, fn)
        self.fn = fn

    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> R:
        return self.fn(*args, **kwargs)

    def submit(self, *args: P.args, **kwargs: P.kwargs) -> "Future[R]":
        return _get_executor().submit(_call, self.fn.__module__, self.fn.__name__, args, kwargs)

    def map(self, items: Iterable[Any]) -> list[R]:
        return [f.result() for f in [self.submit(item) for item in items]]

    def __reduce__(self) -> str:
        return self.fn.__qualname__


def parallel(fn: Callable[P, R]) -> Task[P, R]:
    return Task(fn)


def retry(times: int) -> Callable[[Callable[P, R]], Callable[P, R]]:
    def deco(fn: Callable[P, R]) -> Callable[P, R]:
        @functools.wraps(fn)
        def inner(*args: P.args, **kwargs: P.kwargs) -> R:
            for left in reversed(range(times)):
                try:
                    return fn(*args, **kwargs)
                except OSError:
                    if not left:
                        raise
                    time.sleep(0.01)
            raise AssertionError
        return inner
    return deco
