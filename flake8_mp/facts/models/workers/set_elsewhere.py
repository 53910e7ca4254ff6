"""Where the program sets what belongs to another module."""

from __future__ import annotations

from flake8_mp.facts.events import Place
from flake8_mp.facts.interpreter.interpreter import Interpreter
from flake8_mp.facts.models.model import Model
from flake8_mp.facts.store import Key
from flake8_mp.facts.values import Class, Const, Imported, Obj, Values, is_none


class SetElsewhere(Model):
    """Notes where the program sets names, attributes and elements of modules other than the linted one.

    Owns: the places of such settings.
    """

    def __init__(self, interp: Interpreter) -> None:
        super().__init__(interp)
        self._places: dict[Key, Place] = {}
        """By the key of the store, where the program sets it."""

    def on_changed(self, owner: Obj | Class, name: str) -> None:
        if owner.source is not self.interp.source:
            self._is_set((owner.ident, name))

    def before_bind_in(self, module: Imported, name: str, values: Values) -> None:
        if module.frame:
            self._is_set((module.frame, name))

    def before_add(self, container: Obj, values: Values) -> None:
        if container.source is not self.interp.source:
            self._is_set((container.ident, "[]"))

    def _is_set(self, key: Key) -> None:
        target = self.interp.binding.target
        is_program = self.interp.world.kind == "main"
        place = self.interp.attribution.own_place(target) if target is not None and is_program else None
        if place is not None:
            self._places[key] = place

    def set_at(self, key: Key) -> Place | None:
        """Return where the program sets what is under a key of the store, in a module other than the linted one."""
        return self._places.get(key)

    def is_setting(self, key: Key, there: Values) -> bool:
        """Return whether the program has given another module's name a value in the place of a plain one.

        Code that tests whether it is None can make what is missing; code that tests a flag cannot.
        """
        return key in self._places and all(isinstance(v, Const) and not is_none(v) for v in there)
