"""Questions about start methods."""

from __future__ import annotations

import ast

from flake8_mp.facts.store import Key
from flake8_mp.facts.values import DEFAULT, Context, Obj
from flake8_mp.in_use import Choice
from flake8_mp.rule import ALL_METHODS


class StartMethodQuestions:
    """Which start methods are possible where."""

    def methods(self, context: Context = DEFAULT) -> frozenset[str]:
        """Return the start methods that a context can use at this place."""
        return ALL_METHODS

    def choices(self, context: Context) -> tuple[Choice, ...] | None:
        """Return who can have chosen the start method that a context uses here, None where that is not known."""
        return None

    def explicit(self, context: Context) -> bool:
        """Return whether the program chooses the start method itself, so that the default does not matter."""
        return False

    def breaking(self, wrong: frozenset[str], context: Context) -> frozenset[str]:
        """Return the defaults under which something goes wrong that goes wrong under these start methods."""
        return wrong

    def fix_context(self, node: ast.AST) -> None:
        """Note that the default context is fixed from here on."""

    def restrict_to_creation(self, obj: Obj) -> None:
        """Take it that only those start methods are possible that were when an object was made."""

    def is_choice(self, key: Key) -> bool:
        """Return whether a key of the store holds a choice: a path that ended before it was made says nothing of it."""
        return False
