"""What an expression evaluates to, and what happens while it does."""

from __future__ import annotations

import ast
import builtins
from collections.abc import Callable
from functools import lru_cache
from typing import Any

from flake8_mp.facts import api
from flake8_mp.facts.arguments import Arguments
from flake8_mp.facts.containers import Containers
from flake8_mp.facts.machine import DEPTH, Exhausted, Gone
from flake8_mp.facts.source import Source
from flake8_mp.facts.values import (
    DEFAULT,
    NONE,
    NOTHING,
    STABLE,
    UNBOUND,
    UNKNOWN,
    Class,
    Const,
    Context,
    Deferred,
    Frame,
    Function,
    Imported,
    Method,
    Obj,
    Reference,
    Super,
    Unknown,
    Value,
    Values,
    const,
    is_none,
    union,
)
from flake8_mp.settings import Settings

_LOOK_ALIKES = (("multiprocess.", Context(dill=True)), ("torch.multiprocessing.", Context()))
"""Packages with the names of multiprocessing; the first pickles with dill, which takes lambdas and nested functions."""
_BUILTINS = {name: Reference("io.open" if name == "open" else name) for name in vars(builtins)}


class Expressions(Containers):
    """Evaluates expressions."""

    def __init__(self, source: Source, settings: Settings) -> None:
        super().__init__(source, settings)
        self._evaluators: dict[type, Callable[[Expressions, Any], Values]] = {
            kind: getattr(type(self), name) for kind, name in _HANDLERS.items()
        }

    def eval(self, node: ast.AST | None) -> Values:
        """Return what an expression can be, and let happen what it does."""
        if node is None:
            return NONE
        evaluate = self._evaluators.get(node.__class__)
        if evaluate is None:
            return NOTHING
        self.steps += 1
        if self.steps > self.limit:
            raise Exhausted
        if self.depth > DEPTH:
            return NOTHING
        self.depth += 1
        try:
            return evaluate(self, node)
        finally:
            self.depth -= 1

    def _name(self, node: ast.Name) -> Values:
        if node.id == "__name__":
            return self.world.name
        frame: Frame | None = self.frame
        while frame is not None:
            if frame.cls is None or frame is self.frame:
                values = self.store.get((frame.ident, node.id))
                if values is None and frame.parent is None:
                    values = self.demand(frame, node.id)
                if values is not None and not (len(values) == 1 and values[0] is UNBOUND):
                    if len(values) > 1 and UNBOUND in values:
                        values = tuple([value for value in values if value is not UNBOUND])
                    for value in values:
                        if isinstance(value, Deferred):
                            values = union(*(self.resolve(value) for value in values))
                            self.store.set((frame.ident, node.id), values)
                            break
                    if frame.parent is None and self.frame is not frame:
                        values = self.read_global(node, frame, values)
                    return values
                if values is not None and frame.parent is None:
                    return self.read_global(node, frame, NOTHING)
            frame = frame.parent
        if node.id in _BUILTINS:
            return (_BUILTINS[node.id],)
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

    def attribute(self, value: Value, name: str, node: ast.AST) -> Values | None:
        """Return an attribute of a value, or None where the value cannot have it."""
        if isinstance(value, Reference):
            patched = self.store.get((0, f"{value.name}.{name}"))
            if patched is not None:
                return self.read_member((0, f"{value.name}.{name}"), node, patched)
            return self._member(value, name)
        if isinstance(value, Context):
            if name in api.CONTEXT:
                return (Reference(f"multiprocessing.{name}", context=value),)
            return NOTHING
        if isinstance(value, Obj):
            return self.object_attribute(value, name, node)
        if isinstance(value, Class):
            found = self.class_attribute(value, name) or NOTHING
            found = self.read_member((value.ident, name), node, found)
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

    def _member(self, value: Reference, name: str) -> Values:
        return (_named(f"{value.name}.{name}", None if value.context is DEFAULT else value.context),)

    def _constant(self, node: ast.Constant) -> Values:
        return (const(node.value),)

    def _binop(self, node: ast.BinOp) -> Values:
        return self.operated(node, self.eval(node.left), self.eval(node.right))

    def operated(self, node: ast.BinOp, left: Values, right: Values) -> Values:
        """Return what an operator makes of two values."""
        if isinstance(node.op, (ast.Add, ast.Mult)):
            parts = [v for v in (*left, *right) if isinstance(v, Obj) and v.kind in ("list", "tuple")]
            if parts:
                return (self.container(parts[0].kind, node, more=union(*(self.elements((p,)) for p in parts))),)
        combined = self.combined(node, left, right)
        if combined is not None:
            return combined
        return (STABLE,) if self.stable(left) and self.stable(right) else NOTHING

    def _namedexpr(self, node: ast.NamedExpr) -> Values:
        values = self.eval(node.value)
        self.bind(node.target, values)
        return values

    def _lambda(self, node: ast.Lambda) -> Values:
        return (self.define(node),)

    def _call(self, node: ast.Call) -> Values:
        self.calls += 1
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
        methods = [c for c in callees if isinstance(c, Method) and c.function is None and isinstance(c.receiver, Obj)]
        if len(methods) == len(callees) and len({getattr(m.receiver, "kind", "") for m in methods}) == 1:
            # One of several objects: what is done to it is done to whichever it is.
            return union(*(self.call(callee, arguments) for callee in callees))
        results: list[Values] = []
        kinds = {c.receiver.kind if isinstance(c, Method) and isinstance(c.receiver, Obj) else "" for c in callees}
        self.unsure += len(kinds) > 1

        def way(callee: Value) -> Callable[[], bool]:
            def run() -> bool:
                results.append(self.call(callee, arguments))
                return True

            return run

        try:
            if not self.branch([way(callee) for callee in callees]):
                raise Gone
        finally:
            self.unsure -= len(kinds) > 1
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
        self.awaiting = isinstance(node.value, ast.Call)
        try:
            return self.awaited(self.eval(node.value))
        finally:
            self.awaiting = False

    def awaited(self, values: Values) -> Values:
        """Return what awaiting a coroutine gives."""
        results = [
            (self.store.get((v.ident, "#result")) or NOTHING)
            if isinstance(v, Obj) and v.kind == "coroutine"
            else NOTHING
            for v in values
        ]
        return union(*results)

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


