"""How names, attributes and elements are bound, and let go."""

from __future__ import annotations

import ast

from flake8_mp.facts.expressions import Expressions
from flake8_mp.facts.tree import walk
from flake8_mp.facts.values import (
    NOTHING,
    UNBOUND,
    Class,
    Const,
    Function,
    Obj,
    Reference,
    Values,
    const,
    constant_of,
    union,
)


class Binding(Expressions):
    """Binds what assignments, imports and deletions bind."""

    def bind(self, target: ast.AST, values: Values) -> None:
        if isinstance(target, ast.Name):
            self.bind_name(target.id, values, target)
        elif isinstance(target, (ast.Tuple, ast.List)):
            self._unpack(target, values)
        elif isinstance(target, ast.Starred):
            self.bind(target.value, (self.container("list", target, more=values),))
        elif isinstance(target, ast.Attribute):
            owners = self.eval(target.value)
            self._set_attributes(owners, target.attr, values)
        elif isinstance(target, ast.Subscript):
            self._set_item(self.eval(target.value), self.eval(target.slice), values, target)

    def bind_name(self, name: str, values: Values, node: ast.AST) -> None:
        """Bind a name where the scoping rules put it."""
        frame = self.frame
        if name in frame.globals:
            frame = frame.module
        elif name in frame.nonlocals:
            outer = frame.parent
            while outer is not None and self.store.get((outer.ident, name)) is None:
                outer = outer.parent
            frame = outer or frame
        if frame.parent is None:
            self.bound_global(name, node)
        self.store.set((frame.ident, name), values)

    def _unpack(self, target: ast.Tuple | ast.List, values: Values) -> None:
        starred = any(isinstance(e, ast.Starred) for e in target.elts)
        rows: list[list[Values]] = []
        for value in values:
            items = self.items(value) if isinstance(value, Obj) and value.kind in ("list", "tuple") else None
            if isinstance(value, Obj) and value.kind in ("Pipe", "socketpair"):
                items = self._pair(value)
            if items is not None and len(items) == len(target.elts) and not starred:
                rows.append(items)
            else:
                rows.append([self.elements((value,))] * len(target.elts))
        for index, element in enumerate(target.elts):
            self.bind(element, union(*(row[index] for row in rows)) if rows else NOTHING)

    def _pair(self, value: Obj) -> list[Values]:
        kind = "Connection" if value.kind == "Pipe" else "socket"
        return [(self.make(kind, value.node, tag=str(end), parent=value),) for end in (0, 1)]

    def _set_attributes(self, owners: Values, name: str, values: Values) -> None:
        for owner in owners:
            if isinstance(owner, Obj):
                self.changed(owner, name)
                if owner.kind == "defaultdict" and name == "default_factory":
                    self.store.set((owner.ident, "#function"), values)
                self.set_attribute(owner.ident, name, values, weak=len(owners) > 1)
            elif isinstance(owner, Class):
                self.changed(owner, name)
                self.set_attribute(owner.ident, name, values, weak=len(owners) > 1)
            elif isinstance(owner, Reference):
                self.store.set((0, f"{owner.name}.{name}"), values)
                self.escape(values)
            elif isinstance(owner, Function):
                self.store.set((-id(owner), name), values)
            elif not isinstance(owner, Const):
                self.escape(values)

    def _set_item(self, owners: Values, index: Values, values: Values, node: ast.AST) -> None:
        for owner in owners:
            if not isinstance(owner, Obj):
                self.escape(values)
                continue
            self.changed(owner, "[]")
            self.touch(owner, node, "[]")
            key = constant_of(index)
            if owner.frame is not self.frame or self.can(owner, "kept"):
                for value in values:
                    if isinstance(value, Obj):
                        self.keep(value)
            if owner.kind == "dict" and isinstance(key, str) and len(owners) == 1:
                keys = self.keys(owner)
                if key not in keys:
                    self.store.set((owner.ident, "#keys"), (const((*keys, key)),))
                self.store.set((owner.ident, f"={key}"), values)
            elif owner.kind in ("dict", "list"):
                self.add(owner, values)
            elif owner.kind not in ("memoryview", "view"):
                self.escape(values)

    def add(self, container: Obj, values: Values) -> None:
        """Put values somewhere into a container."""
        if container.frame is not self.frame or self.can(container, "kept"):
            for value in values:
                if isinstance(value, Obj):
                    self.keep(value)
        rest = self.rest(container)
        for value in values:
            if isinstance(value, Obj) and value.kind == "Process" and value in self.many:
                # The one of the round before is in it as well.
                values = union(values, (self.twin(value),))
        self.store.set((container.ident, "#more"), union(rest, values) if rest else values)

    def twin(self, obj: Obj) -> Obj:
        """Return what stands for the object that the same code made in the round before."""
        found = self.twins.get(obj.ident)
        if found is None:
            found = self.twins[obj.ident] = self.make(obj.kind, obj.node, cls=obj.cls, tag="of the round before")
            if self.can(obj, "started"):
                self.move(found, add="started")
        return found

    def _assign(self, node: ast.Assign) -> None:
        asked = isinstance(node.value, (ast.Name, ast.Attribute, ast.Subscript)) and self._asked_later(node)
        self.testing += asked
        try:
            values = self.eval(node.value)
        finally:
            self.testing -= asked
        for target in node.targets:
            self.bind(target, values)

    def _annassign(self, node: ast.AnnAssign) -> None:
        if node.value is not None:
            self.bind(node.target, self.eval(node.value))

    def _asked_later(self, node: ast.Assign) -> bool:
        """Tell whether what is assigned is tested under its new name: ``model = _model`` and ``if model is None``."""
        function = self.frame.function
        names = {target.id for target in node.targets if isinstance(target, ast.Name)}
        if function is None or not names or self.world.kind != "child":
            return False
        if function not in self.asked:
            self.asked[function] = {
                name.id
                for test in walk(function.node)
                if isinstance(test, (ast.If, ast.IfExp, ast.While))
                for name in walk(test.test)
                if isinstance(name, ast.Name)
            }
        return bool(names & self.asked[function])

    def _augassign(self, node: ast.AugAssign) -> None:
        # Counting something up uses the old value for nothing else.
        if isinstance(node.target, (ast.Attribute, ast.Subscript)):
            self.eval(node.target.value)
        self.testing += 1
        try:
            before = self.eval(node.target)
        finally:
            self.testing -= 1
        values = self.eval(node.value)
        lists = [v for v in before if isinstance(v, Obj) and v.kind == "list"]
        if lists and isinstance(node.op, ast.Add):
            for obj in lists:
                self.add(obj, self.elements(values))
            return
        self.bind(node.target, NOTHING)

    def _delete(self, node: ast.Delete) -> None:
        for target in node.targets:
            if isinstance(target, ast.Name):
                self.bind_name(target.id, (UNBOUND,), target)
            elif isinstance(target, ast.Attribute):
                for owner in self.eval(target.value):
                    if isinstance(owner, Obj):
                        self.store.set((owner.ident, target.attr), (UNBOUND,))
            elif isinstance(target, ast.Subscript):
                self._delete_item(target)

    def _delete_item(self, target: ast.Subscript) -> None:
        index = self.eval(target.slice)
        for owner in self.eval(target.value):
            key = constant_of(index)
            if isinstance(owner, Obj) and owner.kind == "dict" and isinstance(key, str):
                kept = tuple(k for k in self.keys(owner) if k != key)
                self.store.set((owner.ident, "#keys"), (const(kept),))

    def _global(self, node: ast.Global) -> None:
        self.frame.globals.update(node.names)

    def _nonlocal(self, node: ast.Nonlocal) -> None:
        self.frame.nonlocals.update(node.names)

    def _import(self, node: ast.Import) -> None:
        for alias in node.names:
            if alias.asname:
                values = self.imported(alias.name, 0)
            else:
                values = self.imported(alias.name.partition(".")[0], 0)
            self.bind_name(alias.asname or alias.name.partition(".")[0], values, node)

    def imported(self, module: str, level: int) -> Values:
        """Return the module that an import statement finds."""
        return (Reference(module, module=True),)

    def _import_from(self, node: ast.ImportFrom) -> None:
        for alias in node.names:
            if alias.name == "*":
                self.import_star(node.module or "", node.level, node)
            else:
                values = self.imported_name(node.module or "", node.level, alias.name)
                self.bind_name(alias.asname or alias.name, values, node)
