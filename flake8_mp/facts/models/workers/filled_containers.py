"""Containers of a module that workers need filled, and that only the program fills, or only once they have started."""

from __future__ import annotations

import ast

from flake8_mp.facts.events import Place, TaskProblem
from flake8_mp.facts.library.kinds import CHANGES
from flake8_mp.facts.models.looked_into import TESTS, is_looked_into
from flake8_mp.facts.models.model import Model
from flake8_mp.facts.slot import element_name
from flake8_mp.facts.source import has_text_on_import
from flake8_mp.facts.tree import walk
from flake8_mp.facts.values import UNBOUND, UNBOUND_ONLY, Const, Frame, Obj, Unknown, Values
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
            if self._is_as_in_parent(node.id, obj):
                if self._less_after_import(obj) and self._is_used(node, obj):
                    self.ask.child_read("stale", node, values, NOT_FORK, since=self.ask.set_at((obj.ident, "[]")))
                if self._less_at_start(obj) and self._is_used(node, obj):
                    self._filled_late(node, obj)
        return values

    def refine_item(self, values: Values, obj: Obj, index: Values, node: ast.Subscript) -> Values:
        if self.interp.world.kind == "child" and obj.kind == "dict" and obj.cls is None:
            texts = [value.value for value in index if isinstance(value, Const) and isinstance(value.value, str)]
            others = [value for value in index if not isinstance(value, Const)]
            # Where an option may have given the key, it is that of its default unless somebody says otherwise.
            if texts and others and all(isinstance(value, Unknown) and value.stable for value in others):
                for text in texts:
                    self._needs_element(obj, text, node)
        return values

    def _needs_element(self, obj: Obj, text: str, node: ast.Subscript) -> None:
        """Note an element that a worker looks up, and that only the program has put into a dict of a module."""
        base, key = self.interp.worker.parent, (obj.ident, element_name(text))
        name = _name_of(node.value)
        if base is None or not name or obj in self.interp.worker.arguments or not self._is_as_in_parent(name, obj):
            return
        here, there = base.get(key), self.interp.imports.fresh(key)
        if here is None or all(value is UNBOUND for value in here) or self.interp.store.get(key) is not here:
            return
        imported = (self.interp.imported_store, self.interp.on_import)
        if there is not None or not any(path is not None and self.interp.exists_in(path, obj) for path in imported):
            return
        own = self.interp.source
        if own.is_never_imported or self.interp.import_ends or self._is_cared_for(name):
            return
        # What the linted file does on import was done; of others only what binds the names that somebody needs.
        others = {frame.source for frame in self.interp.modules.values()} - {own}
        if not any(has_text_on_import(source, text) for source in others):
            since = self.ask.set_at(key) or self.ask.set_at((obj.ident, "[]"))
            self.ask.child_read("stale", node, here, NOT_FORK, since=since)

    def _is_as_in_parent(self, name: str, obj: Obj) -> bool:
        """Return whether nothing that the worker has done so far can have filled a container."""
        base = self.interp.worker.parent
        if base is None or self.interp.imported_store is None:
            return False
        if {name, "*"} & self.interp.worker.names or (obj.ident, "[]") in self.interp.worker.members:
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

    def _is_used(self, node: ast.Name, obj: Obj) -> bool:
        """Return whether a worker needs what is in a container: it does not ask first, or fill it itself."""
        outer = self.interp.syntax.node_around(node)
        if isinstance(outer, (ast.Compare, *TESTS, ast.UnaryOp, ast.BoolOp)):
            return False
        if not is_looked_into(self.interp.syntax, node):
            return False
        if isinstance(outer, ast.Subscript) and isinstance(outer.slice, ast.Constant):
            key = outer.slice.value
            if obj.kind != "dict" or not isinstance(key, str) or self._has_own_element(obj, key):
                # What a constant key leads to is compared by itself.
                return False
        return not self._is_cared_for(node.id)

    def _has_own_element(self, obj: Obj, text: str) -> bool:
        """Return whether anything is known of one key, rather than of all that the program has put in at once."""
        key, base = (obj.ident, element_name(text)), self.interp.worker.parent
        known = (base.get(key) if base is not None else None, self.interp.imports.fresh(key))
        return any(value is not UNBOUND for values in known for value in values or ())

    def _is_cared_for(self, name: str) -> bool:
        """Return whether the code that runs is ready for a container with less in it, or fills it."""
        if self.interp.flow.handles({"", "KeyError", "IndexError", "LookupError", "Exception"}):
            return True
        return any(_asks_or_fills(function.node, name) for function in self.interp.active)


def _name_of(node: ast.AST) -> str:
    """Return a name, or the attribute at the end of a dotted one."""
    name = getattr(node, "attr", getattr(node, "id", ""))
    return name if isinstance(name, str) else ""


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
        if any(_name_of(part) == name for part in parts):
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
