"""Jobs are data: a dotted name, arguments, and the names of what must come first."""
from __future__ import annotations

import enum
import importlib
from dataclasses import dataclass, field
from typing import Any, Callable


class Status(enum.Enum):
    WAITING = "waiting"
    READY = "ready"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    SKIPPED = "skipped"

    @property
    def final(self) -> bool:
        return self in (Status.DONE, Status.FAILED, Status.SKIPPED)


@dataclass(frozen=True)
class Job:
    name: str
    entry: str
    args: tuple = ()
    after: frozenset[str] = frozenset()
    priority: int = 0


@dataclass
class Record:
    job: Job
    status: Status = Status.WAITING
    value: Any = None
    order: int = -1
    missing: set[str] = field(default_factory=set)


def resolve(entry: str) -> Callable[..., Any]:
    module, _, attribute = entry.partition(":")
    return getattr(importlib.import_module(module), attribute)
