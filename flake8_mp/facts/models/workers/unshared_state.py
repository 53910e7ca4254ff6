"""What is expected to be shared between processes and is not: each process has its own copy of plain objects."""

from __future__ import annotations

import ast
from collections.abc import Callable
from dataclasses import dataclass

from flake8_mp.facts.arguments import Arguments
from flake8_mp.facts.events import Place, Unshared
from flake8_mp.facts.interpreter.interpreter import Interpreter
from flake8_mp.facts.interpreter.paths import Region
from flake8_mp.facts.models.looked_into import TESTS, is_looked_into
from flake8_mp.facts.models.model import Model
from flake8_mp.facts.slot import Slot, is_name
from flake8_mp.facts.store import Changes, Key, Store
from flake8_mp.facts.tree import last_name, walk
from flake8_mp.facts.values import (
    NONE,
    UNBOUND,
    Class,
    Const,
    Function,
    Imported,
    Obj,
    Value,
    Values,
)

_PLAIN = frozenset({"list", "dict", "set"})


@dataclass(frozen=True)
class WorkerChange:
    """What a worker has changed on its side."""

    handed: Place
    process: Obj | None
    before: tuple[Values | None, ...]
    """What it was when the worker got it."""
    choices: int
    """How many paths that were chosen lead to where the worker was started."""


