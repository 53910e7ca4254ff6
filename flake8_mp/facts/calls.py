"""What calls do: local functions are followed, classes make instances, the rest is asked from the API table."""

from __future__ import annotations

import ast
import os
from collections.abc import Callable

from flake8_mp.facts import api, project
from flake8_mp.facts.events import Place
from flake8_mp.facts.expressions import Arguments
from flake8_mp.facts.machine import CALLS, DEPTH, Gone, Region, World
from flake8_mp.facts.objects import Objects
from flake8_mp.facts.store import Store, join
from flake8_mp.facts.values import (
    DEFAULT,
    NONE,
    NOTHING,
    STABLE,
    UNBOUND,
    Class,
    Const,
    Deferred,
    Frame,
    Function,
    Imported,
    Method,
    Obj,
    Partial,
    Reference,
    Super,
    Unknown,
    Value,
    Values,
    const,
    union,
)

MOST_MODULES = 24
"""So many modules of a project are followed from one file."""
STANDARD_CONTEXT_MODULES = ("multiprocessing", "multiprocess", "torch.multiprocessing")


class Calls(Objects):
    """Calls values."""

    _yields: list[tuple[Frame, Callable[[Values], bool] | None, list[Values]]]

    def call(self, callee: Value, arguments: Arguments) -> Values:
        if isinstance(callee, Function):
            return self.call_function(callee, arguments)
        if isinstance(callee, Class):
            return self.instantiate(callee, arguments)
        if isinstance(callee, Method):
            return self._call_method(callee, arguments)
        if isinstance(callee, Partial):
            return self._call_partial(callee, arguments)
        if isinstance(callee, Reference):
            return self.call_reference(callee, arguments)
        if isinstance(callee, Obj) and callee.cls is not None:
            found = self.object_attribute(callee, "__call__", arguments.node)
            if found is not None and found != NOTHING:
                return union(*(self.call(value, arguments) for value in found))
        for values in arguments.all():
            self.escape(values)
        return NOTHING

    def call_reference(self, callee: Reference, arguments: Arguments) -> Values:
        """Call a function or class of a module that is not followed."""
        raise NotImplementedError

    def call_api_method(self, receiver: Obj, name: str, row: api.Row, arguments: Arguments) -> Values:
        """Call a method that the API table knows."""
        raise NotImplementedError

    # -- functions ------------------------------------------------------------------------------------------------

    def call_function(self, function: Function, arguments: Arguments, receiver: Value | None = None) -> Values:
        """Call a function of a followed module: its body is run with these arguments."""
        if function in self.active or len(self.active) >= CALLS or not self.follow(function):
            for values in arguments.all():
                self.escape(values)
            return NOTHING
        if "contextmanager" in function.kinds:
            obj = self.make("context manager", arguments.node)
            self._pending[obj.ident] = (function, arguments, receiver)
            return (obj,)
        return self._remembered(function, arguments, receiver)

    dull: dict[tuple[Function, Value | None], Values]
    """Functions that did nothing to anything in this run, and what they returned, which is nothing known."""

    def _remembered(self, function: Function, arguments: Arguments, receiver: Value | None) -> Values:
        key = (function, receiver)
        plain = all(isinstance(v, (Unknown, Const)) for values in arguments.all() for v in values)
        if plain and key in self.dull:
            return self.dull[key]
        newest, events, starts = self._ids, len(self.events), len(self.starts)
        outer, self.store = self.store, Store(self.store)
        try:
            result = self.enter(function, arguments, receiver)
        finally:
            changes, self.store = self.store.changes, outer
            outer.changes.update(changes)
        if plain and len(self.events) == events and len(self.starts) == starts:
            if all(ident > newest or ident < 0 for ident, _ in changes):
                if all(isinstance(v, (Unknown, Const)) for v in result):
                    self.dull[key] = result
        return result

    starts: list[Place]

    def follow(self, function: Function) -> bool:
        """Tell whether running a function's body is worth its time."""
        return True

    _pending: dict[int, tuple[Function, Arguments, Value | None]]

    def enter(
        self,
        function: Function,
        arguments: Arguments,
        receiver: Value | None = None,
        on_yield: Callable[[Values], bool] | None = None,
    ) -> Values:
        """Run the body of a function; return what it returns."""
        node = function.node
        frame = self.new_frame(
            function.source, function.frame, function=function, qualname=f"{function.qualname}.<locals>"
        )
        saved = self.frame, self.world.uncertain, self.world.trace, self.world.tests, self.loops
        self.world.trace = (*self.world.trace, self.place(arguments.node))
        self.world.coroutine += function.is_async
        self.active.append(function)
        given: list[Values] = []
        self._yields.append((frame, on_yield, given))

        def body() -> bool:
            self._parameters(function, frame, arguments, receiver)
            self.frame = frame
            self.loops = 0
            if isinstance(node, ast.Lambda):
                self.store.set((frame.ident, "#return"), self.eval(node.body))
                return True
            if self.run(node.body):
                self.store.set((frame.ident, "#return"), NONE)
                return True
            return False

        try:
            region = self.region({"return", "raise"}, body)
        finally:
            self._yields.pop()
            self.active.pop()
            self.frame, self.world.uncertain, self.world.trace, self.world.tests, self.loops = saved
            self.world.coroutine -= function.is_async
        self._forward(region, "raise", "raise")
        back = region.ends.get("normal", []) + region.ends.get("return", [])
        if not back:
            self.ended(frame, region, ())
            raise Gone
        join(self.store, back)
        result = self.store.get((frame.ident, "#return")) or NONE
        self.ended(frame, region, result)
        if self.is_generator(function) and on_yield is None:
            kind = "generator"
            return (self.container(kind, arguments.node, more=union(*given) if given else (UNBOUND,), tag=str(frame.ident)),)
        if function.is_async:
            coroutine = self.make("coroutine", arguments.node, tag=str(frame.ident))
            self.store.set((coroutine.ident, "#result"), result)
            return (coroutine,)
        return tuple(value for value in result if value is not UNBOUND) or NONE

    def ended(self, frame: Frame, region: Region, result: Values) -> None:
        """Hear that a function has ended: what it made and does not give back is left."""

    def yielded(self, values: Values) -> None:
        frame: Frame | None = self.frame
        while frame is not None and frame.function is not None and frame.qualname and self._yields:
            for index in range(len(self._yields) - 1, -1, -1):
                owner, then, given = self._yields[index]
                if owner is not frame:
                    continue
                if then is None:
                    given.append(values)
                    return
                # The body of the with statement runs here, where the generator waits.
                self._yields[index] = (owner, None, given)
                if not then(values):
                    raise Gone
                return
            frame = frame.parent

    def _parameters(
        self, function: Function, frame: Frame, arguments: Arguments, receiver: Value | None
    ) -> None:
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
                values = union(function.defaults.get(name, NOTHING), NOTHING)
            else:
                values = function.defaults[name]
            self.store.set((frame.ident, name), values)
        for argument in parameters.kwonlyargs:
            name = argument.arg
            values = keywords.pop(name, None) or function.defaults.get(name, NOTHING)
            self.store.set((frame.ident, name), values)
        if parameters.vararg is not None:
            extra = given[len(positional) :]
            more = NOTHING if arguments.more else ()
            rest = self.container("tuple", parameters.vararg, extra, more=more, tag=str(frame.ident))
            self.store.set((frame.ident, parameters.vararg.arg), (rest,))
        if parameters.kwarg is not None:
            obj = self.make("dict", parameters.kwarg, tag=str(frame.ident))
            for name, values in keywords.items():
                self.store.set((obj.ident, f"={name}"), values)
            self.store.set((obj.ident, "#keys"), (const(tuple(keywords)),))
            self.store.set((obj.ident, "#more"), NOTHING if arguments.more else (UNBOUND,))
            self.store.set((frame.ident, parameters.kwarg.arg), (obj,))

    def _call_method(self, callee: Method, arguments: Arguments) -> Values:
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
            row = api.method_row(receiver.kind, callee.name)
            if row is not None:
                return self.call_api_method(receiver, callee.name, row, arguments)
            return self.call_builtin_method(receiver, callee.name, arguments)
        if isinstance(receiver, Const):
            return self._call_constant(receiver, callee.name, arguments)
        for values in arguments.all():
            self.escape(values)
        return NOTHING

    def call_builtin_method(self, receiver: Obj, name: str, arguments: Arguments) -> Values:
        """Call a method of a list, dict or set, or of an object about which nothing is known."""
        raise NotImplementedError

    def enter_unknown(self, function: Function, node: ast.AST) -> None:
        """Run a function with arguments of which nothing is known."""
        unknown = Arguments(node, more=True)
        try:
            self.call_function(function, unknown)
        except Gone:
            pass

    def _call_constant(self, receiver: Const, name: str, arguments: Arguments) -> Values:
        texts = [v[0].value for v in arguments.all() if len(v) == 1 and isinstance(v[0], Const)]
        if isinstance(receiver.value, str) and len(texts) == len(arguments.all()):
            if name in ("startswith", "endswith", "strip", "lower", "upper", "casefold", "removeprefix", "removesuffix"):
                try:
                    return (const(getattr(receiver.value, name)(*texts)),)
                except TypeError:
                    return NOTHING
        return (STABLE,) if all(self.stable(v) for v in arguments.all()) else NOTHING

    def _call_partial(self, callee: Partial, arguments: Arguments) -> Values:
        merged = Arguments(arguments.node, [(callee.node, v) for v in callee.args] + arguments.args, {}, arguments.more)
        merged.kwargs = {name: (callee.node, v) for name, v in callee.kwargs} | arguments.kwargs
        return union(*(self.call(function, merged) for function in callee.functions))

    # -- instances ------------------------------------------------------------------------------------------------

    def instantiate(self, cls: Class, arguments: Arguments) -> Values:
        """Make an instance and run its ``__init__``."""
        base = self.process_base(cls)
        row = self.row_of(base) if base is not None else None
        outside = self.lineage(cls)[1]
        if any(name.startswith("enum.") or name.endswith(".TypedDict") for name in outside):
            return (STABLE,)
        kind = row.makes if row is not None and row.makes else "instance"
        obj = self.make(kind, arguments.node, cls=cls, context=base.context if base is not None else DEFAULT)
        self.store.set((obj.ident, "#names"), (const(()),))
        for name in ("__new__", "__init__"):
            found = self.class_attribute(cls, name)
            for value in found or ():
                if isinstance(value, Function) and name == "__init__":
                    self.call_function(value, arguments, obj)
                elif isinstance(value, Function):
                    for values in arguments.all():
                        self.escape(values)
            if name == "__init__" and not any(isinstance(v, Function) for v in found or ()):
                self.initialize(obj, arguments)
        return (obj,)

    def initialize(self, obj: Obj, arguments: Arguments) -> None:
        """Run the constructor of a library class or of a dataclass on an instance."""
        if obj.cls is not None and obj.cls.dataclass and isinstance(obj.cls.node, ast.ClassDef):
            self._fields(obj, obj.cls, arguments)
            return
        row = api.CONTEXT.get(obj.kind) or api.FUNCTIONS.get(f"threading.{obj.kind}")
        if row is not None:
            self.constructed(obj, row, arguments)
        elif obj.kind == "instance":
            for values in arguments.all():
                self.escape(values)

    def constructed(self, obj: Obj, row: api.Row, arguments: Arguments) -> None:
        """Note what an object of a library was made with."""
        raise NotImplementedError

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
            self.set_attribute(obj.ident, name, values)
        post = self.class_attribute(cls, "__post_init__")
        for value in post or ():
            if isinstance(value, Function):
                self.call_function(value, Arguments(arguments.node), obj)

    def _field_default(self, cls: Class, statement: ast.AnnAssign) -> Values:
        value = statement.value
        if isinstance(value, ast.Call) and cls.frame is not None:
            for keyword in value.keywords:
                if keyword.arg == "default_factory":
                    frame, self.frame = self.frame, cls.frame
                    try:
                        factories = self.eval(keyword.value)
                        return union(*(self.call(f, Arguments(keyword.value)) for f in factories))
                    finally:
                        self.frame = frame
            return NOTHING
        target = statement.target
        assert isinstance(target, ast.Name)
        return (self.store.get((cls.ident, target.id)) if value is not None else None) or NOTHING

    # -- context managers -----------------------------------------------------------------------------------------

    def manage(self, managers: Values, node: ast.AST, body: Callable[[Values], bool]) -> bool:
        if len(managers) == 1:
            return self._manage(managers[0], node, body)
        return self.branch([(lambda value=value: self._manage(value, node, body)) for value in managers])

    def _manage(self, value: Value, node: ast.AST, body: Callable[[Values], bool]) -> bool:
        if isinstance(value, Obj):
            if value.kind == "context manager" and value.ident in self._pending:
                return self._manage_generator(value, body)
            if value.kind == "closing":
                inner = self.store.get((value.ident, "#thing")) or NOTHING
                return self.protected(lambda: body(inner), lambda: self._close(inner, node))
            enter = self.object_attribute(value, "__enter__", node) or self.object_attribute(value, "__aenter__", node)
            leave = self.object_attribute(value, "__exit__", node) or self.object_attribute(value, "__aexit__", node)
            if enter is not None and enter != NOTHING:
                return self._manage_object(enter, leave or NOTHING, node, body)
            self.entered_without_manager(value, node)
            given = (value,) if value.kind not in ("instance", "TemporaryDirectory") else NOTHING
            return self.protected(lambda: body(given), lambda: True)
        return self.protected(lambda: body(NOTHING), lambda: True)

    def entered_without_manager(self, obj: Obj, node: ast.AST) -> None:
        """Hear of a with statement on an object that is no context manager."""

    def _manage_object(self, enter: Values, leave: Values, node: ast.AST, body: Callable[[Values], bool]) -> bool:
        entered = union(*(self.call(method, Arguments(node)) for method in enter))

        def final() -> bool:
            exception = [(node, NOTHING)] * 3
            for method in leave:
                self.call(method, Arguments(node, list(exception)))
            return True

        return self.protected(lambda: body(entered), final)

    def _close(self, values: Values, node: ast.AST) -> bool:
        for value in values:
            if isinstance(value, Obj):
                for method in self.object_attribute(value, "close", node) or ():
                    self.call(method, Arguments(node))
        return True

    def _manage_generator(self, value: Obj, body: Callable[[Values], bool]) -> bool:
        """Run a generator that is a context manager: the body of the with statement runs where it yields."""
        function, arguments, receiver = self._pending[value.ident]
        went: list[bool] = []
        inside = self.frame, self.loops, self.active
        ways = ("return", "break", "continue")

        def on_yield(values: Values) -> bool:
            here = self.frame, self.loops, self.active
            self.frame, self.loops, self.active = inside
            try:
                region = self.region(ways, lambda: body(values))
            finally:
                self.frame, self.loops, self.active = here
            for kind in ways:
                self._forward(region, kind, f"{kind}@{value.ident}")
            join(self.store, region.ends.get("normal", []))
            went.append("normal" in region.ends)
            return went[-1]

        def run() -> bool:
            self.enter(function, arguments, receiver, on_yield)
            return True

        self.active = list(self.active)
        region = self.region({f"{kind}@{value.ident}" for kind in ways}, run)
        self.active = inside[2]
        for kind in ways:
            self._forward(region, f"{kind}@{value.ident}", kind)
        join(self.store, region.ends.get("normal", []))
        if not went:
            return body(NOTHING)
        return "normal" in region.ends

    def _forward(self, region: Region, kind: str, onward: str) -> None:
        """Let the ways that a region caught as ``kind`` go on as ``onward``."""
        if region.ends.get(kind):
            base = self.store
            self.store = Store(base)
            join(self.store, region.ends[kind])
            try:
                self.leave(onward)
            finally:
                self.store = base

    # -- imports --------------------------------------------------------------------------------------------------

    def imported(self, module: str, level: int) -> Values:
        path = project.find(self.frame.source.path, module, level)
        if path is None:
            return NOTHING if level else (Reference(module, module=True),)
        return (Deferred(module, path),)

    def resolve(self, value: Value) -> Values:
        if not isinstance(value, Deferred):
            return (value,)
        if value in self._resolving or len(self._resolving) > CALLS:
            return NOTHING
        self._resolving.append(value)
        try:
            module = self._imported(value.name, value.path)
            return self.module_attribute(module, value.attribute) if value.attribute else (module,)
        finally:
            self._resolving.pop()

    _resolving: list[Deferred]
    """The imports that are being followed: two modules may import each other."""

    def _imported(self, name: str, path: str) -> Imported:
        """Run a module of the same project as an import does, once on every way."""
        source = project.load(path)
        if source is None or source.path == self.source.path or len(self._modules) > MOST_MODULES:
            return Imported(name, path, 0)
        frame = self._modules.get(path)
        if frame is None:
            frame = self._modules[path] = self.new_frame(source, None)
        if self.store.get((frame.ident, "#loaded")) is None:
            self.store.set((frame.ident, "#loaded"), (const(True),))
            saved = self.frame, self.world, self.active, self.loops, self.depth
            self.frame, self.world = frame, World("other", (const(name),))
            self.active, self.loops, self.depth = [], 0, min(self.depth, DEPTH // 2)
            try:
                region = self.region((), lambda: self.run(source.tree.body))
            finally:
                self.frame, self.world, self.active, self.loops, self.depth = saved
            join(self.store, [way for ways in region.ends.values() for way in ways])
        return Imported(name, path, frame.ident)

    _modules: dict[str, Frame]

    def module_attribute(self, module: Imported, name: str) -> Values:
        values = self.store.get((module.frame, name)) if module.frame else None
        if values is not None:
            return union(*(self.resolve(value) for value in values))
        folder = os.path.dirname(module.path) if module.path.endswith("__init__.py") else None
        inner = project.file_in(folder, name) if folder is not None else None
        if inner is not None:
            return (self._imported(f"{module.name}.{name}", inner),)
        return (Reference(f"{module.name}.{name}"),) if not module.frame else NOTHING

    def imported_name(self, module: str, level: int, name: str) -> Values:
        path = project.find(self.frame.source.path, module, level)
        if path is not None:
            return (Deferred(module or ".", path, name),)
        if level:
            inner = project.find(self.frame.source.path, name, level) if not module else None
            return (Deferred(name, inner),) if inner is not None else NOTHING
        if module in ("multiprocessing", "multiprocess") and name == "context":
            return (Reference(f"{module}.context", module=True),)
        return self._member(Reference(module), name)

    def import_star(self, module: str, level: int, node: ast.AST) -> None:
        if level == 0 and module in STANDARD_CONTEXT_MODULES:
            for name in api.CONTEXT:
                self.bind_name(name, (Reference(f"multiprocessing.{name}"),), node)
        elif level == 0 and module in ("concurrent.futures", "threading", "multiprocessing.shared_memory"):
            for full in api.FUNCTIONS:
                head, _, name = full.rpartition(".")
                if head == module:
                    self.bind_name(name, (Reference(full),), node)

    def super_of(self) -> Values:
        """Return what ``super()`` is in the method that is running."""
        frame: Frame | None = self.frame
        while frame is not None:
            function = frame.function
            if function is not None and function.owner is not None:
                parameters = [*function.node.args.posonlyargs, *function.node.args.args]
                if parameters:
                    receivers = self.store.get((frame.ident, parameters[0].arg)) or ()
                    return tuple(Super(r, function.owner) for r in receivers if isinstance(r, (Obj, Class))) or NOTHING
            frame = frame.parent
        return NOTHING


