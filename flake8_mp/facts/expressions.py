"""What an expression evaluates to, and what happens while it does."""

from __future__ import annotations

import ast
import builtins
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from flake8_mp.facts import api
from flake8_mp.facts.events import NameTest
from flake8_mp.facts.machine import DEPTH, Gone, Machine
from flake8_mp.facts.store import Key
from flake8_mp.facts.values import (
    NONE,
    NOTHING,
    STABLE,
    UNBOUND,
    UNKNOWN,
    Class,
    Const,
    Context,
    Frame,
    Function,
    Deferred,
    Imported,
    IsChild,
    IsMethod,
    Method,
    Obj,
    Partial,
    Reference,
    StartMethod,
    Super,
    Unknown,
    Value,
    Values,
    const,
    is_none,
    union,
)

LONGEST_DISPLAY = 48
"""So many elements of a display are followed one by one; of longer ones only those that are no constants."""

LONGEST_CONDITION = 12
"""So many operands of ``and`` and ``or`` are followed as ways of their own."""

_BUILTINS = frozenset(vars(builtins))


@dataclass
class Arguments:
    """The arguments of one call, evaluated: each with the expression that people wrote."""

    node: ast.AST
    args: list[tuple[ast.AST, Values]] = field(default_factory=list)
    kwargs: dict[str, tuple[ast.AST, Values]] = field(default_factory=dict)
    more: bool = False
    """Whether there are others that are not known (``*args``, ``**kwargs``)."""

    def all(self) -> list[Values]:
        return [values for _, values in self.args] + [values for _, values in self.kwargs.values()]

    def bind(self, row: api.Row) -> dict[str, tuple[ast.AST, Values]]:
        """Return what each parameter of an API gets."""
        bound = dict(zip(row.positional, self.args, strict=False))
        names = set(row.names)
        bound.update({name: value for name, value in self.kwargs.items() if name in names})
        return bound


