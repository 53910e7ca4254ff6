"""Chat bot runtime: threads only, with everything one must not send to a process."""
from __future__ import annotations

import itertools
import queue
import threading
from dataclasses import dataclass, field
from typing import Any, Callable, Generator, Iterable


@dataclass
class Job:
    run: Callable[[], Any]
    finished: threading.Event = field(default_factory=threading.Event)
    reply: "queue.SimpleQueue[Any]" = field(default_factory=queue.SimpleQueue)


class Worker(threading.Thread):
    daemon = True

    def __init__(self, pool: "Pool", number: int) -> None:
        super().__init__(name=f"worker-{number}")
        self.pool = pool
        self.handled = 0

    def run(self) -> None:
        while (job := self.pool.jobs.get()) is not None:
            job.reply.put(job.run())
            self.handled += 1
            with self.pool.lock:
                self.pool.total += 1
            job.finished.set()


class Pool:
    """A pool of threads with the interface people know."""

    def __init__(self, size: int) -> None:
        self.jobs: "queue.Queue[Job | None]" = queue.Queue()
        self.lock = threading.Lock()
        self.total = 0
        self.workers = [Worker(self, n) for n in range(size)]
        for w in self.workers:
            w.start()

    def apply_async(self, fn: Callable[[], Any]) -> Job:
        job = Job(fn)
        self.jobs.put(job)
        return job

    def map(self, fn: Callable[[Any], Any], items: Iterable[Any]) -> list[Any]:
        jobs = [self.apply_async(lambda item=item: fn(item)) for item in items]
        return [job.reply.get() for job in jobs]

    def close(self) -> None:
        for _ in self.workers:
            self.jobs.put(None)

    def join(self) -> None:
        for w in self.workers:
            w.join()


def conversation() -> Generator[str, str, None]:
    said = yield "hello"
    for n in itertools.count(1):
        said = yield f"{n}: {said}?"


pool = Pool(3)
talks = [conversation() for _ in range(4)]
openings = pool.map(next, talks)
answers = pool.map(lambda talk: talk.send("hm"), talks)
pool.close()
pool.join()
assert openings == ["hello"] * 4 and answers == ["1: hm?"] * 4
assert pool.total == sum(w.handled for w in pool.workers) == 8
print(answers)
