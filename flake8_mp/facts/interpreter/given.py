"""What objects were made with: the arguments of their constructors, by parameter."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from flake8_mp.facts.interpreter.component import Component
from flake8_mp.facts.slot import Slot
from flake8_mp.facts.values import Frame, Obj, Values

if TYPE_CHECKING:
    from flake8_mp.facts.interpreter.interpreter import Interpreter

_HELD = ("function", "initializer", "args", "kwargs")
"""What an object keeps of its arguments and hands on."""


class Given(Component):
    """Remembers arguments for as long as objects keep them."""

    _argument = Slot[object]("by the object and the parameter, what was given")

    def __init__(self, interp: Interpreter) -> None:
        super().__init__(interp)
        self.expressions: dict[tuple[int, str], tuple[ast.AST, Frame]] = {}
        """By the object and the parameter, the expression that was given, and where it stands."""
        self._holds: dict[int, tuple[str, ...]] = {}
        """By the object, the parts of keys under which it may have arguments that it holds, in one order."""
        self._held = dict(zip(_HELD, self.names(*_HELD), strict=True))

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
        if parameter in self._held:
            self._note_held(obj, parameter)

    def note(self, obj: Obj, parameter: str, node: ast.AST, values: Values) -> None:
        """Note what an object was made with, and the expression for it."""
        self.keep(obj, parameter, values)
        self.expressions[(obj.ident, parameter)] = (node, self.interp.frame)

    def drop(self, obj: Obj, parameter: str) -> None:
        """Note that an object does not keep an argument any longer."""
        self._argument.drop(obj.ident, parameter)

    def names(self, *parameters: str) -> list[str]:
        """Return the parts of the store's keys for some parameters."""
        return [self._argument.key(0, parameter)[1] for parameter in parameters]

    def held(self, obj: Obj) -> list[Values]:
        """Return what an object holds of its arguments."""
        ident = obj.ident
        names = self._holds.get(ident)
        if names is None:
            return []
        look_up = self.interp.store.get
        return [values for name in names if (values := look_up((ident, name))) is not None]

    def _note_held(self, obj: Obj, parameter: str) -> None:
        """Note that an object has a held argument, on whatever path: most objects have none, and are asked often."""
        known = self._holds.get(obj.ident, ())
        name = self._held[parameter]
        if name not in known:
            self._holds[obj.ident] = tuple(each for each in self._held.values() if each in known or each == name)
