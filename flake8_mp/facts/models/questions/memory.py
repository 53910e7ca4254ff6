"""Questions about shared memory, and about how much there is of a thing."""

from __future__ import annotations

import ast

from flake8_mp.facts.values import Obj, Values


class MemoryQuestions:
    """Blocks of memory, and sizes."""

    def memory(self, problem: str, obj: Obj, node: ast.AST, other: Obj | None = None) -> None:
        """Note a wrong use of a block of shared memory; ``other`` is the view or block that is concerned as well."""

    def live_views(self, block: Obj) -> list[Obj]:
        """Return the memory views on a block that names still stand for."""
        return []

    def views_of(self, block: Obj) -> list[Obj]:
        """Return the arrays and memory views that were made from a block."""
        return []

    def view_named(self, view: Obj, name: str, owner: Obj | None = None) -> None:
        """Called for a name, or of an attribute of ``owner``, that a memory view on a block is bound to."""

    def cleaned_elsewhere(self) -> None:
        """Note that something unlinks blocks that it knows by name, or later."""

    def origins_of(self, block: Obj) -> Values:
        """Return the blocks by whose name a block was opened; nothing where that is not known."""
        return ()

    def another_round(self, obj: Obj) -> bool:
        """Return whether a second round of a loop meets another object, which is the same to the interpreter."""
        return False

    def factor(self, outside: int = 0) -> tuple[int, int | None]:
        """Return how often something is done here in all: at least, and at most where that is known.

        ``outside`` is the number of loops around this that do not count.
        """
        return 0, None

    def number(self, values: Values) -> int | None:
        """Return the smallest number that a value can be, or None where that is not known."""
        return None

    def rounds_over(self, iterable: Values) -> tuple[int, int | None] | None:
        """Return how many elements an iterable has at least, and at most where that is known; None for unknown."""
        return None

    def weight(self, values: Values, depth: int = 0) -> int:
        """Return how many bytes a value takes at least when it is pickled; what is unknown takes none."""
        return 0

    def note_weight(self, container: Obj, size: int, by: Values) -> None:
        """Note how many bytes a container takes at least, ``by`` what that is so."""

    def count(self, values: Values) -> int:
        """Return how many items a value has at least, as far as that is known; 0 where it is not."""
        return 0

    def shrinks(self, container: Obj) -> None:
        """Note that elements are taken out of a container, it is not known how many."""

    def is_endless(self, values: Values) -> bool:
        """Return whether going over a value never ends."""
        return False

    def made_before(self, values: Values, moment: int, depth: int = 0) -> bool:
        """Return whether what is heavy in a value was made before so many calls had been evaluated."""
        return False

    def is_plain(self, node: ast.AST) -> bool:
        """Return whether evaluating an expression twice does nothing."""
        return isinstance(node, ast.Name)
