"""Results in a cache of ``functools``: a forked process has the cache of its parent, and gets the same object."""

from __future__ import annotations

import ast
from collections.abc import Callable

from flake8_mp.facts.arguments import Arguments
from flake8_mp.facts.interpreter.interpreter import Interpreter
from flake8_mp.facts.models.model import Model
from flake8_mp.facts.store import Key
from flake8_mp.facts.values import UNBOUND, Const, Function, Obj, Reference, Value, Values, union

_CACHES = frozenset({"functools.lru_cache", "functools.cache"})


class CachedResults(Model):
    """Gives workers what their parent has in the cache of a function, besides what they make themselves.

    Owns: what is in the caches of decorated functions.
    """

    _listens_for = ("lru_cache", "cache")

    def __init__(self, interp: Interpreter) -> None:
        super().__init__(interp)
        self._is_cached: dict[Function, bool] = {}

    def around_call_function(
        self,
        proceed: Callable[..., Values],
        function: Function,
        arguments: Arguments,
        receiver: Value | None = None,
    ) -> Values:
        if receiver is not None or not self._keeps(function):
            return proceed(function, arguments, receiver)
        key = self._key(arguments)
        kind, base = self.interp.world.kind, self.interp.worker.parent
        if key is None or (kind == "child" and (base is None or "fork" not in self.interp.world.methods)):
            return proceed(function, arguments, receiver)
        if kind == "child" and base is not None:
            before = base.get(_place_of(function, key)) or ()
            found = proceed(function, arguments, receiver)
            return union(found, tuple(value for value in before if value is not UNBOUND))
        kept = self.interp.store.get(_place_of(function, key)) or ()
        if kind not in ("main", "library") or (kept and UNBOUND not in kept):
            return kept or proceed(function, arguments, receiver)
        found = proceed(function, arguments, receiver)
        if len(found) == 1 and isinstance(found[0], Obj):
            self.interp.store.set(_place_of(function, key), found)
        return found

    def _keeps(self, function: Function) -> bool:
        """Return whether a function has a cache, by its only decorator."""
        if function not in self._is_cached:
            decorators: list[ast.expr] = getattr(function.node, "decorator_list", [])
            clears = any("cache_clear" in source.code for source in (self.interp.source, function.source))
            only = len(decorators) == 1 and not clears
            self._is_cached[function] = only and self._is_cache(function, decorators[0])
        return self._is_cached[function]

    def _is_cache(self, function: Function, decorator: ast.expr) -> bool:
        called = decorator.func if isinstance(decorator, ast.Call) else decorator
        frame, self.interp.frame = self.interp.frame, function.frame
        try:
            values = self.interp.expressions.eval(called)
        finally:
            self.interp.frame = frame
        return bool(values) and all(isinstance(value, Reference) and value.name in _CACHES for value in values)

    def _key(self, arguments: Arguments) -> str | None:
        """Return what a function is called with, where all of that is known; None where it is not."""
        if arguments.more or arguments.kwargs:
            return None
        content = [self._content(values) for values in arguments.all()]
        return repr(content) if None not in content else None

    def _content(self, values: Values) -> str | None:
        value = values[0] if len(values) == 1 else None
        if isinstance(value, Const):
            return repr(value.value)
        items = self.interp.containers.items(value) if isinstance(value, Obj) and value.kind == "tuple" else None
        content = [self._content(item) for item in items or ()]
        return repr(content) if items is not None and None not in content else None


def _place_of(function: Function, key: str) -> Key:
    """Return where the store has a result: under a name, as a cache holds it as well as any variable."""
    return -id(function), f"result for {key}"
