"""Questions about pools and executors."""

from __future__ import annotations

import ast

from flake8_mp.facts.interpreter.paths import World
from flake8_mp.facts.store import Changes
from flake8_mp.facts.values import Obj, Values


class PoolQuestions:
    """Pools, their results, and the time that passes."""

    def certain(self, obj: Obj) -> bool:
        """Return whether all that happens to a pool is seen."""
        return False

    def birth(self, pool: Obj) -> World | None:
        """Return the run in which a pool was made, None where that was not seen."""
        return None

    def at_start(self, pool: Obj) -> Changes | None:
        """Return what was bound when the workers of a pool were started, None where that was not seen."""
        return None

    def pool_of(self, result: Obj) -> Values:
        """Return the pool that a result is from; nothing where that is not known."""
        return ()

    def unfinished(self, result: Obj) -> bool:
        """Return whether nothing has happened since a task was handed over that can take any time."""
        return False

    def used(self, problem: str, obj: Obj, node: ast.AST, words: str = "") -> None:
        """Note that a pool is used wrongly."""

    def is_only_awaited(self, call: ast.Call) -> bool:
        """Return whether all that is done to the result of a task is waiting for it."""
        return False

    def callback_of(self) -> Obj | None:
        """Return the pool whose callback is running, None where none is."""
        return None

    def pause(self) -> None:
        """Note something that may take long enough for other processes to get anywhere."""

    def has_just_begun(self, process: Obj) -> bool:
        """Return whether a process was started a moment ago, and nothing has taken time or ended it since then."""
        return False

    def pauses(self) -> int:
        """Return how many things were met that may take long enough for other processes to get anywhere."""
        return 0

    def leaving(self) -> str:
        """Return how the block is left whose ``finally`` or context manager runs now; empty where none does."""
        return ""
