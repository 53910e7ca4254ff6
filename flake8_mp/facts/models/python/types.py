"""Values of which only the type is known: numbers, texts, paths, patterns."""

from __future__ import annotations

from flake8_mp.facts.arguments import Arguments, LibraryCall
from flake8_mp.facts.models.model import Model
from flake8_mp.facts.values import NOTHING, Typed, Unknown, Values

_RESULTS = {name: name for name in ("int", "str", "float", "bool")} | {"len": "int", "ord": "int", "hash": "int"}
"""By the builtin, the type of what it returns."""


class Types(Model):
    """Knows the types of what calls return.

    Owns: the values of the kind :class:`~flake8_mp.facts.values.Typed`.
    """

    def effect_typed(self, call: LibraryCall) -> Values:
        stable = all(map(self.interp.conditions.stable, call.arguments.all()))
        return (Typed(stable, call.obj.kind),) if call.obj is not None else NOTHING

    def refine_call_plain(self, values: Values, name: str, arguments: Arguments) -> Values:
        if name in _RESULTS and len(values) == 1 and values[0].__class__ is Unknown:
            return (Typed(getattr(values[0], "stable", False), _RESULTS[name]),)
        return values
