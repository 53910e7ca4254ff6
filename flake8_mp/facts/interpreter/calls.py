"""What calls do: local functions are followed, classes make instances, the rest is asked from the API table."""

from __future__ import annotations

import ast
from collections.abc import Callable

from flake8_mp.facts.arguments import Arguments
from flake8_mp.facts.events import Place
from flake8_mp.facts.interpreter.component import Component
from flake8_mp.facts.interpreter.paths import CALLS, PathEnded, Region
from flake8_mp.facts.interpreter.purpose import USE
from flake8_mp.facts.slot import Slot
from flake8_mp.facts.store import Store, join
from flake8_mp.facts.values import (
    DEFAULT,
    NONE,
    NONE_OR_ANOTHER,
    NOTHING,
    STABLE,
    UNBOUND,
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
    Typed,
    Unknown,
    Value,
    Values,
    const,
    constant_of,
    union,
)

REMEMBERED = 4
"""So many states in which a call did nothing are remembered of it."""


class Calls(Component):
    """Calls values."""

    _returned = Slot[object]("by the frame, what it returns")
    _result = Slot[object]("by the coroutine, what awaiting it gives")

    @property
    def returned_name(self) -> str:
        """The part of the store's keys under which a frame has what its function returns."""
        return self._returned.key()[1]

    def call(self, callee: Value, arguments: Arguments) -> Values:
        if isinstance(callee, Function):
            return self.call_function(callee, arguments)
        if isinstance(callee, Class):
            return self.instantiate(callee, arguments)
        if isinstance(callee, Method):
            return self.call_method(callee, arguments)
        if isinstance(callee, Descriptor):
            return self.call_function(callee.function, arguments)
        if isinstance(callee, Partial):
            return self._call_partial(callee, arguments)
        if isinstance(callee, Reference):
            return self.interp.hooks.call_reference(callee, arguments)
        if isinstance(callee, Obj) and callee.cls is not None:
            found = self.interp.objects.object_attribute(callee, "__call__", arguments.node)
            if found is not None and found != NOTHING:
                return union(*(self.call(value, arguments) for value in found))
        for values in arguments.all():
            self.interp.objects.escape(values)
        return NOTHING

    def call_function(self, function: Function, arguments: Arguments, receiver: Value | None = None) -> Values:
        """Call a function of a followed module: its body is run with these arguments."""
        if function in self.interp.active or len(self.interp.active) >= CALLS or not self.interp.hooks.follow(function):
            for values in arguments.all():
                self.interp.objects.escape(values)
            return NOTHING
        if "contextmanager" in function.kinds:
            obj = self.interp.make("context manager", arguments.node)
            self.interp.suspended[obj.ident] = (function, arguments, receiver)
            return (obj,)
        return self._remembered(function, arguments, receiver)

    def _remembered(self, function: Function, arguments: Arguments, receiver: Value | None) -> Values:
        """Enter a function, unless the same call did nothing before in a state that is the same as far as it read."""
        plain = all(isinstance(v, (Unknown, Const)) for values in arguments.all() for v in values)
        outer = self.interp.store
        key: tuple[object, ...] = ()
        if plain:
            given = tuple((name, values) for name, (_, values) in arguments.kwargs.items())
            positional = tuple(values for _, values in arguments.args)
            key = (function, receiver, self.interp.world.number, arguments.more, positional, given)
            for read, result in self.interp.pure_results.get(key, ()):
                if outer.holds(read):
                    return result
        newest, events, starts = self.interp.last_id, len(self.interp.report.events), len(self.interp.starts)
        inner = self.interp.store = Store(outer, apart=plain)
        try:
            result = self.interp.calls.enter(function, arguments, receiver)
        finally:
            self.interp.store = outer
            outer.changes.update(inner.changes)
        if plain and len(self.interp.report.events) == events and len(self.interp.starts) == starts:
            if all(ident > newest or ident < 0 for ident, _ in inner.changes):
                if all(isinstance(v, (Unknown, Const)) for v in result):
                    known = self.interp.pure_results.setdefault(key, [])
                    if len(known) < REMEMBERED:
                        known.append(({k: v for k, v in inner.read.items() if k[0] <= newest}, result))
        return result

    def enter(
        self,
        function: Function,
        arguments: Arguments,
        receiver: Value | None = None,
        on_yield: Callable[[Values], bool] | None = None,
    ) -> Values:
        """Run the body of a function; return what it returns."""
        node = function.node
        awaited, self.interp.awaiting = self.interp.awaiting, False
        # What is called in a condition uses what it reads.
        purpose, self.interp.purpose = self.interp.purpose, USE
        frame = self.interp.new_frame(
            function.source, function.frame, function=function, qualname=f"{function.qualname}.<locals>"
        )
        saved = (
            self.interp.frame,
            self.interp.world.uncertain,
            self.interp.world.trace,
            self.interp.world.tests,
            self.interp.loops,
            self.interp.choices,
        )
        # What nobody in sight calls, as a fixture of tests, is called where it is defined, which may be another file.
        called = Place(function.source, node) if arguments.node is node else self.interp.place(arguments.node)
        self.interp.world.trace = (*self.interp.world.trace, called)
        if function.source is not self.interp.source and self.interp.world.kind == "main":
            self.interp.attribution.note_entered(function.source)
        self.interp.world.coroutine += function.is_async
        self.interp.active.append(function)
        given: list[Values] = []
        self.interp.generators.append((frame, on_yield, given))

        def body() -> bool:
            self._parameters(function, frame, arguments, receiver)
            self.interp.frame = frame
            self.interp.loops = 0
            if isinstance(node, ast.Lambda):
                self._returned.keep(self.interp.expressions.eval(node.body), frame.ident)
                return True
            if self.interp.statements.run(node.body):
                self._returned.keep(NONE, frame.ident)
                return True
            return False

        try:
            region = self.interp.region({"return", "raise"}, body)
        finally:
            self.interp.purpose = purpose
            self.interp.generators.pop()
            self.interp.active.pop()
            (
                self.interp.frame,
                self.interp.world.uncertain,
                self.interp.world.trace,
                self.interp.world.tests,
                self.interp.loops,
                self.interp.choices,
            ) = saved
            self.interp.world.coroutine -= function.is_async
        self.forward(region, "raise", "raise")
        back = region.ends.get("normal", []) + region.ends.get("return", [])
        lazy = self.interp.objects.is_generator(function) and on_yield is None
        # A coroutine that is not awaited here runs beside what follows.
        if not back and not lazy and not (function.is_async and not awaited):
            self.interp.hooks.ended(frame, region, ())
            raise PathEnded
        join(self.interp.store, back)
        if lazy or (function.is_async and not awaited):
            self.interp.hooks.out_of_order(back)
        result = self._returned.values(frame.ident) or NONE
        self.interp.hooks.ended(frame, region, result)
        if lazy:
            more = union(*given) if given else (UNBOUND,)
            made = self.interp.containers.container("generator", arguments.node, more=more, tag=str(frame.ident))
            if given and not any(region.ends.values()):
                self.interp.hooks.never_ends(made)
            return (made,)
        if function.is_async:
            coroutine = self.interp.make("coroutine", arguments.node, tag=str(frame.ident))
            self._result.keep(result, coroutine.ident)
            return (coroutine,)
        return tuple(value for value in result if value is not UNBOUND) or NONE

    def returns(self, values: Values) -> None:
        """Note what the running function returns on this path."""
        self._returned.keep(values, self.interp.frame.ident)

    def returned(self, frame: Frame) -> Values:
        """Return what a function returns on this path; nothing where it has not returned yet."""
        return self._returned.values(frame.ident)

    def result_of(self, coroutine: Obj) -> Values:
        """Return what awaiting a coroutine gives."""
        return self._result.values(coroutine.ident) or NOTHING

    def yielded(self, values: Values) -> None:
        frame: Frame | None = self.interp.frame
        while frame is not None and frame.function is not None and frame.qualname and self.interp.generators:
            for index in range(len(self.interp.generators) - 1, -1, -1):
                owner, then, given = self.interp.generators[index]
                if owner is not frame:
                    continue
                if then is None:
                    given.append(values)
                    return
                # The body of the with statement runs here, where the generator waits.
                self.interp.generators[index] = (owner, None, given)
                if not then(values):
                    raise PathEnded
                return
            frame = frame.parent

    def _parameters(self, function: Function, frame: Frame, arguments: Arguments, receiver: Value | None) -> None:
        parameters = function.node.args
        positional = [a.arg for a in (*parameters.posonlyargs, *parameters.args)]
        given = [values for _, values in arguments.args]
        if receiver is not None:
            given.insert(0, (receiver,))
        keywords = {name: values for name, (_, values) in arguments.kwargs.items()}
        for index, name in enumerate(positional):
            if index < len(given):
                values = given[index]
            elif name in keywords:
                values = keywords.pop(name)
            elif arguments.more or name not in function.defaults:
                values = _perhaps(function.defaults.get(name, NOTHING))
            else:
                values = function.defaults[name]
                self.interp.hooks.took_default(function, name, values)
            self.interp.store.set((frame.ident, name), values)
        for argument in parameters.kwonlyargs:
            name = argument.arg
            given_by_name = keywords.pop(name, ())
            default = function.defaults.get(name, NOTHING)
            values = given_by_name or (_perhaps(default) if arguments.more else default)
            if not given_by_name and not arguments.more:
                self.interp.hooks.took_default(function, name, values)
            self.interp.store.set((frame.ident, name), values)
        if parameters.vararg is not None:
            extra = given[len(positional) :]
            more = NOTHING if arguments.more else ()
            rest = self.interp.containers.container("tuple", parameters.vararg, extra, more=more, tag=str(frame.ident))
            self.interp.store.set((frame.ident, parameters.vararg.arg), (rest,))
        if parameters.kwarg is not None:
            obj = self.interp.make("dict", parameters.kwarg, tag=str(frame.ident))
            for name, values in keywords.items():
                self.interp.containers.keep_element(obj, name, values)
            self.interp.containers.keep_keys(obj, keywords)
            self.interp.containers.keep_rest(obj, NOTHING if arguments.more else ())
            self.interp.store.set((frame.ident, parameters.kwarg.arg), (obj,))

    def call_method(self, callee: Method, arguments: Arguments) -> Values:
        if callee.name == "<command>" and callee.function is not None:
            self.enter_unknown(callee.function, arguments.node)
            return NOTHING
        if callee.function is not None:
            if "staticmethod" in callee.function.kinds:
                return self.call_function(callee.function, arguments)
            return self.call_function(callee.function, arguments, callee.receiver)
        receiver = callee.receiver
        if isinstance(receiver, Obj):
            if callee.name == "__init__":
                self.initialize(receiver, arguments)
                return NONE
            if callee.through_super and callee.name in ("__setattr__", "__getattribute__"):
                return self._plain_access(receiver, callee.name, arguments)
            row = self.interp.known.method(receiver.kind, callee.name)
            if row is not None:
                return self.interp.hooks.call_api_method(receiver, callee.name, row, arguments)
            return self.interp.hooks.call_builtin_method(receiver, callee.name, arguments)
        if isinstance(receiver, Const):
            return self._call_constant(receiver, callee.name, arguments)
        row = self.interp.known.method(receiver.kind, callee.name) if isinstance(receiver, Typed) else None
        if row is not None:
            return self.interp.hooks.call_typed_method(receiver, callee.name, row, arguments)
        for values in arguments.all():
            self.interp.objects.escape(values)
        return NOTHING

    def _plain_access(self, receiver: Obj, name: str, arguments: Arguments) -> Values:
        """Set or get an attribute as ``object`` does, past what the class of the object says."""
        given = [values for _, values in arguments.args]
        attribute = constant_of(given[0]) if given else None
        if name == "__setattr__" and len(given) == 2:
            if isinstance(attribute, str):
                self.interp.set_attribute(receiver.ident, attribute, given[1])
            else:
                self.interp.objects.escape(given[1])
            return NONE
        return NOTHING

    def enter_unknown(self, function: Function, node: ast.AST) -> None:
        """Run a function with arguments of which nothing is known."""
        unknown = Arguments(node, more=True)
        try:
            self.call_function(function, unknown)
        except PathEnded:
            pass

    def _call_constant(self, receiver: Const, name: str, arguments: Arguments) -> Values:
        for node, values in arguments.args if name == "join" else ():
            self.interp.special.iterated(values, node)
        texts = [v[0].value for v in arguments.all() if len(v) == 1 and isinstance(v[0], Const)]
        if isinstance(receiver.value, str) and len(texts) == len(arguments.all()):
            if name in (
                "startswith",
                "endswith",
                "strip",
                "lower",
                "upper",
                "casefold",
                "removeprefix",
                "removesuffix",
            ):
                try:
                    return (const(getattr(receiver.value, name)(*texts)),)
                except TypeError:
                    return NOTHING
        return (STABLE,) if all(self.interp.conditions.stable(v) for v in arguments.all()) else NOTHING

    def _call_partial(self, callee: Partial, arguments: Arguments) -> Values:
        merged = Arguments(arguments.node, [(callee.node, v) for v in callee.args] + arguments.args, {}, arguments.more)
        merged.kwargs = {name: (callee.node, v) for name, v in callee.kwargs} | arguments.kwargs
        return union(*(self.call(function, merged) for function in callee.functions))

    def instantiate(self, cls: Class, arguments: Arguments) -> Values:
        """Make an instance and run its ``__init__``."""
        base = self.interp.objects.library_base(cls)
        row = self.interp.known.row(base.name) if base is not None else None
        outside = self.interp.objects.lineage(cls)[1]
        if any(name.startswith("enum.") or name.endswith(".TypedDict") for name in outside):
            return (STABLE,)
        kind = row.makes if row is not None and row.makes else "instance"
        obj = self.interp.make(kind, arguments.node, cls=cls, context=base.context if base is not None else DEFAULT)
        self.interp.clear_attributes(obj.ident)
        for name in ("__new__", "__init__"):
            found = self.interp.objects.class_attribute(cls, name)
            for value in found or ():
                if isinstance(value, Function) and name == "__init__":
                    self.call_function(value, arguments, obj)
                elif isinstance(value, Function):
                    for values in arguments.all():
                        self.interp.objects.escape(values)
            if name == "__init__" and not any(isinstance(v, Function) for v in found or ()):
                self.initialize(obj, arguments)
        return (obj,)

    def initialize(self, obj: Obj, arguments: Arguments) -> None:
        """Run the constructor of a library class or of a dataclass on an instance."""
        if obj.cls is not None and obj.cls.dataclass and isinstance(obj.cls.node, ast.ClassDef):
            self._fields(obj, obj.cls, arguments)
            return
        row = self.interp.known.constructor(obj.kind)
        if row is not None:
            self.interp.hooks.constructed(obj, row, arguments)
        elif obj.kind == "instance":
            for values in arguments.all():
                self.interp.objects.escape(values)

    def _fields(self, obj: Obj, cls: Class, arguments: Arguments) -> None:
        assert isinstance(cls.node, ast.ClassDef)
        given = list(arguments.args)
        for statement in cls.node.body:
            if not isinstance(statement, ast.AnnAssign) or not isinstance(statement.target, ast.Name):
                continue
            name = statement.target.id
            if given:
                values = given.pop(0)[1]
            elif name in arguments.kwargs:
                values = arguments.kwargs[name][1]
            else:
                values = self._field_default(cls, statement)
            self.interp.set_attribute(obj.ident, name, values)
        post = self.interp.objects.class_attribute(cls, "__post_init__")
        for value in post or ():
            if isinstance(value, Function):
                self.call_function(value, Arguments(arguments.node), obj)

    def _field_default(self, cls: Class, statement: ast.AnnAssign) -> Values:
        value = statement.value
        if isinstance(value, ast.Call) and cls.frame is not None:
            frame, self.interp.frame = self.interp.frame, cls.frame
            try:
                for keyword in value.keywords:
                    if keyword.arg == "default":
                        return self.interp.expressions.eval(keyword.value)
                    if keyword.arg == "default_factory":
                        factories = self.interp.expressions.eval(keyword.value)
                        return union(*(self.call(f, Arguments(keyword.value)) for f in factories))
            finally:
                self.interp.frame = frame
            return NOTHING
        target = statement.target
        assert isinstance(target, ast.Name)
        return (self.interp.store.get((cls.ident, target.id)) if value is not None else None) or NOTHING

    def super_of(self) -> Values:
        """Return what ``super()`` is in the method that is running."""
        frame: Frame | None = self.interp.frame
        while frame is not None:
            function = frame.function
            if function is not None and function.owner is not None:
                parameters = [*function.node.args.posonlyargs, *function.node.args.args]
                if parameters:
                    receivers = self.interp.store.get((frame.ident, parameters[0].arg)) or ()
                    return tuple(Super(r, function.owner) for r in receivers if isinstance(r, (Obj, Class))) or NOTHING
            frame = frame.parent
        return NOTHING

    def forward(self, region: Region, kind: str, onward: str) -> None:
        """Let the paths that a region caught as ``kind`` go on as ``onward``."""
        if region.ends.get(kind):
            base = self.interp.store
            self.interp.store = Store(base)
            join(self.interp.store, region.ends[kind])
            try:
                self.interp.leave(onward)
            finally:
                self.interp.store = base


def _perhaps(default: Values) -> Values:
    """Return what a parameter is that may have got another value than its default."""
    return NONE_OR_ANOTHER if default == NONE else union(default, NOTHING)