class Expressions(Machine):
    """Evaluates expressions."""

    def eval(self, node: ast.AST | None) -> Values:
        """Return what an expression can be, and let happen what it does."""
        if node is None:
            return NONE
        handler = _HANDLERS.get(type(node))
        if handler is None:
            return NOTHING
        self.tick()
        if self.depth > DEPTH:
            return NOTHING
        self.depth += 1
        try:
            return handler(self, node)
        finally:
            self.depth -= 1

    def call(self, callee: Value, arguments: Arguments) -> Values:
        """Call one value."""
        raise NotImplementedError

    def escape(self, values: Values) -> None:
        """Hand values to code that is not followed."""
        raise NotImplementedError

    def define(self, node: ast.Lambda) -> Function:
        """Make the function of a lambda."""
        raise NotImplementedError

    def bind(self, target: ast.AST, values: Values) -> None:
        """Assign to a target."""
        raise NotImplementedError

    def read_global(self, node: ast.Name, frame: Frame, values: Values) -> Values:
        """Hear of a name of the module that is read; workers see other values there."""
        return values

    def read_member(self, key: Key, node: ast.AST) -> None:
        """Hear of an attribute of a class or module, or a constant key of a dict, that is read."""

    def eval_test(self, node: ast.expr) -> Values:
        """Evaluate a condition; a name that is only tested there is not used yet."""
        quiet = _only_tests(node)
        self.testing += quiet
        try:
            return self.eval(node)
        finally:
            self.testing -= quiet

    testing = 0
    wanted = ""
    """The attribute for which a name is read."""

    def touch(self, obj: Obj, node: ast.AST, attribute: str) -> None:
        """Hear of a use of an object: an attribute, an element, a call of it."""

    # -- names and attributes -------------------------------------------------------------------------------------

    def _name(self, node: ast.Name) -> Values:
        if node.id == "__name__":
            return self.world.name
        frame: Frame | None = self.frame
        while frame is not None:
            if frame.cls is None or frame is self.frame:
                values = self.store.get((frame.ident, node.id))
                if values is not None and not (len(values) == 1 and values[0] is UNBOUND):
                    if UNBOUND in values:
                        values = tuple(value for value in values if value is not UNBOUND)
                    if any(isinstance(value, Deferred) for value in values):
                        values = union(*(self.resolve(value) for value in values))
                        self.store.set((frame.ident, node.id), values)
                    if frame.parent is None and self.frame is not frame:
                        values = self.read_global(node, frame, values)
                    return values
                if values is not None and frame.parent is None:
                    return self.read_global(node, frame, NOTHING)
            frame = frame.parent
        if node.id in _BUILTINS:
            return (Reference("io.open" if node.id == "open" else node.id),)
        if self.frame is not self.frame.module:
            return self.read_global(node, self.frame.module, NOTHING)
        return NOTHING

    def _attribute(self, node: ast.Attribute) -> Values:
        self.wanted = node.attr if isinstance(node.value, ast.Name) else ""
        values = self.eval(node.value)
        self.wanted = ""
        results = []
        kept: list[Value] = []
        for value in values:
            found = self.attribute(value, node.attr, node)
            if found is not None:
                results.append(found)
                if isinstance(value, Obj):
                    kept.append(value)
        if kept and len(kept) < len(values):
            # What is used like this is this: None and the unknown are ruled out for what follows.
            self.narrow(node.value, tuple(kept))
        return union(*results) if results else NOTHING

    def resolve(self, value: Value) -> Values:
        """Follow an import that was put off until its name is used."""
        return (value,)

    def narrow(self, node: ast.AST, values: Values) -> None:
        """Note what a name or an attribute must be on this way."""
        if not values:
            return
        if isinstance(node, ast.Name):
            before = self._quietly(node)
            self._forked(before, values)
            for value in before:
                if isinstance(value, Obj) and value not in values and value.kind in ("SharedMemory", "ShareableList"):
                    # On this way the object was never made.
                    self.store.set((value.ident, "#state"), (UNBOUND,))
            frame: Frame | None = self.frame
            while frame is not None:
                if self.store.get((frame.ident, node.id)) is not None:
                    self.store.set((frame.ident, node.id), values)
                    return
                frame = frame.parent
        elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            for owner in self._quietly(node.value):
                if isinstance(owner, Obj) and self.store.get((owner.ident, node.attr)) is not None:
                    self.store.set((owner.ident, node.attr), values)

    def _forked(self, before: Values, after: Values) -> None:
        """Note on which side of an ``os.fork`` this way is, once its result has been tested."""
        if any(isinstance(v, Obj) and v.kind == "pid of a child" for v in before) and len(after) == 1:
            side = "child" if isinstance(after[0], Const) else "parent"
            self.store.set((0, "#forked"), (const(side),))

    def _quietly(self, node: ast.Name) -> Values:
        frame: Frame | None = self.frame
        while frame is not None:
            values = self.store.get((frame.ident, node.id))
            if values is not None:
                return values
            frame = frame.parent
        return NOTHING

    def attribute(self, value: Value, name: str, node: ast.AST) -> Values | None:
        """Return an attribute of a value, or None where the value cannot have it."""
        if isinstance(value, Reference):
            patched = self.store.get((0, f"{value.name}.{name}"))
            if patched is not None:
                self.read_member((0, f"{value.name}.{name}"), node)
                return patched
            return self._member(value, name)
        if isinstance(value, Context):
            if name in api.CONTEXT:
                return (Reference(f"multiprocessing.{name}", context=value),)
            return NOTHING
        if isinstance(value, Obj):
            return self.object_attribute(value, name, node)
        if isinstance(value, Class):
            self.read_member((value.ident, name), node)
            found = self.class_attribute(value, name) or NOTHING
            return tuple(
                Method(value, name, v) if isinstance(v, Function) and "classmethod" in v.kinds else v for v in found
            )
        if isinstance(value, Super):
            return self.super_attribute(value, name)
        if isinstance(value, Function):
            return self.store.get((-id(value), name)) or NOTHING
        if isinstance(value, Imported):
            return self.module_attribute(value, name)
        if isinstance(value, Const):
            return None if is_none(value) else (Method(value, name),)
        if isinstance(value, Unknown):
            return (value,)
        return NOTHING

    def module_attribute(self, module: Imported, name: str) -> Values:
        """Return a name of a module of the same project, or a module below it."""
        raise NotImplementedError

    def _member(self, value: Reference, name: str) -> Values:
        full = f"{value.name}.{name}"
        full = api.ALIASES.get(full, full)
        if full in api.STABLE:
            return (STABLE,)
        if full in ("typing.TYPE_CHECKING", "typing_extensions.TYPE_CHECKING"):
            return (const(False),)
        return (Reference(full, context=value.context),)

    def object_attribute(self, obj: Obj, name: str, node: ast.AST) -> Values | None:
        """Return an attribute of an object: its own, its class's, or the library's."""
        raise NotImplementedError

    def class_attribute(self, cls: Class, name: str, after: Class | None = None) -> Values | None:
        """Return an attribute of a class, looked up through its bases."""
        raise NotImplementedError

    def super_attribute(self, value: Super, name: str) -> Values:
        """Return what ``super()`` finds behind the class of the method."""
        raise NotImplementedError

    # -- operators ------------------------------------------------------------------------------------------------

    def truth(self, values: Values) -> bool | None:
        """Return whether a condition holds: None where both are possible."""
        found: set[bool | None] = set()
        for value in values:
            if isinstance(value, Const):
                found.add(bool(value.value))
            elif isinstance(value, (Function, Class, Method, Partial, Context)):
                found.add(True)
            elif isinstance(value, Obj) and value.kind not in ("list", "dict", "set", "tuple", "instance", "proxy"):
                found.add(True)
            else:
                found.add(None)
        return found.pop() if len(found) == 1 else None

    def stable(self, values: Values) -> bool:
        """Tell whether a child that imports the module decides a condition as its parent does."""
        return all(not isinstance(value, Unknown) or value.stable for value in values)

    def _constant(self, node: ast.Constant) -> Values:
        return (const(node.value),)

    def _boolop(self, node: ast.BoolOp) -> Values:
        stop = isinstance(node.op, ast.Or)
        results: list[Values] = []
        if len(node.values) > LONGEST_CONDITION:
            return union(*(self.eval(value) for value in node.values))

        def rest(index: int) -> bool:
            values = self.eval(node.values[index])
            truth = self.truth(values)
            if index + 1 == len(node.values) or truth is stop:
                results.append(values)
                return True
            if truth is not None:
                return rest(index + 1)
            results.append(tuple(v for v in values if self.truth((v,)) is not (not stop)) or values)

            def onward() -> bool:
                self.refine(node.values[index], not stop)
                return rest(index + 1)

            return self.branch([lambda: True, onward])

        if not rest(0):
            raise Gone
        return union(*results)

    def _unaryop(self, node: ast.UnaryOp) -> Values:
        values = self.eval(node.operand)
        if isinstance(node.op, ast.Not):
            if len(values) == 1 and isinstance(values[0], IsMethod):
                return (IsMethod(frozenset({"fork", "spawn", "forkserver"}) - values[0].methods),)
            if len(values) == 1 and isinstance(values[0], IsChild):
                return (IsChild(not values[0].holds),)
            if len(values) == 2 and any(isinstance(v, Obj) and v.kind == "pid of a child" for v in values):
                return (IsChild(True),)
            truth = self.truth(values)
            if truth is not None:
                return (const(not truth),)
        elif len(values) == 1 and isinstance(values[0], Const) and isinstance(values[0].value, (int, float)):
            number = values[0].value
            if isinstance(node.op, ast.USub):
                return (const(-number),)
        return (STABLE,) if self.stable(values) else NOTHING

    def _binop(self, node: ast.BinOp) -> Values:
        left, right = self.eval(node.left), self.eval(node.right)
        if isinstance(node.op, (ast.Add, ast.Mult)):
            parts = [v for v in (*left, *right) if isinstance(v, Obj) and v.kind in ("list", "tuple")]
            if parts:
                return (self.container(parts[0].kind, node, more=union(*(self.elements((p,)) for p in parts))),)
        return (STABLE,) if self.stable(left) and self.stable(right) else NOTHING

    def _compare(self, node: ast.Compare) -> Values:
        left = self.eval(node.left)
        results = []
        for operator, comparator in zip(node.ops, node.comparators, strict=True):
            right = self.eval(comparator)
            self._typo = False
            self._hear_comparison(node, left, operator, right)
            # What a mistyped guard protects is looked at all the same.
            results.append(NOTHING if self._typo else self._compared(left, operator, right))
            if len(node.ops) == 1 and any(isinstance(v, Obj) and v.kind == "pid of a child" for v in left):
                if len(right) == 1 and isinstance(right[0], Const) and right[0].value == 0:
                    return (IsChild(isinstance(operator, (ast.Eq, ast.Is, ast.LtE))),)
            if len(left) == 1 and isinstance(left[0], StartMethod) and len(node.ops) == 1:
                return self._is_method(left[0], operator, right)
            left = right
        if all(len(r) == 1 and isinstance(r[0], Const) for r in results):
            return (const(all(r[0].value for r in results if isinstance(r[0], Const))),)
        return (STABLE,) if all(self.stable(r) for r in results) else NOTHING

    def _is_method(self, name: StartMethod, operator: ast.AST, right: Values) -> Values:
        values = self.elements(right) if isinstance(operator, (ast.In, ast.NotIn)) else right
        named = {v.value for v in values if isinstance(v, Const) and isinstance(v.value, str)}
        if len(named) != len(values):
            return (STABLE,)
        negative = isinstance(operator, (ast.NotEq, ast.IsNot, ast.NotIn))
        every = frozenset({"fork", "spawn", "forkserver"})
        return (IsMethod(every - named if negative else every & named),)

    def _hear_comparison(self, node: ast.Compare, left: Values, operator: ast.AST, right: Values) -> None:
        sides = [node.left, *node.comparators]
        quoted = [s.value for s in sides if isinstance(s, ast.Constant)]
        if sorted(map(str, quoted)) == ["__main__", "__name__"]:
            self.emit(NameTest(self.place(node), problem="__name__"))
            self._typo = True
            return
        if not any(isinstance(side, ast.Name) and side.id == "__name__" for side in sides):
            return
        texts = [v.value for v in (*left, *right) if isinstance(v, Const) and isinstance(v.value, str)]
        if isinstance(operator, (ast.Is, ast.IsNot)) and "__main__" in texts:
            self.emit(NameTest(self.place(node), problem="identity"))
        elif isinstance(operator, (ast.Eq, ast.NotEq)):
            typos = [t for t in texts if t.strip("_ ").lower() in ("main", "mian", "name") and t != "__main__"]
            if typos:
                self.emit(NameTest(self.place(node), problem=typos[0]))
                self._typo = True

    def _compared(self, left: Values, operator: ast.AST, right: Values) -> Values:
        found: set[bool | None] = set()
        for a in left:
            for b in right:
                found.add(self._one_compared(a, operator, b))
        if len(found) == 1 and None not in found:
            return (const(found.pop()),)
        return (STABLE,) if self.stable(left) and self.stable(right) else NOTHING

    def _one_compared(self, a: Value, operator: ast.AST, b: Value) -> bool | None:
        if isinstance(operator, (ast.In, ast.NotIn)):
            inside = self._contains(a, b)
            return None if inside is None else inside == isinstance(operator, ast.In)
        if isinstance(a, Const) and isinstance(b, Const):
            if isinstance(operator, (ast.Eq, ast.Is)):
                return bool(a.value == b.value)
            if isinstance(operator, (ast.NotEq, ast.IsNot)):
                return bool(a.value != b.value)
            return None
        for one, other in ((a, b), (b, a)):
            if is_none(one) and isinstance(other, (Obj, Function, Class, Method, Partial, Context)):
                if isinstance(operator, (ast.Is, ast.Eq)):
                    return False
                if isinstance(operator, (ast.IsNot, ast.NotEq)):
                    return True
        return None

    def _contains(self, item: Value, container: Value) -> bool | None:
        if not isinstance(item, Const):
            return None
        if isinstance(container, Const) and isinstance(container.value, str) and isinstance(item.value, str):
            return item.value in container.value
        if isinstance(container, Obj) and container.kind in ("list", "tuple", "set"):
            elements = self.elements((container,))
            if all(isinstance(e, Const) for e in elements):
                return item in elements
        return None

    def _ifexp(self, node: ast.IfExp) -> Values:
        truth = self.truth(self.eval_test(node.test))
        if truth is not None:
            return self.eval(node.body if truth else node.orelse)
        results: list[Values] = []

        def way(part: ast.expr, holds: bool) -> Callable[[], bool]:
            def run() -> bool:
                self.refine(node.test, holds)
                results.append(self.eval(part))
                return True

            return run

        if not self.branch([way(node.body, True), way(node.orelse, False)]):
            raise Gone
        return union(*results)

    def refine(self, test: ast.AST, holds: bool) -> None:
        """Narrow names by a test that holds on this way, or does not."""
        if isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not):
            self.refine(test.operand, not holds)
        elif isinstance(test, ast.BoolOp) and isinstance(test.op, ast.And) is holds:
            for part in test.values:
                self.refine(part, holds)
        elif isinstance(test, ast.Compare) and len(test.ops) == 1:
            self._refine_comparison(test, holds)
        elif isinstance(test, (ast.Name, ast.Attribute, ast.NamedExpr)):
            test = test.target if isinstance(test, ast.NamedExpr) else test
            values = self._quiet_value(test)
            kept = tuple(v for v in values if self.truth((v,)) is not (not holds))
            if kept and len(kept) < len(values):
                self.narrow(test, kept)

    def _refine_comparison(self, test: ast.Compare, holds: bool) -> None:
        operator, right = test.ops[0], test.comparators[0]
        same = isinstance(operator, (ast.Is, ast.Eq)) is holds
        if isinstance(operator, ast.Gt) and isinstance(right, ast.Constant):
            operator, same = ast.NotEq(), not holds
        if not isinstance(operator, (ast.Is, ast.IsNot, ast.Eq, ast.NotEq)) or not isinstance(right, ast.Constant):
            return
        if right.value == 0 and right.value is not False:
            values = self._quiet_value(test.left)
            if any(isinstance(v, Obj) and v.kind == "pid of a child" for v in values):
                kept = tuple(v for v in values if isinstance(v, Const) is same)
                self.narrow(test.left.target if isinstance(test.left, ast.NamedExpr) else test.left, kept)
        elif right.value is None:
            values = self._quiet_value(test.left)
            kept = tuple(v for v in values if (is_none(v) or isinstance(v, Unknown)) or not same)
            kept = tuple(v for v in kept if not is_none(v)) if not same else kept
            if kept and len(kept) < len(values):
                self.narrow(test.left, kept)

    def _quiet_value(self, node: ast.AST) -> Values:
        if isinstance(node, ast.Name):
            return tuple(v for v in self._quietly(node) if v is not UNBOUND)
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            owners = self._quietly(node.value)
            if len(owners) == 1 and isinstance(owners[0], Obj):
                return self.store.get((owners[0].ident, node.attr)) or ()
        if isinstance(node, ast.NamedExpr):
            return self._quiet_value(node.target)
        return ()

    def _namedexpr(self, node: ast.NamedExpr) -> Values:
        values = self.eval(node.value)
        self.bind(node.target, values)
        return values

    # -- containers -----------------------------------------------------------------------------------------------

    def container(
        self, kind: str, node: ast.AST, items: list[Values] | None = None, more: Values = (), tag: str = ""
    ) -> Obj:
        """Make a list, tuple or set: ``items`` in their order, ``more`` that is somewhere in it."""
        obj = self.make(kind, node, tag=tag)
        for index, values in enumerate(items or ()):
            self.store.set((obj.ident, f"#{index}"), values)
        self.store.set((obj.ident, "#length"), (const(len(items or ())),))
        self.store.set((obj.ident, "#more"), more or (UNBOUND,))
        return obj

    def items(self, obj: Obj) -> list[Values] | None:
        """Return the elements of a container one by one, or None where they are not all known."""
        if self.rest(obj):
            return None
        return self.first_items(obj)

    def first_items(self, obj: Obj) -> list[Values]:
        """Return the elements whose positions are known."""
        lengths = [v.value for v in self.store.get((obj.ident, "#length")) or () if isinstance(v, Const)]
        count = min((n for n in lengths if isinstance(n, int)), default=0)
        return [self.store.get((obj.ident, f"#{index}")) or NOTHING for index in range(count)]

    def rest(self, obj: Obj) -> Values:
        """Return what is in a container besides, at no known position."""
        return tuple(v for v in self.store.get((obj.ident, "#more")) or () if v is not UNBOUND)

    def elements(self, values: Values) -> Values:
        """Return what iterating over a value gives."""
        found: list[Values] = []
        for value in values:
            if isinstance(value, Obj) and value.kind in _ITERABLE:
                found += self.first_items(value)
                rest = self.rest(value)
                if rest:
                    found.append(rest)
            elif isinstance(value, Const) or value is STABLE:
                found.append((STABLE,))
            else:
                found.append(NOTHING)
        return union(*found) if found else NOTHING

    def _display(self, node: ast.List | ast.Tuple | ast.Set) -> Values:
        kind = type(node).__name__.lower()
        elements = node.elts
        if len(elements) > LONGEST_DISPLAY:
            rest = [self.eval(e) for e in elements if not isinstance(e, ast.Constant)][:400]
            return (self.container(kind, node, more=union((STABLE,), *rest)),)
        items: list[Values] = []
        more: list[Values] = []
        for element in elements:
            if isinstance(element, ast.Starred):
                more.append(self.elements(self.eval(element.value)))
            else:
                items.append(self.eval(element))
        if more:
            return (self.container(kind, node, more=union(*more, *items)),)
        return (self.container(kind, node, items),)

    def _dict(self, node: ast.Dict) -> Values:
        obj = self.make("dict", node)
        more: list[Values] = []
        keys: list[str] = []
        pairs = list(zip(node.keys, node.values, strict=True))
        if len(pairs) > LONGEST_DISPLAY:
            pairs = [(k, v) for k, v in pairs if not isinstance(v, ast.Constant)][:400]
        for key, value in pairs:
            values = self.eval(value)
            if key is None:
                more += [self.dict_values(v) for v in values if isinstance(v, Obj)] or [NOTHING]
                continue
            if isinstance(key, ast.Constant) and isinstance(key.value, str):
                keys.append(key.value)
                self.store.set((obj.ident, f"={key.value}"), values)
            else:
                self.eval(key)
                more.append(values)
        self.store.set((obj.ident, "#keys"), (const(tuple(keys)),))
        self.store.set((obj.ident, "#more"), union(*more) if more else (UNBOUND,))
        return (obj,)

    def keys(self, obj: Obj) -> list[str]:
        """Return the constant keys of a dict."""
        names: dict[str, None] = {}
        for value in self.store.get((obj.ident, "#keys")) or ():
            if isinstance(value, Const) and isinstance(value.value, tuple):
                names.update(dict.fromkeys(value.value))
        return list(names)

    def dict_values(self, obj: Obj) -> Values:
        """Return what the values of a dict can be."""
        found = [self.store.get((obj.ident, f"={key}")) or NOTHING for key in self.keys(obj)]
        rest = self.rest(obj)
        return union(*found, *([rest] if rest else [])) if found or rest else NOTHING

    def _subscript(self, node: ast.Subscript) -> Values:
        values, index = self.eval(node.value), self.eval(node.slice)
        results = []
        for value in values:
            if isinstance(value, Obj):
                self.touch(value, node, "[]")
                results.append(self._item(value, index, node))
            elif isinstance(value, Reference):
                results.append((value,) if value.name in ("list", "dict", "tuple", "set", "type") else NOTHING)
            elif isinstance(value, Class):
                results.append((value,))
            else:
                results.append((STABLE,) if value is STABLE else NOTHING)
        return union(*results) if results else NOTHING

    def _item(self, obj: Obj, index: Values, node: ast.Subscript) -> Values:
        position = index[0].value if len(index) == 1 and isinstance(index[0], Const) else None
        if obj.kind == "dict":
            if isinstance(position, str):
                self.read_member((obj.ident, f"={position}"), node)
                return self.store.get((obj.ident, f"={position}")) or self.rest(obj) or NOTHING
            return self.dict_values(obj)
        if obj.kind in ("memoryview", "view", "buffer") and isinstance(node.slice, ast.Slice):
            return (self.make("view" if obj.kind == "view" else "memoryview", node, parent=obj.parent or obj),)
        if obj.kind in _ITERABLE:
            if isinstance(node.slice, ast.Slice):
                return (self.container(obj.kind, node, more=self.elements((obj,))),)
            items = self.items(obj)
            if items is not None and isinstance(position, int) and -len(items) <= position < len(items):
                return items[position]
            return self.elements((obj,))
        return NOTHING

    def _slice(self, node: ast.Slice) -> Values:
        for part in (node.lower, node.upper, node.step):
            if part is not None:
                self.eval(part)
        return NOTHING

    def _comprehension(self, node: ast.ListComp | ast.SetComp | ast.GeneratorExp | ast.DictComp) -> Values:
        kind = _COMPREHENSIONS[type(node)]
        outer = self.frame
        key = ("comprehension", node, outer.ident)
        frame = self._comprehension_frames.setdefault(
            key, self.new_frame(outer.source, outer, function=outer.function, qualname=outer.qualname)
        )
        first = True
        self.loops += 1
        try:
            for generator in node.generators:
                if not first:
                    self.frame = frame
                values = self.elements(self.eval(generator.iter))
                self.frame = frame
                first = False
                self.bind(generator.target, values)
                for test in generator.ifs:
                    self.eval(test)
                    self.refine(test, True)
            if isinstance(node, ast.DictComp):
                self.eval(node.key)
                values = self.eval(node.value)
            else:
                values = self.eval(node.elt)
        finally:
            self.frame = outer
            self.loops -= 1
        obj = self.container(kind, node, more=values)
        if kind == "dict":
            self.store.set((obj.ident, "#keys"), (const(()),))
        return (obj,)

    _typo = False
    _comprehension_frames: dict[tuple[object, ...], Frame]

    # -- the rest -------------------------------------------------------------------------------------------------

    def _lambda(self, node: ast.Lambda) -> Values:
        return (self.define(node),)

    def _call(self, node: ast.Call) -> Values:
        callees = self.eval(node.func)
        arguments = Arguments(node)
        for argument in node.args:
            if isinstance(argument, ast.Starred):
                self._star(arguments, argument)
            else:
                arguments.args.append((argument, self.eval(argument)))
        for keyword in node.keywords:
            values = self.eval(keyword.value)
            if keyword.arg is not None:
                arguments.kwargs[keyword.arg] = (keyword.value, values)
            else:
                self._double_star(arguments, keyword.value, values)
        if len(callees) == 1:
            return self.call(callees[0], arguments)
        if all(isinstance(callee, Method) and callee.function is None for callee in callees):
            # One of several objects: what is done to it is done to whichever it is.
            return union(*(self.call(callee, arguments) for callee in callees))
        results: list[Values] = []

        def way(callee: Value) -> Callable[[], bool]:
            def run() -> bool:
                results.append(self.call(callee, arguments))
                return True

            return run

        if not self.branch([way(callee) for callee in callees]):
            raise Gone
        return union(*results) if results else NOTHING

    def _star(self, arguments: Arguments, argument: ast.Starred) -> None:
        values = self.eval(argument.value)
        items = self.items(values[0]) if len(values) == 1 and isinstance(values[0], Obj) else None
        if items is not None and isinstance(values[0], Obj) and values[0].kind in ("list", "tuple"):
            arguments.args += [(argument.value, item) for item in items]
        else:
            self.escape(values)
            arguments.more = True

    def _double_star(self, arguments: Arguments, node: ast.AST, values: Values) -> None:
        if len(values) == 1 and isinstance(values[0], Obj) and values[0].kind == "dict":
            for key in self.keys(values[0]):
                found = self.store.get((values[0].ident, f"={key}")) or NOTHING
                arguments.kwargs.setdefault(key, (node, found))
            if not self.rest(values[0]):
                return
        self.escape(values)
        arguments.more = True

    def _await(self, node: ast.Await) -> Values:
        return self.awaited(self.eval(node.value))

    def awaited(self, values: Values) -> Values:
        """Return what awaiting a coroutine gives."""
        results = [
            (self.store.get((v.ident, "#result")) or NOTHING) if isinstance(v, Obj) and v.kind == "coroutine" else NOTHING
            for v in values
        ]
        return union(*results)

    def yielded(self, values: Values) -> None:
        """Hear of a value that a generator gives."""

    def _yield(self, node: ast.Yield) -> Values:
        self.yielded(self.eval(node.value))
        return NOTHING

    def _yield_from(self, node: ast.YieldFrom) -> Values:
        self.yielded(self.elements(self.eval(node.value)))
        return NOTHING

    def _parts(self, node: ast.JoinedStr) -> Values:
        stable = True
        for part in node.values:
            if isinstance(part, ast.FormattedValue):
                stable = self.stable(self.eval(part.value)) and stable
        return (STABLE,) if stable else NOTHING

    def _starred(self, node: ast.Starred) -> Values:
        return self.eval(node.value)



