from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class RestartPolicy:
    max_restarts: int

    def should_restart(self, exitcodes: list[int]) -> bool:
        return exitcodes[-1] != 0 and len(exitcodes) <= self.max_restarts
