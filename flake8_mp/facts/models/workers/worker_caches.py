"""Caches of functions that a program clears for itself, while its workers go on with theirs."""

from __future__ import annotations

import ast

from flake8_mp.facts.arguments import Arguments, Bound, is_given
from flake8_mp.facts.events import Place, Unshared
from flake8_mp.facts.interpreter.interpreter import Interpreter
from flake8_mp.facts.interpreter.paths import Region
from flake8_mp.facts.models.model import Model
from flake8_mp.facts.row import Row
from flake8_mp.facts.slot import Slot
from flake8_mp.facts.tree import last_name, walk
from flake8_mp.facts.values import Context, Function, Obj, Reference, Value, Values

_CACHES = frozenset({"functools.cache", "functools.lru_cache"})
_READS = frozenset({"open", "read_text", "read_bytes", "stat", "getenv", "execute", "urlopen"})
"""What a function calls whose result is another one when something outside of the program has changed."""
_LIMITS = ("maxtasksperchild", "max_tasks_per_child")


class WorkerCaches(Model):
    """Looks for caches that are cleared in the parent, and used afterwards by workers that have filled theirs before.

    Owns: caches of functions, in each worker of a pool.
    Emits: :class:`Unshared`.
    """

    _listens_for = ("cache_clear",)

    _filled = Slot[bool]("by the pool and the function, whether tasks have filled the cache of its workers")
    _cleared = Slot[Place]("by the pool and the function, where the parent has cleared its own cache since")

    def __init__(self, interp: Interpreter) -> None:
        super().__init__(interp)
        self._is_cached: dict[ast.AST, bool] = {}
        self._called: set[Function] = set()
        """The cached functions that the running worker has called."""
        self._calls: dict[ast.AST, set[Function]] = {}
        """By the place where a worker is handed over, the cached functions that it calls."""
        self._cleared_there: set[Function] = set()
        """Those whose caches workers clear themselves."""
        self._pools: set[int] = set()
        self._renewed: set[int] = set()
        """The pools that replace their workers after some tasks."""

    # -- what workers call ----------------------------------------------------------------------------------------

    def before_call_function(self, function: Function, arguments: Arguments, receiver: Value | None = None) -> None:
        if self.interp.world.kind == "child" and self._keeps(function):
            self._called.add(function)

    def _keeps(self, function: Function) -> bool:
        """Return whether results of a function are kept that depend on something outside of the program."""
        node = function.node
        if node not in self._is_cached:
            calls = [each.func for each in walk(node) if isinstance(each, ast.Call)]
            reads = any(last_name(called) in _READS for called in calls)
            self._is_cached[node] = reads and not function.is_lambda and self._is_decorated(function)
        return self._is_cached[node]

    def _is_decorated(self, function: Function) -> bool:
        frame, self.interp.frame = self.interp.frame, function.frame
        try:
            for decorator in getattr(function.node, "decorator_list", ()):
                called = decorator.func if isinstance(decorator, ast.Call) else decorator
                if any(isinstance(v, Reference) and v.name in _CACHES for v in self.interp.expressions.eval(called)):
                    return True
        finally:
            self.interp.frame = frame
        return False

    def on_child_ran(self, region: Region, result: Values, node: ast.AST) -> None:
        if self._called:
            self._calls.setdefault(node, set()).update(self._called)
            self._called = set()

    def after_task(
        self, obj: Obj, function: tuple[ast.AST, Values], arguments: Arguments, context: Context, bound: Bound
    ) -> None:
        if self.interp.world.kind not in ("main", "library"):
            return
        for called in self._calls.get(function[0], set()) - self._cleared_there:
            name = _key(called)
            place = self._cleared.get(obj.ident, name)
            if place is not None:
                handed = self.interp.place(function[0])
                self.interp.emit(Unshared(place, problem="cache", words=called.name, cause=handed))
            elif obj.ident not in self._renewed:
                self._filled.set(True, obj.ident, name)
                self._pools.add(obj.ident)

    def on_constructed(self, obj: Obj, row: Row, arguments: Arguments) -> None:
        bound = arguments.bind(row)
        if any(is_given(bound, name) for name in _LIMITS):
            self._renewed.add(obj.ident)

    # -- what the parent clears -----------------------------------------------------------------------------------

    def before_attribute(self, value: Value, name: str, node: ast.AST) -> None:
        if name != "cache_clear" or not isinstance(value, Function):
            return
        call = self.interp.syntax.node_around(node)
        if self.interp.world.kind == "child":
            self._cleared_there.add(value)
        elif isinstance(call, ast.Call) and call.func is node:
            for pool in self._pools:
                if self._filled.get(pool, _key(value)):
                    self._cleared.set(self.interp.place(call), pool, _key(value))


def _key(function: Function) -> str:
    """Return the part of a slot's name that stands for a function."""
    return f"{function.source.path}:{function.qualname}"
