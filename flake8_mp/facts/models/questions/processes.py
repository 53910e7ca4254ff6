"""Questions about processes and forks."""

from __future__ import annotations

import ast
from collections.abc import Sequence

from flake8_mp.facts.arguments import Arguments
from flake8_mp.facts.store import Changes
from flake8_mp.facts.values import NONE, Context, Obj, Values


class ProcessQuestions:
    """Starts, forks and exits."""

    def started(self, what: str, node: ast.AST, context: Context) -> frozenset[str]:
        """Note that a process is started here; return the start methods that are possible."""
        return frozenset()

    def one_of_several(self, values: Values) -> None:
        """Note processes of which it is not known which of several they are."""

    def processes_in(self, values: Values) -> list[Obj]:
        """Return the processes that can be reached from a value."""
        return []

    def launched(self, obj: Obj) -> None:
        """Called for a process that is started."""

    def nothing_of(self, name: str, node: ast.AST) -> Values:
        """Return None, marked with the method that returns it."""
        return NONE

    def knows(self, obj: Obj) -> bool:
        """Return whether this is one process all of whose life has been followed on this path."""
        return False

    def all_started(self, values: Values) -> bool:
        """Return whether all processes that a name of a loop stands for were started, and none was waited for."""
        return False

    def own(self, obj: Obj, name: str) -> bool:
        """Return whether the class of a process has a method of its own, or perhaps has."""
        return obj.cls is not None

    def signals_itself(self, arguments: Arguments) -> bool:
        """Return whether ``os.kill`` with these arguments is meant for the process that calls it."""
        return False

    def in_own_child(self) -> bool:
        """Return whether this can be a child that the worker which is running has forked itself."""
        return False

    def side_of_fork(self, path: Changes | None = None) -> str:
        """Return ``child`` or ``parent`` where an ``os.fork`` has been decided on this path, else nothing.

        With ``path`` it is the end of another path that is asked about.
        """
        return ""

    def inherited_by_fork(self, obj: Obj) -> bool:
        """Return whether an object was there before the last ``os.fork``, so that both sides have one."""
        return False

    def asked_again(self) -> None:
        """Called for a test which side of an ``os.fork`` this is, for the first time or again."""

    def may_not_return(self, branch: Sequence[ast.stmt]) -> bool:
        """Return whether the child's code ends with a call of something unknown, which may replace or end it."""
        return True

    def threads(self) -> list[Obj]:
        """Return the threads that were started on this path."""
        return []

    def cleaned_up_twice(self) -> bool:
        """Return whether there is something of the parent that the exit of a forked child cleans up."""
        return False

    def side_decided(self, side: str) -> None:
        """Called where it is decided which side of the last ``os.fork`` this path is on: ``child`` or ``parent``."""

    def runs_at_exit(self) -> bool:
        """Return whether functions were registered on this path that run when the interpreter exits."""
        return False

    def at_exit(self, values: Values, node: ast.AST) -> None:
        """Note functions that run when the interpreter exits."""

    def connected_at_fork(self, client: Obj) -> bool:
        """Return whether a client of the parent had connected before the worker that runs was forked."""
        return False
