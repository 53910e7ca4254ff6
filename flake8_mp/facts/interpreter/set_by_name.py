"""What was put into a dict or list under a key that a variable has, as long as the variable is that key."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from flake8_mp.facts.interpreter.component import Component
from flake8_mp.facts.slot import Slot
from flake8_mp.facts.values import Frame, Obj, Values

if TYPE_CHECKING:
    from flake8_mp.facts.interpreter.interpreter import Interpreter


class SetByName(Component):
    """Knows what ``container[name]`` is after ``container[name] = value``, where it is not known what ``name`` is.

    Otherwise it would be any of all that was ever put there.
    """

    _variable = Slot[tuple[int, str]]("by the container, the frame and name of the variable that was the last key")
    _values = Slot[object]("by the container, what was put there under that key")

    def __init__(self, interp: Interpreter) -> None:
        super().__init__(interp)
        self._containers: dict[tuple[int, str], set[int]] = {}
        """By the frame and name of a variable, the containers in which it was the last key, on whatever path."""

    def keep(self, container: Obj, target: ast.AST, values: Values) -> None:
        """Note what is put into a container by an assignment to ``target``."""
        key = target.slice if isinstance(target, ast.Subscript) else None
        variable = self._variable_of(key) if isinstance(key, ast.Name) else None
        if variable is not None:
            self._containers.setdefault(variable, set()).add(container.ident)
            self._variable.set(variable, container.ident)
            self._values.keep(values, container.ident)
        else:
            self.forget(container)

    def forget(self, container: Obj) -> None:
        """Note that something else was put into a container, or taken from it."""
        if self._variable.found(container.ident) is not None:
            self._variable.drop(container.ident)

    def rebound(self, frame: Frame, name: str) -> None:
        """Note that a variable is bound: it is another key from here on."""
        for ident in self._containers.get((frame.ident, name), ()):
            self._variable.drop(ident)

    def get(self, container: Obj, node: ast.Subscript) -> Values | None:
        """Return what was put there under the key that a subscript has, None where that is not known."""
        if not isinstance(node.slice, ast.Name) or self._variable.found(container.ident) is None:
            return None
        if self._variable.get(container.ident) != self._variable_of(node.slice):
            return None
        return None if self.interp.can(container, "escaped") else self._values.values(container.ident)

    def _variable_of(self, name: ast.Name) -> tuple[int, str] | None:
        """Return the frame and name of a variable of the running function or its module, None where it is another's."""
        frame = self.interp.frame.module if name.id in self.interp.frame.globals else self.interp.frame
        return (frame.ident, name.id) if self.interp.store.get((frame.ident, name.id)) is not None else None