class UnsharedState(Model):
    """Compares what workers change with what the parent reads of it.

    Owns: plain objects that several processes have a copy of.
    Emits: :class:`Unshared`.
    """

    _worker_changes = Slot[WorkerChange | None]("by the name or attribute, what workers have changed; None for more")

    def __init__(self, interp: Interpreter) -> None:
        super().__init__(interp)
        self._changed_by_worker: list[tuple[Key, WorkerChange]] = []
        """What the worker that is running has changed, by its key."""
        self._theirs: set[Key] = set()
        self._set_up: Changes = {}
        """What the initializer of the running worker has changed."""
        self._reported_unshared: set[tuple[Key, Place]] = set()
        self._in_workers: set[ast.AST] = set()
        """The functions that some worker runs."""
        self._classes: set[int] = set()
        """The classes of which workers set attributes."""
        self._filled_elsewhere: set[int] = set()
        """Objects that threads and coroutines of the parent may fill."""

    # -- what workers change --------------------------------------------------------------------------------------

    def after_run_child(
        self,
        functions: Values,
        arguments: Arguments,
        methods: frozenset[str],
        node: ast.AST,
        pickles_results: bool,
        pool: Obj | None = None,
        started: Obj | None = None,
    ) -> None:
        if self.interp.world.kind != "child":
            hooks, self._changed_by_worker = self._changed_by_worker, []
            for key, theirs in hooks:
                self._worker_changes.keep((Const(theirs),), key[0], key[1])
                self._theirs.add(key)

    def changed_by_workers(self) -> set[Key]:
        return self._theirs

    def changed_here(self, key: Key) -> None:
        if self._worker_changes.each(*key):
            self._worker_changes.set(None, *key)

    def after_run_initializer(self, pool: Obj | None, node: ast.AST) -> None:
        base = self.interp.worker.parent
        # What an initializer sets up is for its worker.
        self._set_up = self.interp.store.since(base) if pool is not None and base is not None else {}

    def on_child_ran(self, region: Region, result: Values, node: ast.AST) -> None:
        base, world = self.interp.worker.parent, self.interp.world
        if base is None or world.handed is None or (world.pool is None and world.process is None):
            # An initializer by itself, perhaps.
            return
        modules = {self.interp.frame.module.ident, *(frame.ident for frame in self.interp.modules.values())}
        for (ident, name), values in self.interp.store.since(base).items():
            obj = self.interp.made_objects.get(ident)
            there = base.get((ident, name))
            before = there or self.interp.on_import.get((ident, name))
            if values == self._set_up.get((ident, name)) or (there is None and values == before):
                # What the module has bound on its import, which the worker was the first to need, is not changed.
                continue
            if ident in modules and is_name(name) and name in self.interp.worker.names:
                if values != before and before is not None and _is_empty(before):
                    self._note_change(ident, name, (before,))
            elif ident in self._classes:
                if is_name(name) and values != before and before is not None and _is_empty(before):
                    self._note_change(ident, name, (before,))
            elif obj is None or self.interp.can(obj, "escaped"):
                continue
            elif not self.interp.exists_in(base, obj) and not self.interp.exists_in(self.interp.on_import, obj):
                continue
            elif obj.kind in _PLAIN and obj.cls is None:
                if not is_name(name) and not self.interp.is_state(name) and self._holds_nothing(obj):
                    self._note_change(ident, "[]", self._held_by_parent(obj))
            elif obj.cls is not None and is_name(name) and values != before:
                initial = before
                if initial is None:
                    saved, self.interp.store = self.interp.store, base
                    try:
                        initial = self.interp.objects.class_attribute(obj.cls, name)
                    finally:
                        self.interp.store = saved
                if initial and (_is_empty(initial) or self._is_all_it_does(obj, result, node)):
                    self._note_change(ident, name, (before,))

    def _is_all_it_does(self, changed: Obj, result: Values, node: ast.AST) -> bool:
        """Return whether a task gives nothing back, its result is dropped, and it has changed one of its arguments."""
        call = self.interp.syntax.node_around(node)
        if result != NONE or self.interp.world.pool is None or not isinstance(call, ast.Call) or node not in call.args:
            return False
        return changed in self.interp.worker.arguments and isinstance(self.interp.syntax.node_around(call), ast.Expr)

    def _note_change(self, ident: int, name: str, before: tuple[Values | None, ...]) -> None:
        handed, process = self.interp.world.handed, self.interp.world.process
        assert handed is not None
        change = WorkerChange(handed, process, before, self.interp.choices)
        self._changed_by_worker.append(((ident, name), change))

    def _held_by_parent(self, obj: Obj) -> tuple[Values | None, ...]:
        """Return what the parent has in a container."""
        saved = self.interp.store
        if self.interp.world.kind == "child" and self.interp.worker.parent is not None:
            self.interp.store = self.interp.worker.parent
        if not self.interp.exists_in(self.interp.store, obj):
            # It has not asked for it yet, so it has what the import of the other module has made.
            self.interp.store = Store()
            self.interp.store.changes = self.interp.on_import
        try:
            items = tuple(self.interp.containers.first_items(obj))
            keys, _, _ = self.interp.containers.contents_in(self.interp.store, obj)
            return (keys, self.interp.containers.rest(obj), *items)
        finally:
            self.interp.store = saved

    def _holds_nothing(self, obj: Obj) -> bool:
        """Return whether the parent has nothing in a container but what holds a place."""
        keys, *values = self._held_by_parent(obj)
        if any(isinstance(v, Const) and v.value for v in keys or ()):
            return False
        known = [value for each in values for value in each or () if value is not UNBOUND]
        return not known or (obj.kind == "list" and _is_empty(tuple(known)))

    def before_enter(
        self,
        function: Function,
        arguments: Arguments,
        receiver: Value | None = None,
        on_yield: Callable[[Values], bool] | None = None,
    ) -> None:
        if self.interp.world.kind == "child":
            self._in_workers.add(function.node)

    def on_changed(self, owner: Obj | Class, name: str) -> None:
        if self.interp.world.kind == "child" and isinstance(owner, Class):
            self._classes.add(owner.ident)

    def before_run_thread(self, obj: Obj, node: ast.AST) -> None:
        given = self.interp.given.values(obj, "target", "function", "args", "kwargs")
        self._filled_elsewhere |= {one.ident for one in self.interp.objects.reachable((obj, *given))}

    def on_out_of_order(self, branches: list[Changes]) -> None:
        self._filled_elsewhere |= {ident for path in branches for ident, _ in path}

    # -- what the parent reads of it ------------------------------------------------------------------------------

    def refine_name(self, values: Values, node: ast.Name) -> Values:
        if self._theirs and self.interp.world.kind in ("main", "library") and isinstance(node.ctx, ast.Load):
            self._container_read(node, values)
            module = self.interp.frame.module
            if (module.ident, node.id) in self._theirs and self.interp.frame.source is self.interp.source:
                local = (
                    self.interp.frame is not module
                    and self.interp.store.get((self.interp.frame.ident, node.id)) is not None
                )
                if not local:
                    self._parent_reads(node, (module.ident, node.id), (self.interp.store.get((module.ident, node.id)),))
        return values

    def refine_attribute_expression(self, values: Values, node: ast.Attribute) -> Values:
        if self._theirs and self.interp.world.kind in ("main", "library") and isinstance(node.ctx, ast.Load):
            self._container_read(node, values)
            if isinstance(node.value, (ast.Name, ast.Subscript)) and any(name == node.attr for _, name in self._theirs):
                owners = self.interp.expressions.eval(node.value)
                owner = next((one for one in owners if (getattr(one, "ident", 0), node.attr) in self._theirs), None)
                if not all(isinstance(one, Obj) for one in owners):
                    owner = owners[0] if len(owners) == 1 else None
                if isinstance(owner, Imported) and (owner.frame, node.attr) in self._theirs:
                    key = (owner.frame, node.attr)
                    now = self.interp.store.get(key) or self.interp.on_import.get(key)
                    self._parent_reads(node, key, (now,))
                if isinstance(owner, Class) and (owner.ident, node.attr) in self._theirs:
                    key = (owner.ident, node.attr)
                    self._parent_reads(node, key, (self.interp.store.get(key),))
                if isinstance(owner, Obj) and (owner.ident, node.attr) in self._theirs:
                    if owner.ident not in self._filled_elsewhere:
                        key = (owner.ident, node.attr)
                        self._parent_reads(node, key, (self.interp.store.get(key),))
        return values

    def _container_read(self, node: ast.expr, values: Values) -> None:
        obj = values[0] if len(values) == 1 else None
        if isinstance(obj, Obj) and (obj.ident, "[]") in self._theirs:
            if obj.ident not in self._filled_elsewhere and not self.ask.is_changed_by_method(obj):
                self._parent_reads(node, (obj.ident, "[]"), self._held_by_parent(obj))

    def _parent_reads(self, node: ast.expr, key: Key, now: tuple[Values | None, ...]) -> None:
        """Note that the parent reads what only workers have changed."""
        notes = self._worker_changes.each(*key)
        theirs = notes[0] if notes and None not in notes else None
        if theirs is None or not self._has_only_that(theirs, key, now) or not is_looked_into(self.interp.syntax, node):
            return
        process = theirs.process
        if process is not None and not self.interp.has_been(process, "joined", "ended"):
            return
        function = self.interp.frame.function
        if function is not None and function.node in self._in_workers:
            return
        if self._is_asserted(node, now):
            return
        if function is not None and key[1] != "[]" and _sets(function.node, node):
            # Code that sets it here as well keeps it for this process.
            return
        of_object = key[0] in self.interp.made_objects
        if function is not None and function.owner is not None and of_object and _is_own(node, function.node):
            # Methods keep what belongs to their process on `self`; results are awaited where the worker is started.
            if theirs.handed.node not in set(walk(function.node)):
                return
        if key[1] != "[]" and any(_tests(worker, key[1]) for worker in self._in_workers):
            return
        words = self.interp.frame.source.segment(node)
        if (key, theirs.handed) in self._reported_unshared:
            return
        self._reported_unshared.add((key, theirs.handed))
        owner = self.interp.made_objects.get(key[0])
        # What this file has made is its own business, whoever hands it over and reads it.
        ours = owner is not None and owner.source is self.interp.source
        because = self.interp.attribution.last_call_here() if ours else None
        event = Unshared(self.interp.place(node), problem="copy", words=words, cause=theirs.handed)
        self.interp.emit(event, because=because)

    def _has_only_that(self, theirs: WorkerChange, key: Key, now: tuple[Values | None, ...]) -> bool:
        """Return whether the parent has what it had when the worker was started, on a path that leads here.

        Where another path has done the work in this process, what has chosen between them may choose here again.
        """
        if all(isinstance(value, Const) for value in self._worker_changes.values(*key)):
            return theirs.before == now
        if self.interp.choices >= theirs.choices:
            return False
        return all(set(then or ()) <= set(here or ()) for then, here in zip(theirs.before, now, strict=False))

    def _is_asserted(self, node: ast.expr, now: tuple[Values | None, ...]) -> bool:
        """Return whether an assertion says that this process has what it has: ``assert counter == 0``.

        ``assert not errors`` says so where the workers have a use for what they collect; else it may be meant to find
        what they have collected.
        """
        outer = self.interp.syntax.node_around(node)
        if outer is None or not any(isinstance(over, ast.Assert) for over in self.interp.syntax.nodes_around(outer)):
            return False
        if isinstance(outer, ast.UnaryOp) and isinstance(outer.op, ast.Not) and isinstance(node, ast.Name):
            return any(_uses(worker, node.id) for worker in self._in_workers)
        if (
            not isinstance(outer, ast.Compare)
            or outer.left is not node
            or not isinstance(outer.ops[0], (ast.Eq, ast.Is))
        ):
            return False
        return len(outer.ops) == 1 and now == (self.interp.expressions.eval(outer.comparators[0]),)


