"""Questions about locks, and about what a loop makes several of."""

from __future__ import annotations

import ast

from flake8_mp.facts.events import Place
from flake8_mp.facts.store import Changes
from flake8_mp.facts.values import Obj


class LockQuestions:
    """Who holds a lock, and which objects stand for several."""

    def token(self) -> int:
        """Return the number of the process or thread whose code is running."""
        return 0

    def lock_taken(self, lock: Obj, node: ast.AST) -> None:
        """Called for a lock that a process acquires."""

    def lost(self, path: Changes) -> list[Place]:
        """Return where locks were acquired that are held still at the end of a path."""
        return []

    def is_guarded(self) -> bool:
        """Return whether something may keep other processes out of the code that is running."""
        return True

    def gates_passed(self) -> frozenset[int]:
        """Return the events that the running worker has waited for, and that let all who wait for them go at once."""
        return frozenset()

    def is_handed_over(self, lock: Obj) -> bool:
        """Return whether another process or thread has a lock, so that it may release it."""
        return True

    def is_repeated(self, obj: Obj) -> bool:
        """Return whether an object may stand for several, since a loop made it, or called what made it."""
        return True

    def loops_around(self, obj: Obj) -> tuple[ast.AST, ...]:
        """Return the loops that were running when an object was made."""
        return ()

    def running_loops(self) -> tuple[ast.AST, ...]:
        """Return the loops that are running, also those around the calls that lead here."""
        return ()
