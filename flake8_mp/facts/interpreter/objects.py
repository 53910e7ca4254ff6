"""Functions, classes and instances of the code itself: how they are made, looked up and released."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from flake8_mp.facts.arguments import Arguments
from flake8_mp.facts.interpreter.classes import Classes
from flake8_mp.facts.interpreter.defaults import is_empty_container, only_reads
from flake8_mp.facts.slot import Slot
from flake8_mp.facts.tree import yields
from flake8_mp.facts.values import (
    NOTHING,
    STABLE,
    UNBOUND,
    VIEWS,
    Class,
    Const,
    Descriptor,
    Frame,
    Function,
    Method,
    Obj,
    Partial,
    Reference,
    Super,
    Unknown,
    Value,
    Values,
    union,
)

if TYPE_CHECKING:
    from flake8_mp.facts.interpreter.interpreter import Interpreter

_FREE = frozenset({Const, Unknown, Reference})
"""Kinds of values that cannot be released: nothing holds them."""
_KINDS = frozenset({"staticmethod", "classmethod", "property", "contextmanager"})
"""What decorators make of a function."""


class Objects(Classes):
    """Makes functions, classes and instances, and finds their attributes."""

    _escaped = Slot[bool]("by the function, whether other code may call it")

    # -- functions ------------------------------------------------------------------------------------------------

    def __init__(self, interp: Interpreter) -> None:
        super().__init__(interp)
        self.decorated: dict[Function, None] = {}
        """Functions whose names may lead to something else, which calls them."""

    def define(self, node: ast.Lambda | ast.FunctionDef | ast.AsyncFunctionDef) -> Function:
        """Return the function of a definition in this frame."""
        frame = self.interp.frame
        name = "<lambda>" if isinstance(node, ast.Lambda) else node.name
        at_top = name in frame.globals
        prefix = "" if at_top or not frame.qualname else f"{frame.qualname}."
        local = "<locals>" in prefix

        def make() -> Function:
            return Function(node, frame.source, name, prefix + name, frame, frame.cls, local)

        made = self.interp.interned((node, frame.ident), make)
        assert isinstance(made, Function)
        parameters = node.args
        positional = [*parameters.posonlyargs, *parameters.args]
        offset = len(positional) - len(parameters.defaults)
        for index, default in enumerate(parameters.defaults):
            self._keep_default(made, positional[offset + index].arg, default)
        for argument, keyword_default in zip(parameters.kwonlyargs, parameters.kw_defaults, strict=True):
            if keyword_default is not None:
                self._keep_default(made, argument.arg, keyword_default)
        return made

    def _keep_default(self, function: Function, name: str, default: ast.expr) -> None:
        defined = name in function.defaults
        values = function.defaults[name] = self.interp.expressions.eval(default)
        if not defined and is_empty_container(default) and only_reads(function.node, name):
            self.interp.containers.stay_empty.update(value.ident for value in values if isinstance(value, Obj))

    def function(self, node: ast.FunctionDef | ast.AsyncFunctionDef) -> Values:
        function = self.define(node)
        if node.decorator_list:
            self.decorated[function] = None
        values: Values = (function,)
        for decorator in reversed(node.decorator_list):
            values = self._decorated(values, decorator, function)
        return values

    def _decorated(self, values: Values, decorator: ast.expr, function: Function) -> Values:
        called = decorator.func if isinstance(decorator, ast.Call) else decorator
        names = [v.name for v in self.interp.expressions.eval(called) if isinstance(v, Reference)]
        name = names[0] if len(names) == 1 else ""
        does = self.interp.known.decorator(name)
        if does in _KINDS:
            function.kinds |= {does}
            return values
        if does == "fixture":
            # What its name leads to is no function any more: the test runner calls it.
            function.kinds |= {does}
            return NOTHING
        if does == "called":
            self.interp.calls.call(Reference(name), Arguments(decorator, [(decorator, values)]))
        if does in ("called", "harmless"):
            return values
        if isinstance(called, ast.Attribute) and called.attr in ("setter", "getter", "deleter"):
            return self._accessor(called, values, function)
        if isinstance(called, ast.Attribute) and called.attr == "register":
            return values
        if does == "wraps" and isinstance(decorator, ast.Call):
            self.interp.calls.call(
                Reference(name),
                Arguments(decorator, [(a, self.interp.expressions.eval(a)) for a in decorator.args]),
            )
            self._wrap(function, decorator)
            return values
        result = []
        for value in self.interp.expressions.eval(decorator):
            if isinstance(value, (Function, Partial, Class, Method)) or (isinstance(value, Obj) and value.cls):
                result.append(self.interp.calls.call(value, Arguments(decorator, [(decorator, values)])))
            elif does == "entry" or self._is_command(decorator):
                result.append((Method(function, "<command>", function),))
            else:
                result.append(NOTHING)
        return union(*result) if result else NOTHING

    def _accessor(self, decorator: ast.Attribute, values: Values, function: Function) -> Values:
        """Return the property that ``@name.setter`` and its like complete."""
        known = [v for v in self.interp.expressions.eval(decorator.value) if isinstance(v, Function)]
        if len(known) != 1 or "property" not in known[0].kinds:
            return values if decorator.attr == "getter" else NOTHING
        if decorator.attr == "getter":
            function.kinds |= {"property"}
            function.setter = known[0].setter
            return values
        if decorator.attr == "setter":
            known[0].setter = function
        return (known[0],)

    def _is_command(self, decorator: ast.expr) -> bool:
        """Return whether it is ``@group.command()`` of a command-line library."""
        called = decorator.func if isinstance(decorator, ast.Call) else decorator
        if not isinstance(called, ast.Attribute) or called.attr not in ("command", "group"):
            return False
        return any(isinstance(v, Method) and v.name == "<command>" for v in self.interp.expressions.eval(called.value))

    def _wrap(self, function: Function, decorator: ast.Call) -> None:
        if decorator.args:
            wrapped = [v for v in self.interp.expressions.eval(decorator.args[0]) if isinstance(v, (Function, Class))]
            if len(wrapped) == 1 and not self.interp.store.get((-id(wrapped[0]), "__qualname__")):
                one = wrapped[0]
                function.wraps = one.wraps or (one.qualname,) if isinstance(one, Function) else (one.qualname,)
            else:
                function.wraps = ("",)

    # -- attributes -----------------------------------------------------------------------------------------------

    def object_attribute(self, obj: Obj, name: str, node: ast.AST) -> Values | None:
        self.interp.hooks.touch(obj, node, name)
        values = self.interp.store.get((obj.ident, name))
        if values is not None and values != (UNBOUND,):
            values = self.interp.hooks.read_member((obj.ident, name), node, values)
            return tuple(value for value in values if value is not UNBOUND)
        if name in ("name", "value") and obj.cls is not None and self.is_enum(obj.cls):
            return (STABLE,)
        if name == "__class__" and obj.cls is not None:
            return (obj.cls,)
        if obj.cls is not None:
            found = self.class_attribute(obj.cls, name)
            if found is not None and found != NOTHING:
                for cls in self.lineage(obj.cls)[0]:
                    found = self.interp.hooks.read_member((cls.ident, name), node, found)
                return union(*(self._bound(value, obj, name, node) for value in found))
        if self.interp.known.method(obj.kind, name) is not None:
            return (Method(obj, name),)
        missing = self.interp.special.missing_attribute(obj, name, node)
        return missing if missing is not None else self.special_attribute(obj, name, node)

    def special_attribute(self, obj: Obj, name: str, node: ast.AST) -> Values | None:
        """Return an attribute of a library's object that is no method in the table."""
        if obj.kind in ("list", "set", "dict", "deque", "tuple", "generator") or self.interp.known.has_method(
            obj.kind, name
        ):
            return (Method(obj, name),)
        if obj.kind == "context manager":
            # It is entered by hand.
            self.escape_value(obj, 0)
        return NOTHING

    def _bound(self, value: Value, obj: Obj, name: str, node: ast.AST) -> Values:
        if isinstance(value, Function):
            if "staticmethod" in value.kinds:
                return (value,)
            if "property" in value.kinds:
                return self.interp.calls.call(value, Arguments(node, [(node, (obj,))]))
            if "classmethod" in value.kinds and obj.cls is not None:
                return (Method(obj.cls, name, value),)
            return (Method(obj, name, value),)
        if isinstance(value, Descriptor):
            return self._unwrapped(value, obj.cls)
        return (value,)

    def _unwrapped(self, value: Descriptor, cls: Class | None) -> Values:
        """Return what an attribute of a class gives that ``staticmethod`` or ``classmethod`` made."""
        if value.kind == "staticmethod" or cls is None:
            return (value.function,)
        return (Method(cls, value.function.name, value.function),)

    def of_class(self, value: Value, cls: Class, name: str) -> Values:
        """Return what an attribute of a class gives when it is asked of the class itself."""
        if isinstance(value, Descriptor):
            return self._unwrapped(value, cls)
        if isinstance(value, Function) and "classmethod" in value.kinds:
            return (Method(cls, name, value),)
        return (value,)

    def super_attribute(self, value: Super, name: str) -> Values:
        receiver = value.receiver
        cls = receiver.cls if isinstance(receiver, Obj) else receiver
        if not isinstance(cls, Class):
            return NOTHING
        found = self.class_attribute(cls, name, after=value.owner)
        if found is not None and found != NOTHING:
            return tuple(Method(receiver, name, v, through_super=True) if isinstance(v, Function) else v for v in found)
        if isinstance(receiver, Obj) and (
            self.interp.known.method(receiver.kind, name) or name in ("__init__", "__setattr__", "__getattribute__")
        ):
            return (Method(receiver, name, through_super=True),)
        return NOTHING

    # -- escapes -------------------------------------------------------------------------------------------------

    def escape(self, values: Values) -> None:
        for value in values:
            if value.__class__ not in _FREE:
                self.escape_value(value, 0)

    def escape_value(self, value: Value, depth: int) -> None:
        if isinstance(value, (Const, Unknown, Reference)) or depth > 6:
            return
        if isinstance(value, Obj):
            if self.interp.can(value, "escaped") and self.interp.must(value, "escaped"):
                return
            self.interp.move(value, add="escaped")
            if value.parent is not None and value.kind not in VIEWS:
                self.escape_value(value.parent, depth + 1)
            for inner in self.parts(value):
                for one in inner:
                    self.escape_value(one, depth + 1)
            for one in self._held_until_entered(value):
                self.escape_value(one, depth + 1)
        elif isinstance(value, Method):
            self.escape_value(value.receiver, depth + 1)
            if value.function is not None:
                self.escape_value(value.function, depth + 1)
        elif isinstance(value, Partial):
            for inner in (value.functions, *value.args, *(v for _, v in value.kwargs)):
                for one in inner:
                    self.escape_value(one, depth + 1)
        elif isinstance(value, Function):
            self._escape_captured(value, depth)

    def _held_until_entered(self, obj: Obj) -> list[Value]:
        """Return what a context manager has that a generator function makes: its code runs when it is entered."""
        if obj.ident not in self.interp.suspended:
            return []
        function, arguments, receiver = self.interp.suspended[obj.ident]
        return [function, *(v for values in arguments.all() for v in values), *([receiver] if receiver else [])]

    def parts(self, obj: Obj) -> list[Values]:
        """Return what an object holds: its elements, values and attributes."""
        interp, ident = self.interp, obj.ident
        found: list[Values] = []
        if ident in interp.with_attributes:
            found += [interp.store.get((ident, name)) or () for name in interp.attributes(ident)]
        containers = interp.containers
        if ident in containers.filled:
            found += containers.first_items(obj)
            rest = containers.rest(obj)
            if rest:
                found.append(rest)
            if obj.kind == "dict":
                found += [containers.element(obj, key) or () for key in containers.keys(obj)]
        return found + interp.given.held(obj)

    def captured(self, function: Function) -> list[Value]:
        """Return what a function has access to in the functions around it."""
        names = function.source.names_in(function.node)
        found: list[Value] = []
        frame: Frame | None = function.frame
        while frame is not None and frame.parent is not None:
            for name in names:
                found += self.interp.store.get((frame.ident, name)) or ()
            frame = frame.parent
        return found

    def _escape_captured(self, function: Function, depth: int) -> None:
        """Note that what a function has access to has escaped, since others may call it."""
        if self._escaped.found(-id(function)) is not None:
            return
        self._escaped.set(True, -id(function))
        names = function.source.names_in(function.node)
        frame: Frame | None = function.frame
        while frame is not None:
            for name in names:
                for value in self.interp.store.get((frame.ident, name)) or ():
                    if isinstance(value, (Obj, Function)) and value is not function:
                        self.escape_value(value, depth + 1)
            frame = frame.parent

    def is_generator(self, function: Function) -> bool:
        """Return whether calling a function makes a generator."""
        if function.generator is None:
            node, lines = function.node, function.source.code_lines
            has_yield = any("yield" in line for line in lines[node.lineno - 1 : node.end_lineno])
            function.generator = has_yield and not isinstance(node, ast.Lambda) and yields(*node.body)
        return function.generator

    def reachable(self, values: Values) -> list[Obj]:
        """Return the objects that can be reached from values: themselves, and what they hold."""
        found: list[Obj] = []
        seen: list[Function] = []
        todo = list(values)
        while todo and len(found) < 50:
            value = todo.pop()
            if isinstance(value, Method):
                value = value.receiver
            if isinstance(value, Obj) and value not in found:
                found.append(value)
                todo += [v for inner in self.parts(value) for v in inner]
            elif isinstance(value, Function) and value.local and value not in seen:
                seen.append(value)
                todo += self.captured(value)
            elif isinstance(value, Partial):
                todo += [v for inner in (*value.args, *(x for _, x in value.kwargs)) for v in inner]
        return found
