"""Task dispatcher of a small ops portal: each task gets its own process."""
from __future__ import annotations

import logging
import os
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Callable

log = logging.getLogger("dispatcher")

Task = Callable[[dict], None]
TASKS: dict[str, Task] = {}


def task(func: Task) -> Task:
    TASKS[func.__name__] = func
    return func


@task
def resize_disk(options: dict) -> None:
    time.sleep(0.02 * options.get("gb", 1))


@task
def rename_vm(options: dict) -> None:
    time.sleep(0.01)


@dataclass
class Dispatcher:
    started: list[int] = field(default_factory=list)

    def submit(self, name: str, options: dict) -> int:
        func = TASKS[name]
        pid = os.fork()
        if pid:
            self.started.append(pid)
            return pid
        status = 1
        try:
            func(options)
            status = 0
        except Exception:
            log.exception("task %s failed", name)
        finally:
            os._exit(status)

    def active(self) -> list[int]:
        alive = []
        for pid in self.started:
            try:
                os.kill(pid, 0)
            except ProcessLookupError:
                continue
            alive.append(pid)
        return alive


def defunct(pids: list[int]) -> int:
    states = (Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] for pid in pids)
    return sum(state == "Z" for state in states)


def main() -> int:
    logging.basicConfig(level=logging.INFO)
    dispatcher = Dispatcher()
    for request in range(10):
        dispatcher.submit("rename_vm" if request % 2 else "resize_disk", {"gb": 2})
        time.sleep(0.03)
    time.sleep(0.3)
    alive = dispatcher.active()
    print(f"{len(alive)} tasks reported active, {defunct(alive)} of them defunct")
    return 1 if alive else 0


if __name__ == "__main__":
    sys.exit(main())