def _uses(function: ast.AST, name: str) -> bool:
    """Return whether a function does something with a variable besides calling its methods and setting its items."""
    loaded = [n for n in walk(function) if isinstance(n, ast.Name) and n.id == name and isinstance(n.ctx, ast.Load)]
    changed = [n.value for n in walk(function) if isinstance(n, (ast.Attribute, ast.Subscript))]
    return any(all(node is not owner for owner in changed) for node in loaded)


def _is_empty(values: Values) -> bool:
    """Return whether a value is what people begin with: None, nothing, zero."""
    return bool(values) and all(isinstance(v, Const) and not v.value for v in values)


def _tests(function: ast.AST, name: str) -> bool:
    """Return whether a function asks for something before it sets it: each process then has its own."""
    return any(
        last_name(inner) == name for outer in walk(function) if isinstance(outer, TESTS) for inner in walk(outer.test)
    )


def _is_own(node: ast.AST, method: ast.AST) -> bool:
    """Return whether a node is an attribute of the object whose method it stands in, or of what that has."""
    parameters = getattr(method, "args", None)
    first = [*parameters.posonlyargs, *parameters.args][:1] if isinstance(parameters, ast.arguments) else []
    while isinstance(node, (ast.Attribute, ast.Subscript)):
        node = node.value
    return isinstance(node, ast.Name) and node.id in [each.arg for each in first]


def _sets(function: ast.AST, node: ast.expr) -> bool:
    """Return whether a function binds the name or attribute itself that it reads."""
    name = last_name(node)
    return any(
        last_name(inner) == name and isinstance(inner.ctx, ast.Store)
        for inner in walk(function)
        if isinstance(inner, (ast.Attribute, ast.Name))
    )