def _only_tests(node: ast.expr) -> bool:
    if isinstance(node, (ast.Name, ast.Attribute)):
        return True
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        return _only_tests(node.operand)
    if isinstance(node, ast.BoolOp):
        return all(_only_tests(value) for value in node.values)
    if isinstance(node, ast.Compare):
        return any(isinstance(operator, (ast.In, ast.NotIn)) for operator in node.ops) or all(
            isinstance(c, ast.Constant) for c in node.comparators
        )
    return False


_ITERABLE = frozenset({"dict view", "list", "tuple", "set", "generator", "map iterator", "iterator", "deque"})
_COMPREHENSIONS = {
    ast.ListComp: "list",
    ast.SetComp: "set",
    ast.GeneratorExp: "generator",
    ast.DictComp: "dict",
}

_HANDLERS: dict[type, Callable[[Any, Any], Values]] = {
    ast.Name: Expressions._name,
    ast.Attribute: Expressions._attribute,
    ast.Constant: Expressions._constant,
    ast.BoolOp: Expressions._boolop,
    ast.UnaryOp: Expressions._unaryop,
    ast.BinOp: Expressions._binop,
    ast.Compare: Expressions._compare,
    ast.IfExp: Expressions._ifexp,
    ast.NamedExpr: Expressions._namedexpr,
    ast.List: Expressions._display,
    ast.Tuple: Expressions._display,
    ast.Set: Expressions._display,
    ast.Dict: Expressions._dict,
    ast.Subscript: Expressions._subscript,
    ast.Slice: Expressions._slice,
    ast.ListComp: Expressions._comprehension,
    ast.SetComp: Expressions._comprehension,
    ast.GeneratorExp: Expressions._comprehension,
    ast.DictComp: Expressions._comprehension,
    ast.Lambda: Expressions._lambda,
    ast.Call: Expressions._call,
    ast.Await: Expressions._await,
    ast.Yield: Expressions._yield,
    ast.YieldFrom: Expressions._yield_from,
    ast.JoinedStr: Expressions._parts,
    ast.Starred: Expressions._starred,
}
