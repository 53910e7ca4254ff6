"""What an expression evaluates to, and what happens while it does."""

from __future__ import annotations

import ast
import builtins
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from flake8_mp.facts.arguments import Arguments
from flake8_mp.facts.interpreter.component import Component
from flake8_mp.facts.interpreter.paths import DEPTH, Exhausted, PathEnded
from flake8_mp.facts.values import (
    DEFAULT,
    NONE,
    NOTHING,
    SOME,
    STABLE,
    UNBOUND,
    Class,
    Const,
    Context,
    Deferred,
    Each,
    Frame,
    Function,
    Imported,
    Method,
    Obj,
    Reference,
    Super,
    Typed,
    Unknown,
    Value,
    Values,
    const,
    is_none,
    one_context,
    union,
)

if TYPE_CHECKING:
    from flake8_mp.facts.interpreter.interpreter import Interpreter

_BUILTINS = {name: Reference("io.open" if name == "open" else name) for name in vars(builtins)}


class Expressions(Component):
    """Evaluates expressions."""

    def __init__(self, interp: Interpreter) -> None:
        super().__init__(interp)
        self.wanted = ""
        """The attribute for which a name is read; empty where it is read for itself."""
        self._evaluators: dict[type, Callable[[Any], Values]] = {}

    def prepare(self) -> None:
        """Look the methods up by name, once the models have been connected."""
        self._evaluators = {kind: self.interp.operation(name) for kind, name in _HANDLERS.items()}

    def eval(self, node: ast.AST | None) -> Values:
        """Return what an expression can be, and let happen what it does."""
        if node is None:
            return NONE
        evaluate = self._evaluators.get(node.__class__)
        if evaluate is None:
            return NOTHING
        interp = self.interp
        interp.steps += 1
        if interp.steps > interp.limit:
            raise Exhausted
        if interp.depth > DEPTH:
            return NOTHING
        interp.depth += 1
        try:
            return evaluate(node)
        finally:
            interp.depth -= 1

    def name(self, node: ast.Name) -> Values:
        interp, name = self.interp, node.id
        if name == "__name__":
            return interp.world.name
        here = interp.frame
        frame: Frame | None = here
        while frame is not None:
            if frame.cls is None or frame is here:
                values = interp.store.get((frame.ident, name))
                if values is None and frame.parent is None:
                    values = interp.imports.demand(frame, name)
                if values is not None and not (len(values) == 1 and values[0] is UNBOUND):
                    if len(values) > 1 and UNBOUND in values:
                        values = tuple([value for value in values if value is not UNBOUND])
                    for value in values:
                        if value.__class__ is Deferred:
                            values = union(*(self.interp.imports.resolve(value) for value in values))
                            self.interp.store.set((frame.ident, node.id), values)
                            break
                    if frame.parent is None:
                        if here is not frame:
                            values = interp.hooks.read_global(node, frame, values)
                        called = interp.world.kind == "library"
                    else:
                        called = False
                    if (interp.purpose.decides or called) and name in frame.source.rebound:
                        # Functions bind it as well, and when they run is not known.
                        if all(isinstance(value, Const) for value in values):
                            values = union(values, NOTHING)
                    return values
                if values is not None and frame.parent is None and here is not frame:
                    return interp.hooks.read_global(node, frame, NOTHING)
            frame = frame.parent
        if node.id in _BUILTINS:
            return (_BUILTINS[node.id],)
        own = self.interp.frame
        if own.cls is not None or own.parent is None:
            self.interp.hooks.missing_name(node)
        return self.interp.hooks.read_global(node, own.module, NOTHING) if own.parent is not None else NOTHING

    def attribute_expression(self, node: ast.Attribute) -> Values:
        self.wanted = node.attr if isinstance(node.value, ast.Name) else ""
        values = self.receiver(node.value)
        if len(values) > 1:
            values = one_context(values)
        self.wanted = ""
        results = []
        kept: list[Value] = []
        for value in values:
            inner = self.attribute(value, node.attr, node)
            if inner is not None:
                results.append(inner)
                if isinstance(value, (Obj, Unknown)):
                    kept.append(value)
        if len(kept) < len(values) and any(isinstance(value, Obj) for value in kept):
            # What is used like this has the attribute: None is ruled out for what follows.
            self.interp.conditions.narrow(node.value, tuple(kept))
        found = union(*results) if results else NOTHING
        if self.interp.purpose.decides or self.interp.world.kind == "library":
            if all(isinstance(v, Const) for v in found) and not self._is_steady(values, node.attr):
                return union(found, NOTHING)
        return found

    def receiver(self, node: ast.expr) -> Values:
        """Evaluate what an attribute or item is taken from: that uses it, also where the attribute is only tested."""
        if not self.interp.purpose.only_tests:
            return self.eval(node)
        with self.interp.using():
            return self.eval(node)

    def _is_steady(self, owners: Values, name: str) -> bool:
        """Return whether an attribute is what it was set to last on this path.

        It is where nothing in sight sets it once its object has been made. It is as well while the program runs
        straight on, and the object is known only to the code that was followed.
        """
        if self.interp.world.kind == "main" and not self.interp.looping:
            if all(isinstance(v, Obj) and not self.interp.can(v, "escaped") for v in owners):
                return True
        return not any(
            name in source.reset_attributes or "*" in source.reset_attributes
            for source in self.interp.imports.sources()
        )

    def attribute(self, value: Value, name: str, node: ast.AST) -> Values | None:
        """Return an attribute of a value, or None where the value cannot have it."""
        if value.__class__ is Unknown:
            return (value,)
        if isinstance(value, Reference):
            patched = self.interp.store.get((0, f"{value.name}.{name}"))
            if patched is not None:
                return self.interp.hooks.read_member((0, f"{value.name}.{name}"), node, patched)
            return self.member(value, name)
        if isinstance(value, Context):
            if self.interp.known.is_offered(name):
                return (Reference(f"multiprocessing.{name}", context=value),)
            return NOTHING
        if isinstance(value, Obj):
            return self.interp.objects.object_attribute(value, name, node)
        if isinstance(value, Class):
            found = self.interp.objects.class_attribute(value, name) or NOTHING
            found = self.interp.hooks.read_member((value.ident, name), node, found)
            return union(*(self.interp.objects.of_class(v, value, name) for v in found))
        if isinstance(value, Super):
            return self.interp.objects.super_attribute(value, name)
        if isinstance(value, Function):
            return self.interp.store.get((-id(value), name)) or NOTHING
        if isinstance(value, Method) and value.function is not None and name in ("__func__", "__self__"):
            return (value.function,) if name == "__func__" else (value.receiver,)
        if isinstance(value, Imported):
            found = self.interp.imports.module_attribute(value, name)
            frame = self.interp.modules.get(value.path) if value.frame else None
            return self.interp.hooks.read_from_module(node, name, frame, found) if frame is not None else found
        if isinstance(value, Const):
            return None if is_none(value) else (Method(value, name),)
        if isinstance(value, Typed):
            return self._typed_attribute(value, name)
        if isinstance(value, Unknown):
            return (value,)
        return NOTHING

    def _typed_attribute(self, value: Typed, name: str) -> Values:
        if self.interp.known.method(value.kind, name) is not None:
            return (Method(value, name),)
        kind = self.interp.known.kind_of_attribute(value.kind, name)
        return (Typed(value.stable, kind) if kind else Unknown(value.stable),)

    def member(self, value: Reference, name: str) -> Values:
        return (self.interp.known.named(f"{value.name}.{name}", None if value.context is DEFAULT else value.context),)

    def _constant(self, node: ast.Constant) -> Values:
        return (const(node.value),)

    def binop(self, node: ast.BinOp) -> Values:
        return self.operated(node, self.eval(node.left), self.eval(node.right))

    def operated(self, node: ast.BinOp, left: Values, right: Values) -> Values:
        """Return what an operator makes of two values."""
        if isinstance(node.op, (ast.Add, ast.Mult)):
            made = self.interp.joining.joined(node, left, right)
            if made is not None:
                return (made,)
        self.interp.special.operator_applied(node, left, right)
        typed = left[0] if len(left) == 1 else None
        if isinstance(typed, Typed) and isinstance(node.op, ast.Div):
            row = self.interp.known.method(typed.kind, "__truediv__")
            if row is not None:
                return (Typed(typed.stable and self.interp.conditions.stable(right), row.makes),)
        combined = self.interp.hooks.combined(node, left, right)
        if combined is not None:
            return combined
        return (STABLE,) if self.interp.conditions.stable(left) and self.interp.conditions.stable(right) else NOTHING

    def _namedexpr(self, node: ast.NamedExpr) -> Values:
        values = self.eval(node.value)
        self.interp.binding.bind(node.target, values)
        return values

    def _lambda(self, node: ast.Lambda) -> Values:
        return (self.interp.objects.define(node),)

    def call_expression(self, node: ast.Call) -> Values:
        self.interp.call_count += 1
        callees = tuple([callee for callee in self.eval(node.func) if callee.__class__ is not Each])
        one_of_classes = SOME in callees and all(isinstance(callee, Class) or callee is SOME for callee in callees)
        if one_of_classes:
            # What it makes is an instance of one of them, whichever it is.
            callees = tuple([callee for callee in callees if callee is not SOME])
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
            return self.interp.calls.call(callees[0], arguments)
        methods = [c for c in callees if isinstance(c, Method) and c.function is None and isinstance(c.receiver, Obj)]
        if len(methods) == len(callees) and len({getattr(m.receiver, "kind", "") for m in methods}) == 1:
            # One of several objects: what is done to it is done to whichever it is.
            return union(*(self.interp.calls.call(callee, arguments) for callee in callees))
        results: list[Values] = []
        kinds = {c.receiver.kind if isinstance(c, Method) and isinstance(c.receiver, Obj) else "" for c in callees}
        # A fallback for a library that pickles otherwise: what holds for the one does not for the other.
        mixed = len({c.context.dill for c in callees if isinstance(c, Reference)}) > 1
        several = len(kinds) > 1 or mixed

        def branch(callee: Value) -> Callable[[], bool]:
            def run() -> bool:
                results.append(self.interp.calls.call(callee, arguments))
                return True

            return run

        with self.interp.doubting(several):
            if not self.interp.branch([branch(callee) for callee in callees]):
                raise PathEnded
        if one_of_classes:
            results.append((SOME,))
        return union(*results) if results else NOTHING

    def _star(self, arguments: Arguments, argument: ast.Starred) -> None:
        values = self.interp.special.iterated(self.eval(argument.value), argument.value)
        sequence = values[0] if len(values) == 1 else None
        if isinstance(sequence, Obj) and sequence.kind in ("list", "tuple"):
            items = self.interp.containers.items(sequence)
            if items is not None:
                arguments.args += [(argument.value, item) for item in items]
                return
            if argument is getattr(arguments.node, "args", [None])[-1]:
                arguments.args += [(argument.value, item) for item in self.interp.containers.first_items(sequence)]
        arguments.unpacked = argument.value, values
        self.interp.objects.escape(values)
        arguments.more = True

    def _double_star(self, arguments: Arguments, node: ast.AST, values: Values) -> None:
        if len(values) == 1 and isinstance(values[0], Obj) and values[0].kind == "dict":
            for key in self.interp.containers.keys(values[0]):
                found = self.interp.containers.element(values[0], key) or NOTHING
                arguments.kwargs.setdefault(key, (node, found))
            if not self.interp.containers.rest(values[0]):
                return
        self.interp.objects.escape(values)
        arguments.more = True

    def _await(self, node: ast.Await) -> Values:
        self.interp.awaiting = isinstance(node.value, ast.Call)
        try:
            return self.awaited(self.eval(node.value), node)
        finally:
            self.interp.awaiting = False

    def awaited(self, values: Values, node: ast.AST) -> Values:
        """Return what awaiting a coroutine gives, in an ``await`` or in a call that runs it."""
        results = [
            self.interp.calls.result_of(v) if isinstance(v, Obj) and v.kind == "coroutine" else NOTHING for v in values
        ]
        return union(*results)

    def _yield(self, node: ast.Yield) -> Values:
        self.interp.calls.yielded(self.eval(node.value))
        return NOTHING

    def _yield_from(self, node: ast.YieldFrom) -> Values:
        iterable = self.interp.special.iterated(self.eval(node.value), node.value)
        self.interp.calls.yielded(self.interp.containers.elements(iterable))
        return NOTHING

    def parts_of_string(self, node: ast.JoinedStr) -> Values:
        stable = True
        for part in node.values:
            if isinstance(part, ast.FormattedValue):
                shown = self.interp.special.formatted(self.eval(part.value), part)
                spec = self.eval(part.format_spec) if part.format_spec is not None else (STABLE,)
                stable = all(map(self.interp.conditions.stable, (shown, spec))) and stable
        return (STABLE,) if stable else NOTHING

    def _starred(self, node: ast.Starred) -> Values:
        return self.eval(node.value)


_HANDLERS: dict[type, str] = {
    ast.Name: "name",
    ast.Attribute: "attribute_expression",
    ast.Constant: "_constant",
    ast.BoolOp: "_boolop",
    ast.UnaryOp: "_unaryop",
    ast.BinOp: "binop",
    ast.Compare: "compare",
    ast.IfExp: "_ifexp",
    ast.NamedExpr: "_namedexpr",
    ast.List: "_display",
    ast.Tuple: "_display",
    ast.Set: "_display",
    ast.Dict: "_dict",
    ast.Subscript: "_subscript",
    ast.Slice: "_slice",
    ast.ListComp: "comprehension",
    ast.SetComp: "comprehension",
    ast.GeneratorExp: "comprehension",
    ast.DictComp: "comprehension",
    ast.Lambda: "_lambda",
    ast.Call: "call_expression",
    ast.Await: "_await",
    ast.Yield: "_yield",
    ast.YieldFrom: "_yield_from",
    ast.JoinedStr: "parts_of_string",
    ast.Starred: "_starred",
}
"""By name, so that the classes that build on this one may add to what is done for an expression."""
