"""Swimming pool and plant administration: the names are those of the trade."""
from __future__ import annotations

from dataclasses import dataclass, field
from typing import Callable, Iterator


@dataclass
class Queue:
    """People waiting at the entrance."""

    names: list[str] = field(default_factory=list)

    def put(self, name: str) -> None:
        self.names.append(name)

    def empty(self) -> bool:
        return not self.names

    def get(self) -> str:
        return self.names.pop(0)


class Lock:
    """Door lock."""

    def __init__(self) -> None:
        self.closed = False

    def acquire(self) -> None:
        self.closed = True

    def release(self) -> None:
        self.closed = False


@dataclass
class Process:
    """A step in the water treatment."""

    target: Callable[[float], float]
    args: tuple[float, ...] = ()
    daemon: bool = False

    def start(self) -> float:
        return self.target(*self.args)

    def join(self) -> None:
        return None


class Pool:
    def __init__(self, lanes: int) -> None:
        self.lanes = lanes
        self.chlorine = 1.0

    def map(self, rule: Callable[[int], str], lanes: Iterator[int]) -> list[str]:
        return [rule(lane) for lane in lanes]

    def terminate(self) -> None:
        self.lanes = 0


def open_day(pool: Pool, queue: Queue) -> list[str]:
    door = Lock()
    door.acquire()
    treatment = [Process(target=lambda c: c * 0.9, args=(pool.chlorine,)) for _ in range(3)]
    for step in treatment:
        pool.chlorine = step.start()
    for step in treatment:
        step.join()
    door.release()
    admitted = []
    while not queue.empty():
        admitted.append(queue.get())
    labels = pool.map(lambda lane: f"lane {lane}: {len(admitted)} swimmers", iter(range(pool.lanes)))
    pool.terminate()
    return labels


queue = Queue()
for person in ("ada", "bob"):
    queue.put(person)
labels = open_day(Pool(2), queue)
assert labels == ["lane 0: 2 swimmers", "lane 1: 2 swimmers"]
print(labels)
