"""Functions in a cache of ``functools``, where nothing decorates them: what they call, and how pickle finds them."""

from __future__ import annotations

from flake8_mp.facts.arguments import LibraryCall
from flake8_mp.facts.events import Obstacle, Place
from flake8_mp.facts.models.model import Model
from flake8_mp.facts.values import (
    NONE,
    NOTHING,
    Class,
    Const,
    Function,
    Method,
    Obj,
    Unknown,
    Value,
    Values,
    union,
)

_KIND = "cached function"


class Caches(Model):
    """Calls what ``lru_cache`` and ``cache`` make, and says which of them pickle does not find under its name.

    ``Modules/_functoolsmodule.c``: such an object is pickled as the qualified name of the function in it, so that this
    name has to lead to the object itself.

    Owns: the kind ``cached function``.
    """

    def effect_cache(self, call: LibraryCall) -> Values | None:
        given = call.arguments.args[0][1] if call.arguments.args else NONE
        if call.name == "lru_cache" and all(isinstance(v, Const) for v in given):
            # What it is called with says how much is kept: it gives a decorator.
            return (self.interp.make("cache decorator", call.node),)
        if not all(isinstance(v, (Function, Method)) for v in given):
            self.interp.objects.escape(given)
            return NOTHING
        made = self.interp.make(_KIND, call.node)
        self.interp.given.keep(made, "function", given)
        return (made,)

    def effect_call_cached(self, call: LibraryCall) -> Values:
        assert call.obj is not None
        functions = self.interp.given.values(call.obj, "function")
        return (
            union(*(self.interp.calls.call(function, call.arguments) for function in functions))
            if functions
            else NOTHING
        )

    def refine_obstacle_of(
        self, found: Obstacle | None, value: Value, transport: str, seen: tuple[Value, ...]
    ) -> Obstacle | None:
        if found is not None or not isinstance(value, Obj) or value.kind != _KIND:
            return found
        functions = self.interp.given.values(value, "function")
        if not functions or not all(self._leads_elsewhere(function, value) for function in functions):
            return None
        words = "an lru_cache object"
        return Obstacle("unpicklable", words, origin=Place(value.source, value.node), target=value)

    def _leads_elsewhere(self, function: Value, cached: Obj) -> bool:
        """Return whether the name of the function in a cache is for certain not that of the cache."""
        if isinstance(function, Method):
            cls = function.receiver.cls if isinstance(function.receiver, Obj) else function.receiver
            if function.function is None or not isinstance(cls, Class):
                return False
            found: Values = self.interp.objects.class_attribute(cls, function.function.name) or NOTHING
        elif isinstance(function, Function):
            if function.is_lambda or function.local:
                return True
            if function.owner is not None or function.wraps:
                return False
            found = self.interp.store.get((function.frame.module.ident, function.qualname)) or NOTHING
        else:
            return False
        return cached not in found and not any(isinstance(v, Unknown) for v in found)
