"""One shared executor for all threads of an application; workers are spawned, never forked."""
from __future__ import annotations

import atexit
import multiprocessing
import threading
from concurrent.futures import Future, ProcessPoolExecutor, ThreadPoolExecutor
from typing import Any, Callable, ClassVar, Optional


class CpuPool:
    _lock: ClassVar[threading.Lock] = threading.Lock()
    _executor: ClassVar[Optional[ProcessPoolExecutor]] = None
    started: ClassVar[int] = 0

    @classmethod
    def instance(cls) -> ProcessPoolExecutor:
        if cls._executor is None:
            with cls._lock:
                if cls._executor is None:
                    cls._executor = ProcessPoolExecutor(
                        max_workers=2, mp_context=multiprocessing.get_context("spawn")
                    )
                    cls.started += 1
                    atexit.register(cls.shutdown)
        return cls._executor

    @classmethod
    def submit(cls, fn: Callable[..., Any], *args: Any) -> "Future[Any]":
        return cls.instance().submit(fn, *args)

    @classmethod
    def shutdown(cls) -> None:
        with cls._lock:
            executor, cls._executor = cls._executor, None
        if executor is not None:
            executor.shutdown()


def collatz(n: int) -> int:
    steps = 0
    while n != 1:
        n = n // 2 if n % 2 == 0 else 3 * n + 1
        steps += 1
    return steps


class Session:
    """What a request thread does."""

    def __init__(self, ident: int) -> None:
        self.ident = ident
        self.answers: list[int] = []
        self._guard = threading.Lock()

    def handle(self) -> int:
        futures = [CpuPool.submit(collatz, self.ident * 10 + k) for k in range(1, 6)]
        for future in futures:
            with self._guard:
                self.answers.append(future.result(timeout=60))
        return len(self.answers)


def main() -> None:
    sessions = [Session(i) for i in range(6)]
    with ThreadPoolExecutor(3, thread_name_prefix="request") as requests:
        counts = list(requests.map(Session.handle, sessions))
    assert counts == [5] * 6 and CpuPool.started == 1
    assert sessions[0].answers == [collatz(k) for k in range(1, 6)]
    print("handled", sum(counts))


if __name__ == "__main__":
    main()
