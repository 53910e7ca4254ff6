"""Values of which only the type is known: numbers, texts, paths, patterns, arrays."""

from __future__ import annotations

from flake8_mp.facts.arguments import Arguments, LibraryCall
from flake8_mp.facts.library.typed import ARRAY
from flake8_mp.facts.models.model import Model
from flake8_mp.facts.values import NOTHING, Obj, Typed, Unknown, Value, Values

_RESULTS = {name: name for name in ("int", "str", "float", "bool")} | {"len": "int", "ord": "int", "hash": "int"}
"""By the builtin, the type of what it returns."""
_ARRAYS = frozenset(f"numpy.{name}" for name in "zeros ones empty full arange linspace loadtxt zeros_like".split())
_ARRAYS |= {f"numpy.random.{name}" for name in ("rand", "randn", "random")}
_ARRAYS |= {f"torch.{name}" for name in "zeros ones empty full arange linspace rand randn randint".split()}
"""What makes an array of as many elements as its arguments say."""
_ARRAYS_OF = frozenset({"numpy.array", "torch.tensor", "torch.from_numpy"})
"""What makes an array of the items of its argument."""


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
        if len(values) == 1 and values[0].__class__ is Unknown and arguments.args and not arguments.more:
            first = arguments.args[0][1]
            if name in _ARRAYS or (name in _ARRAYS_OF and all(map(self._has_several, first))):
                return (Typed(False, ARRAY),)
        return values

    def _has_several(self, value: Value) -> bool:
        """Return whether an array of the items of a value has more than one element, as far as that is known."""
        if isinstance(value, Obj) and value.kind in ("list", "tuple"):
            items = self.interp.containers.items(value)
            return items is None or len(items) > 1
        return isinstance(value, Typed) and value.kind == ARRAY
