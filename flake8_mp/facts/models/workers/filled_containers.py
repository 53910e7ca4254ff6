"""Containers of a module that workers need filled, and that only the program fills, or only once they have started."""

from __future__ import annotations

import ast

from flake8_mp.facts.events import Place, TaskProblem
from flake8_mp.facts.library.kinds import CHANGES
from flake8_mp.facts.models.looked_into import TESTS, is_looked_into
from flake8_mp.facts.models.model import Model
from flake8_mp.facts.tree import walk
from flake8_mp.facts.values import UNBOUND, UNBOUND_ONLY, Const, Frame, Obj, Values
from flake8_mp.rule import FORK, NOT_FORK

_PLAIN = frozenset({"list", "dict", "set"})
_Contents = tuple[Values | None, Values | None, Values | None]
"""What is known of a container's keys, its rest and its length."""


class FilledContainers(Model):
    """Compares what is in a container of a module for a worker with what the program has put there.

    Owns: the contents of plain containers of a module in a child.
    Emits: :class:`TaskProblem`.
    """

    def refine_read_global(self, values: Values, node: ast.Name, frame: Frame, bound: Values) -> Values:
        obj = values[0] if len(values) == 1 else None
        if self.interp.world.kind == "child" and isinstance(obj, Obj) and obj.kind in _PLAIN and obj.cls is None:
            if self._is_as_in_parent(node, obj):
                if self._less_after_import(obj) and self._is_used(node):
                    self.ask.child_read("stale", node, values, NOT_FORK, since=self.ask.set_at((obj.ident, "[]")))
                if self._less_at_start(obj) and self._is_used(node):
                    self._filled_late(node, obj)
        return values

    def _is_as_in_parent(self, node: ast.Name, obj: Obj) -> bool:
        """Return whether nothing that the worker has done so far can have filled a container."""
        base = self.interp.worker.parent
        if base is None or self.interp.imported_store is None:
            return False
        if {node.id, "*"} & self.interp.worker.names or (obj.ident, "[]") in self.interp.worker.members:
            return False
        contents = self.interp.containers.contents_in
        return self.interp.exists_in(base, obj) and contents(self.interp.store, obj) == contents(base, obj)

    def _less_after_import(self, obj: Obj) -> bool:
        """Return whether a child that imports the module has less in a container than the program has put there."""
        if obj.source is self.interp.source and (self.interp.source.is_never_imported or self.interp.import_ends):
            return False
        fresh = self.interp.imports.fresh_contents(obj)
        return fresh is not None and self._is_less(fresh, obj)

    def _less_at_start(self, obj: Obj) -> bool:
        """Return whether less was in a container when the workers of the pool were started."""
        pool = self.interp.world.pool
        start = self.ask.at_start(pool) if pool is not None else None
        if pool is None or start is None or self.interp.world.tests or self.ask.birth(pool) is None:
            return False
        if self.interp.exists_in(start, obj):
            return self._is_less(self.interp.containers.contents_in(start, obj), obj)
        fresh = self.interp.imports.fresh_contents(obj) if obj.source is not self.interp.source else None
        return fresh is not None and self._is_less(fresh, obj)

    def _is_less(self, then: _Contents, obj: Obj) -> bool:
        """Return whether a container had less in it than it has in the parent now."""
        assert self.interp.worker.parent is not None
        here = [values or UNBOUND_ONLY for values in self.interp.containers.contents_in(self.interp.worker.parent, obj)]
        there = [values or UNBOUND_ONLY for values in then]
        if UNBOUND not in here[1]:
            # Something was put into it; before that it has what is displayed, and nothing else.
            return all(v is UNBOUND for v in there[1])
        filled = any(all(isinstance(v, Const) and v.value for v in each) for each in here)
        return filled and all(v is UNBOUND or (isinstance(v, Const) and not v.value) for each in there for v in each)

    def _filled_late(self, node: ast.Name, obj: Obj) -> None:
        """Note that forked workers have a container as it was when they were started."""
        pool, methods = self.interp.world.pool, self.interp.world.possible(FORK)
        if pool is not None and methods:
            words = self.interp.syntax.name_here(node)
            cause = Place(pool.source, pool.node)
            problem = TaskProblem(self.interp.place(node), methods, problem="changed", words=words, cause=cause)
            self.interp.emit(problem, because=self.interp.world.led_by)

    def _is_used(self, node: ast.Name) -> bool:
        """Return whether a worker needs what is in a container: it does not ask first, or fill it itself."""
        outer = self.interp.syntax.node_around(node)
        if isinstance(outer, (ast.Compare, *TESTS, ast.UnaryOp, ast.BoolOp)):
            return False
        if not is_looked_into(self.interp.syntax, node):
            return False
        if isinstance(outer, ast.Subscript) and isinstance(outer.slice, ast.Constant):
            # What a constant key leads to is compared by itself.
            return False
        if any(
            region.handles & {"", "KeyError", "IndexError", "LookupError", "Exception"}
            for region in self.interp.regions
        ):
            return False
        return not any(_asks_or_fills(function.node, node.id) for function in self.interp.active)


def _asks_or_fills(function: ast.AST, name: str) -> bool:
    """Return whether a function asks what is in a container, or puts something in."""
    defaults = _gotten_with_default(function)
    for outer in walk(function):
        parts: list[ast.AST] = []
        if isinstance(outer, (ast.Subscript, ast.Attribute)):
            changes = isinstance(outer.ctx, ast.Store) or getattr(outer, "attr", "") in CHANGES
            changes |= getattr(outer, "attr", "") == "get" and outer not in defaults
            parts = [outer.value] if changes else []
        elif isinstance(outer, ast.Compare):
            parts = list(outer.comparators)
        elif isinstance(outer, TESTS):
            # Code that goes through it needs what is in it, in a test as in a loop.
            gone_through = {part.iter for part in walk(outer.test) if isinstance(part, ast.comprehension)}
            parts = [part for part in walk(outer.test) if part not in gone_through]
        if any(isinstance(part, ast.Name) and part.id == name for part in parts):
            return True
    return False


def _gotten_with_default(function: ast.AST) -> set[ast.expr]:
    """Return the methods ``get`` that are called with another default than None, which hides whether it was there."""
    asked = {inner for outer in walk(function) if isinstance(outer, (*TESTS, ast.BoolOp)) for inner in walk(outer)}
    return {
        call.func
        for call in walk(function)
        if isinstance(call, ast.Call) and len(call.args) == 2 and call not in asked
        if not (isinstance(call.args[1], ast.Constant) and not call.args[1].value)
    }