@lru_cache(4096)
def _named(name: str, context: Context | None) -> Value:
    """Return what a dotted name of another module is: the same object each time."""
    for look_alike, own in _LOOK_ALIKES:
        if name.startswith(look_alike) and name not in api.FUNCTIONS:
            return Reference(f"multiprocessing.{name[len(look_alike) :]}", context=own)
    name = api.ALIASES.get(name, name)
    if name in api.STABLE:
        return STABLE
    if name == "os.environ":
        return UNKNOWN
    if name in ("typing.TYPE_CHECKING", "typing_extensions.TYPE_CHECKING"):
        return const(False)
    return Reference(name, context=context or DEFAULT)


_HANDLERS: dict[type, str] = {
    ast.Name: "_name",
    ast.Attribute: "_attribute",
    ast.Constant: "_constant",
    ast.BoolOp: "_boolop",
    ast.UnaryOp: "_unaryop",
    ast.BinOp: "_binop",
    ast.Compare: "_compare",
    ast.IfExp: "_ifexp",
    ast.NamedExpr: "_namedexpr",
    ast.List: "_display",
    ast.Tuple: "_display",
    ast.Set: "_display",
    ast.Dict: "_dict",
    ast.Subscript: "_subscript",
    ast.Slice: "_slice",
    ast.ListComp: "_comprehension",
    ast.SetComp: "_comprehension",
    ast.GeneratorExp: "_comprehension",
    ast.DictComp: "_comprehension",
    ast.Lambda: "_lambda",
    ast.Call: "_call",
    ast.Await: "_await",
    ast.Yield: "_yield",
    ast.YieldFrom: "_yield_from",
    ast.JoinedStr: "_parts",
    ast.Starred: "_starred",
}
"""By name, so that the classes that build on this one may hear of an expression."""
