"""Scores in a manager's dict; lists in it are put back after each change."""
from __future__ import annotations

from typing import Any, MutableMapping


class Board:
    def __init__(self, scores: MutableMapping[str, list[int]], lock: Any) -> None:
        self.scores = scores
        self.lock = lock

    def add(self, name: str, points: int) -> None:
        with self.lock:
            for key in (name, "all"):
                row = self.scores.get(key, [])
                row.append(points)
                self.scores[key] = row

    def totals(self) -> dict[str, int]:
        return {name: sum(row) for name, row in sorted(self.scores.items()) if name != "all"} | {"all": sum(self.scores["all"])}
