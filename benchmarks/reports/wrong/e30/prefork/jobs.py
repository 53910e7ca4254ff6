from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Job:
    ident: int
    cost: int

    def execute(self) -> int:
        return sum(i * i for i in range(self.cost))


def demo_jobs() -> list[Job]:
    return [Job(i, 1000 + i) for i in range(9)]
