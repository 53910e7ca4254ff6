"""Job objects that hold a lock and an open log in the parent, but not in the workers."""
from __future__ import annotations

import io
import multiprocessing as mp
import threading
from dataclasses import dataclass, field
from typing import Any


@dataclass
class Job:
    ident: int
    values: list[int]
    trace: io.StringIO = field(default_factory=io.StringIO, repr=False)
    lock: threading.Lock = field(default_factory=threading.Lock, repr=False)

    def __getstate__(self) -> dict[str, Any]:
        state = self.__dict__.copy()
        del state["lock"], state["trace"]
        return state

    def __setstate__(self, state: dict[str, Any]) -> None:
        self.__dict__.update(state)
        self.lock = threading.Lock()
        self.trace = io.StringIO()

    def note(self, text: str) -> None:
        with self.lock:
            self.trace.write(text + "\n")

    def run(self) -> int:
        self.note("running")
        return sum(v * v for v in self.values)


def execute(job: Job) -> tuple[int, int]:
    return job.ident, job.run()


class Runner:
    def __init__(self) -> None:
        self.jobs = {n: Job(n, list(range(n + 3))) for n in range(6)}

    def run(self) -> dict[int, int]:
        for job in self.jobs.values():
            job.note("queued")
        with mp.Pool(2) as pool:
            return dict(pool.map(execute, self.jobs.values()))


def main() -> None:
    runner = Runner()
    print(runner.run())
    print(runner.jobs[0].trace.getvalue().strip())


if __name__ == "__main__":
    main()
