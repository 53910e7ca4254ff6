"""How names, attributes and elements are bound, and released."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from flake8_mp.facts.arguments import Arguments
from flake8_mp.facts.interpreter.component import Component
from flake8_mp.facts.tree import walk
from flake8_mp.facts.values import (
    NOTHING,
    UNBOUND,
    UNKNOWN,
    Class,
    Const,
    Function,
    Imported,
    Obj,
    Reference,
    Values,
    const,
    constant_of,
    union,
)

if TYPE_CHECKING:
    from flake8_mp.facts.interpreter.interpreter import Interpreter


class Binding(Component):
    """Binds what assignments, imports and deletions bind."""

    target: ast.AST | None = None
    """What was assigned to last, or the call that changed a container."""

    def __init__(self, interp: Interpreter) -> None:
        super().__init__(interp)
        self._tested: dict[Function, set[str]] = {}
        """By the function, the names that it tests."""

    def bind(self, target: ast.AST, values: Values) -> None:
        self.target = target
        if isinstance(target, ast.Name):
            self.bind_name(target.id, values, target)
        elif isinstance(target, (ast.Tuple, ast.List)):
            self._unpack(target, values)
        elif isinstance(target, ast.Starred):
            self.bind(target.value, (self.interp.containers.container("list", target, more=values),))
        elif isinstance(target, ast.Attribute):
            owners = self.interp.expressions.eval(target.value)
            self.target = target
            self.set_attributes(owners, target.attr, values)
        elif isinstance(target, ast.Subscript):
            self.set_item(
                self.interp.expressions.eval(target.value), self.interp.expressions.eval(target.slice), values, target
            )

    def bind_name(self, name: str, values: Values, node: ast.AST) -> None:
        """Bind a name where the scoping rules put it."""
        frame = self.interp.frame
        if name in frame.globals:
            frame = frame.module
        elif name in frame.nonlocals:
            outer = frame.parent
            while outer is not None and self.interp.store.get((outer.ident, name)) is None:
                outer = outer.parent
            frame = outer or frame
        if frame.parent is None:
            if frame is not self.interp.frame:
                # What the import has bound there is asked for now: it cannot be known afterwards.
                self.interp.imports.demand(frame, name)
            self.interp.hooks.bound_global(name, node)
        self.interp.set_by_name.rebound(frame, name)
        self.interp.store.set((frame.ident, name), values)

    def _unpack(self, target: ast.Tuple | ast.List, values: Values) -> None:
        values = self.interp.special.iterated(values, target)
        starred = any(isinstance(e, ast.Starred) for e in target.elts)
        rows: list[list[Values]] = []
        for value in values:
            items = (
                self.interp.containers.items(value)
                if isinstance(value, Obj) and value.kind in ("list", "tuple")
                else None
            )
            if isinstance(value, Obj) and value.kind in ("Pipe", "socketpair"):
                items = self.pair(value)
            if items is not None and len(items) == len(target.elts) and not starred:
                rows.append(items)
            else:
                rows.append([self.interp.containers.elements((value,))] * len(target.elts))
        for index, element in enumerate(target.elts):
            self.bind(element, union(*(row[index] for row in rows)) if rows else NOTHING)

    def pair(self, value: Obj) -> list[Values]:
        """Return the two ends of a pipe or of a pair of sockets."""
        return self.new_pair(value)

    def new_pair(self, value: Obj) -> list[Values]:
        """Make the two ends of a pipe or of a pair of sockets."""
        kind = "Connection" if value.kind == "Pipe" else "socket"
        return [(self.interp.make(kind, value.node, tag=str(end), parent=value),) for end in (0, 1)]

    def set_attributes(self, owners: Values, name: str, values: Values) -> None:
        for owner in owners:
            if isinstance(owner, Obj) and owner.cls is not None and self._set_by_code(owner, owner.cls, name, values):
                continue
            if isinstance(owner, Obj):
                self.interp.hooks.changed(owner, name)
                if owner.kind == "dict" and name == "default_factory":
                    self.interp.given.keep(owner, "function", values)
                self.interp.set_attribute(owner.ident, name, values, weak=len(owners) > 1)
            elif isinstance(owner, Class):
                self.interp.hooks.changed(owner, name)
                self.interp.set_attribute(owner.ident, name, values, weak=len(owners) > 1)
            elif isinstance(owner, Reference):
                self.interp.store.set((0, f"{owner.name}.{name}"), values)
                self.interp.objects.escape(values)
            elif isinstance(owner, Function):
                self.interp.store.set((-id(owner), name), values)
            elif isinstance(owner, Imported):
                self.interp.imports.bind_in(owner, name, values)
            elif not isinstance(owner, Const):
                self.interp.objects.escape(values)

    def _set_by_code(self, owner: Obj, cls: Class, name: str, values: Values) -> bool:
        """Set an attribute as the class says, by ``__setattr__`` or a property; says whether it says anything."""
        if not cls.source.sets_by_code and cls.source is self.interp.source:
            return False
        node = self.target or cls.node
        given = [(node, (const(name),)), (node, values)]
        for method, arguments in (("__setattr__", given), (name, given[1:])):
            for found in self.interp.objects.class_attribute(cls, method) or ():
                if method == name:
                    if not isinstance(found, Function) or "property" not in found.kinds:
                        continue
                    found = found.setter or UNKNOWN
                if isinstance(found, Function) and found not in self.interp.active:
                    self.interp.calls.call_function(found, Arguments(node, list(arguments)), owner)
                    return True
                if method == name:
                    self.interp.objects.escape(values)
                    return True
        return False

    def set_item(self, owners: Values, index: Values, values: Values, node: ast.AST) -> None:
        for owner in owners:
            if not isinstance(owner, Obj):
                self.interp.objects.escape(values)
                continue
            self.interp.hooks.changed(owner, "[]")
            self.interp.hooks.touch(owner, node, "[]")
            key = constant_of(index)
            if owner.frame is not self.interp.frame or self.interp.can(owner, "kept"):
                for value in values:
                    if isinstance(value, Obj):
                        self.interp.hooks.keep(value)
            if owner.kind == "dict" and isinstance(key, str) and len(owners) == 1:
                keys = self.interp.containers.keys(owner)
                if key not in keys:
                    self.interp.containers.keep_keys(owner, (*keys, key))
                self.interp.containers.keep_element(owner, key, values)
                self.interp.set_by_name.forget(owner)
            elif owner.kind in ("dict", "list"):
                self.add(owner, values)
                if len(owners) == 1:
                    self.interp.set_by_name.keep(owner, node, values)
            elif self.interp.special.special(owner, ("__setitem__",), node, index, values) is not None:
                continue
            elif owner.kind not in ("memoryview", "view"):
                self.interp.objects.escape(values)

    def add(self, container: Obj, values: Values) -> None:
        """Put values somewhere into a container."""
        if container.frame is not self.interp.frame or self.interp.can(container, "kept"):
            for value in values:
                if isinstance(value, Obj):
                    self.interp.hooks.keep(value)
        self.interp.containers.keep_last(container, ())
        self.interp.set_by_name.forget(container)
        rest = self.interp.containers.rest(container)
        values = self.interp.hooks.stored(values)
        self.interp.containers.keep_rest(container, union(rest, values) if rest else values)

    def assign(self, node: ast.Assign) -> None:
        asked = isinstance(node.value, (ast.Name, ast.Attribute, ast.Subscript)) and self._asked_later(node)
        with self.interp.evaluating(only_tests=asked):
            values = self.interp.expressions.eval(node.value)
        for target in node.targets:
            self.bind(target, values)

    def annotated_assign(self, node: ast.AnnAssign) -> None:
        if node.value is not None:
            self.bind(node.target, self.interp.expressions.eval(node.value))

    def _asked_later(self, node: ast.Assign) -> bool:
        """Return whether what is assigned is tested under its new name: ``model = _model`` and ``if model is None``."""
        function = self.interp.frame.function
        names = {target.id for target in node.targets if isinstance(target, ast.Name)}
        if function is None or not names or self.interp.world.kind != "child":
            return False
        if function not in self._tested:
            self._tested[function] = {
                name.id
                for test in walk(function.node)
                if isinstance(test, (ast.If, ast.IfExp, ast.While))
                for name in walk(test.test)
                if isinstance(name, ast.Name)
            }
        return bool(names & self._tested[function])

    def augmented_assign(self, node: ast.AugAssign) -> None:
        # Counting something up uses the old value for nothing else.
        if isinstance(node.target, (ast.Attribute, ast.Subscript)):
            self.interp.expressions.eval(node.target.value)
        with self.interp.evaluating(only_tests=True):
            before = self.interp.expressions.eval(node.target)
        values = self.interp.expressions.eval(node.value)
        self.interp.special.operator_applied(node, before, values)
        lists = [v for v in before if isinstance(v, Obj) and v.kind == "list"]
        if lists and isinstance(node.op, ast.Add):
            values = self.interp.special.iterated(values, node)
            for obj in lists:
                self.add(obj, self.interp.containers.elements(values))
            return
        self.bind(node.target, NOTHING)

    def _delete(self, node: ast.Delete) -> None:
        for target in node.targets:
            if isinstance(target, ast.Name):
                self.bind_name(target.id, (UNBOUND,), target)
            elif isinstance(target, ast.Attribute):
                for owner in self.interp.expressions.eval(target.value):
                    if isinstance(owner, Obj):
                        self.interp.store.set((owner.ident, target.attr), (UNBOUND,))
            elif isinstance(target, ast.Subscript):
                self.delete_item(target)

    def delete_item(self, target: ast.Subscript) -> None:
        index = self.interp.expressions.eval(target.slice)
        for owner in self.interp.expressions.eval(target.value):
            key = constant_of(index)
            self.interp.special.special(owner, ("__delitem__",), target, index)
            if isinstance(owner, Obj) and owner.kind == "dict" and isinstance(key, str):
                kept = tuple(k for k in self.interp.containers.keys(owner) if k != key)
                self.interp.containers.keep_keys(owner, kept)

    def _global(self, node: ast.Global) -> None:
        self.interp.frame.globals.update(node.names)

    def _nonlocal(self, node: ast.Nonlocal) -> None:
        self.interp.frame.nonlocals.update(node.names)

    def _import(self, node: ast.Import) -> None:
        for alias in node.names:
            if alias.asname:
                values = self.interp.imports.imported(alias.name, 0)
            else:
                values = self.interp.imports.imported(alias.name.partition(".")[0], 0)
            self.bind_name(alias.asname or alias.name.partition(".")[0], values, node)

    def _import_from(self, node: ast.ImportFrom) -> None:
        for alias in node.names:
            if alias.name == "*":
                self.interp.imports.import_star(node.module or "", node.level, node)
            else:
                values = self.interp.imports.imported_name(node.module or "", node.level, alias.name)
                self.bind_name(alias.asname or alias.name, values, node)
