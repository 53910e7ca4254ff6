"""Prefork workers with plain os.fork: children always leave through os._exit."""
from __future__ import annotations

import os
import random
import sys
import threading
import traceback
from dataclasses import dataclass, field
from typing import Callable, NoReturn


class Metrics:
    """In-process counters; a child starts with fresh ones."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self.values: dict[str, int] = {}
        os.register_at_fork(
            before=self._lock.acquire,
            after_in_parent=self._lock.release,
            after_in_child=self._after_fork,
        )

    def _after_fork(self) -> None:
        self._lock = threading.Lock()
        self.values = {}
        random.seed()

    def inc(self, name: str, by: int = 1) -> None:
        with self._lock:
            self.values[name] = self.values.get(name, 0) + by


metrics = Metrics()


def spawn(fn: Callable[[int], None], number: int) -> int:
    sys.stdout.flush()
    sys.stderr.flush()
    pid = os.fork()
    if pid:
        return pid
    _run_child(fn, number)


def _run_child(fn: Callable[[int], None], number: int) -> NoReturn:
    code = 1
    try:
        fn(number)
        code = 0
    except SystemExit as exc:
        code = exc.code if isinstance(exc.code, int) else 1
    except BaseException:
        traceback.print_exc()
    finally:
        os._exit(code)


@dataclass
class Supervisor:
    workers: int
    codes: dict[int, int] = field(default_factory=dict)

    def run(self, fn: Callable[[int], None]) -> None:
        pids = {spawn(fn, n): n for n in range(self.workers)}
        while pids:
            pid, status = os.wait()
            self.codes[pids.pop(pid)] = os.waitstatus_to_exitcode(status)


def job(number: int) -> None:
    metrics.inc("jobs")
    if metrics.values != {"jobs": 1}:
        sys.exit(3)
    if number == 2:
        sys.exit(7)


def main() -> None:
    metrics.inc("startups")
    supervisor = Supervisor(4)
    supervisor.run(job)
    assert supervisor.codes == {0: 0, 1: 0, 2: 7, 3: 0}, supervisor.codes
    assert metrics.values == {"startups": 1}
    print("codes", sorted(supervisor.codes.items()))


main()
