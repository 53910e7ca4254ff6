"""Questions about what belongs to one process: its settings, its loggers, what its import of the program does."""

from __future__ import annotations

import ast

from flake8_mp.facts.events import Place
from flake8_mp.facts.store import Changes, Store
from flake8_mp.facts.values import Obj
from flake8_mp.rule import NOT_FORK


class SettingQuestions:
    """The circumstances in which a process runs."""

    def circumstance(
        self,
        problem: str,
        node: ast.AST,
        methods: frozenset[str],
        words: str = "",
        cause: Place | None = None,
        at: Place | None = None,
    ) -> None:
        """Note what goes wrong under these start methods: in a worker only those count that can have started it.

        ``at`` is the place where the node is not one of the running code.
        """

    def done_on_import(self, problem: str, node: ast.AST, words: str = "") -> None:
        """Note something that an import does: it matters if children import this file."""

    def same_everywhere(self, node: ast.AST, depth: int = 0) -> bool:
        """Return whether an expression is the same in all processes of a program: constants, and what joins them."""
        return False

    def settings_unknown(self) -> None:
        """Called when code which is not followed may set up anything in the running process."""

    def set_here(self, setting: str, node: ast.AST, detail: object = None) -> None:
        """Note that this process sets something for itself."""

    def forget_setting(self, setting: str) -> None:
        """Note that something else may be set from here on."""

    def only_in_parent(self, setting: str) -> tuple[Place, object] | None:
        """Return where the parent of this worker has set something that its import and the worker do not set."""
        return None

    def file_mode(self, obj: Obj) -> str | None:
        """Return the mode in which a file was opened, None where that is not known."""
        return None

    def was_seeded(self, module: str) -> bool:
        """Return whether a module's random numbers were seeded on this path."""
        return False

    def logger_name(self, obj: Obj | None) -> str:
        """Return the name of a logger: that of the root is empty, and ``?`` stands for one that is not known."""
        return "?"

    def chain(self, name: str) -> list[str]:
        """Return a logger and those above it, nearest first."""
        return [name]

    def takes(self, store: Store | Changes, name: str, method: str) -> bool | None:
        """Return whether a logger takes what a method of it logs, if that is below WARNING; None for unknown."""
        return None

    def passed_on(self, node: ast.AST) -> bool:
        """Return whether what a setting is said to be is used: it is not only kept to be restored, nor tested."""
        return True

    def sets(self, setting: str, node: ast.AST) -> None:
        """Note that the program sets something which workers have from their start."""

    def set_too_late(self, pool: Obj | None) -> frozenset[str]:
        """Return what the program has set for certain once all workers of a pool were up."""
        return frozenset()

    def late_under(self, setting: str, pool: Obj | None, store: Store) -> tuple[frozenset[str], Place | None]:
        """Return the start methods under which a pool had all its workers when something was set, and where it was.

        ``store`` is what the program had when the task was given.
        """
        return frozenset(), None

    def lacking(self, setting: str) -> frozenset[str]:
        """Return the start methods under which the worker that runs has not what only its parent has set."""
        return NOT_FORK
