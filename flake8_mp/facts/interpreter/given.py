"""What objects were made with: the arguments of their constructors, by parameter."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from flake8_mp.facts.interpreter.component import Component
from flake8_mp.facts.slot import Slot
from flake8_mp.facts.values import Frame, Obj, Values

if TYPE_CHECKING:
    from flake8_mp.facts.interpreter.interpreter import Interpreter


class Given(Component):
    """Remembers arguments for as long as objects keep them."""

    _argument = Slot[object]("by the object and the parameter, what was given")

    def __init__(self, interp: Interpreter) -> None:
        super().__init__(interp)
        self.expressions: dict[tuple[int, str], tuple[ast.AST, Frame]] = {}
        """By the object and the parameter, the expression that was given, and where it stands."""
        self._held = self.names("function", "initializer", "args", "kwargs")

    def found(self, obj: Obj, parameter: str) -> Values | None:
        """Return what an object was made with, None where nothing was ever given for a parameter."""
        return self._argument.found(obj.ident, parameter)

    def values(self, obj: Obj, *parameters: str) -> Values:
        """Return what an object was made with for some parameters; nothing where nothing was given."""
        if len(parameters) == 1:
            return self._argument.values(obj.ident, parameters[0])
        return tuple(value for name in parameters for value in self._argument.values(obj.ident, name))

    def keep(self, obj: Obj, parameter: str, values: Values) -> None:
        """Note what an object was made with."""
        self._argument.keep(values, obj.ident, parameter)

    def note(self, obj: Obj, parameter: str, node: ast.AST, values: Values) -> None:
        """Note what an object was made with, and the expression for it."""
        self._argument.keep(values, obj.ident, parameter)
        self.expressions[(obj.ident, parameter)] = (node, self.interp.frame)

    def drop(self, obj: Obj, parameter: str) -> None:
        """Note that an object does not keep an argument any longer."""
        self._argument.drop(obj.ident, parameter)

    def names(self, *parameters: str) -> list[str]:
        """Return the parts of the store's keys for some parameters."""
        return [self._argument.key(0, parameter)[1] for parameter in parameters]

    def held(self, obj: Obj) -> list[Values]:
        """Return what an object holds of its arguments."""
        look_up, ident = self.interp.store.get, obj.ident
        return [values for name in self._held if (values := look_up((ident, name))) is not None]
