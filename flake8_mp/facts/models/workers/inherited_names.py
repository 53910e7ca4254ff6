"""What names of the module mean in a child, which imports it or is forked."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from functools import partial

from flake8_mp.facts.arguments import Arguments, LibraryCall
from flake8_mp.facts.events import ChildRead, Place
from flake8_mp.facts.interpreter.interpreter import Interpreter
from flake8_mp.facts.interpreter.paths import Region
from flake8_mp.facts.library.clients import CLIENTS, LEAVES
from flake8_mp.facts.library.kinds import KINDS, PRIMITIVES
from flake8_mp.facts.library.outside import FORK_UNSAFE
from flake8_mp.facts.models.model import Model, only_with
from flake8_mp.facts.models.subjects import GENERATORS
from flake8_mp.facts.slot import Slot
from flake8_mp.facts.source import Source
from flake8_mp.facts.store import Key
from flake8_mp.facts.tree import Definition, walk
from flake8_mp.facts.values import (
    NOTHING,
    UNBOUND,
    Chosen,
    Class,
    Const,
    Deferred,
    Frame,
    Function,
    Method,
    Obj,
    Unknown,
    Value,
    Values,
    alike,
    differ,
    is_none,
    union,
)
from flake8_mp.rule import FORK, NOT_FORK

_RANDOM = {"random.Random": "random.Random", "numpy generator": "NumPy generator"}
_RESEEDS = frozenset({"seed", "setstate", "set_state", "bit_generator", "__setstate__"})
"""Attributes by which a generator gets another state."""
_DATA = frozenset({"RawArray", "RawValue", "Array", "Value"})
"""Primitives that hold numbers."""
_LOOKS = frozenset({"len", "sum", "min", "max", "list", "tuple", "sorted", "any", "all", "enumerate", "zip", "set"})
"""Builtins that only read what they are given."""
_CONNECTIONS = frozenset({"sqlite3.Connection", "sqlite3.Cursor", "socket", "selector", "epoll"}) | FORK_UNSAFE
_HARMLESS_ON_SOCKETS = frozenset({"accept", "close", "fileno", "getsockname", "getpeername", "detach"})
"""A child may take connections from its parent's listening socket, and close what it does not need."""
_EXIT_STATUS_READS = frozenset({"wait", "poll", "communicate"})
"""``Lib/subprocess.py``: in a process that is not the parent of a program, it seems to have ended with status 0."""


class InheritedNames(Model):
    """Compares what a worker reads of its module with what its parent has.

    Owns: names, attributes and elements of the module in a child.
    Emits: :class:`ChildRead`.
    """

    _reseeded = Slot[bool]("by the generator, whether a worker has seeded it")

    def __init__(self, interp: Interpreter) -> None:
        super().__init__(interp)
        self.seeded: set[ast.AST] = set()
        """Where generators of random numbers are made from a seed that every child uses again."""
        self._by_text: dict[ast.AST, str] = {}
        """By the subscript of ``globals()``, the name that it asks for."""
        self._drawn: list[tuple[Obj, ChildRead]] = []
        """The generators from which the running worker draws, and what is said of it unless it seeds them itself."""

    def answer_read_global(self, node: ast.Name, frame: Frame, values: Values) -> Values:
        return self.answer_read_from_module(node, node.id, frame, values)

    def answer_read_from_module(self, node: ast.AST, name: str, frame: Frame, values: Values) -> Values:
        base = self.interp.worker.parent
        if base is None or self.interp.world.kind != "child" or self.interp.imported_store is None:
            return values
        own = frame.source is self.interp.source
        if own and (self.interp.source.is_never_imported or self.interp.import_ends):
            return values
        if name in self.interp.worker.names or "*" in self.interp.worker.names:
            return values
        if isinstance(node, ast.Subscript):
            self._by_text[node] = name
        key = (frame.ident, name)
        if key in self.interp.worker.members:
            return values
        here = base.get(key)
        if here is None and not own:
            # It was not used in the parent, so it has the value that the import has bound.
            here = self.interp.on_import.get(key)
        if here is not None and (source := self._imported_from(self.interp.imports.fresh(key))) is not None:
            # It is what another module has bound on its import, whatever that binds afterwards.
            there = self.interp.on_import.get(source)
            if there == values:
                self._shared(node, there)
                self._duplicated(node, there)
            return values
        if here is None or self.interp.store.get(key) is not here or (values == NOTHING and here == (UNBOUND,)):
            return values
        there = self.interp.imports.fresh(key)
        if not own and (there is None or UNBOUND in there or self.interp.imports.is_configured(frame, name)):
            return values
        if there is None or all(v is UNBOUND for v in there):
            caught = self.interp.flow.handles({"NameError", "Exception", ""})
            if UNBOUND not in here and not caught:
                self.child_read("unbound", node, values, NOT_FORK)
            self._shared(node, here)
            return values
        is_setting = self.ask.is_setting(key, there) and name not in frame.source.rebound
        setters = partial(_functions_with_global, frame.source, name)
        if self.interp.purpose.only_tests and not is_setting and not self._is_switch(there, here, setters):
            self.interp.worker.names.add(name)
            return union(values, there) if differ(there, here) else values
        if differ(there, here) or self._is_replaced(key, there, here):
            self.child_read("stale", node, values, NOT_FORK, since=self.ask.set_at(key))
        self._shared(node, here)
        if len(here) == len(there) == 1 and alike(here[0], there[0]):
            self._duplicated(node, here)
        return values

    def _is_switch(self, there: Values, here: Values, setters: Callable[[], list[Definition]]) -> bool:
        """Return whether what is read is a flag that a run was given, and that nothing in the worker sets.

        Code that tests a flag which it sets itself makes what is missing.
        """
        flags = [v.value for v in there if isinstance(v, Const) and isinstance(v.value, bool)]
        if any(isinstance(value, Chosen) for value in here):
            here = tuple(value for value in here if value not in there)  # without the default of the option
        if len(flags) != 1 or len(there) != 1 or not here or any(isinstance(v, Const) for v in here):
            return False
        found = setters()
        running = {function.node for function in self.interp.active}
        names = frozenset(function.name for function in found)
        return running.isdisjoint(found) and not any(
            function.source.may_lead_to(function.node, names) for function in self.interp.active
        )

    def _setters_of(self, attribute: str) -> list[Definition]:
        """Return the functions in sight that set an attribute of this name."""
        sources = self.interp.imports.sources()
        return [function for source in sources for function in _functions_that_set(source, attribute)]

    def on_took_default(self, function: Function, name: str, values: Values) -> None:
        value = values[0] if len(values) == 1 else None
        if not isinstance(value, Obj) or value.kind not in PRIMITIVES or self.interp.world.kind != "child":
            return
        imported, frame = self.interp.imported_store, function.frame
        if imported is None or frame.parent is not None or self.interp.import_ends or frame.source.is_never_imported:
            return
        if frame.source is self.interp.source and self.interp.exists_in(imported, value):
            default = _default_of(function.node.args, name)
            if default is not None and value not in self.interp.worker.arguments:
                outer, self.interp.frame = self.interp.frame, frame
                try:
                    self._duplicated(default, values)
                finally:
                    self.interp.frame = outer

    def _imported_from(self, values: Values | None) -> Key | None:
        """Return where in another module a name is bound that is imported from there; None where it is not."""
        passed: set[Key] = set()  # modules may import from each other, and a package from itself
        while values is not None and len(values) == 1 and isinstance(values[0], Deferred) and values[0].attribute:
            frame = self.interp.modules.get(values[0].path)
            key = (frame.ident if frame is not None else 0, values[0].attribute)
            if frame is None or key in passed:
                return None
            passed.add(key)
            values = self.interp.on_import.get(key)
            if values is not None and not any(isinstance(value, Deferred) for value in values):
                return key
        return None

    def answer_read_member(self, key: tuple[int, str], node: ast.AST, values: Values) -> Values:
        here = self.as_in_parent(key)
        if here is None or self.interp.imported_store is None:
            return values
        there = self.interp.imports.fresh(key)
        stale = there is None or differ(there, here) or self._is_replaced(key, there, here)
        setters = partial(self._setters_of, key[1])
        if self.interp.purpose.only_tests and not (there and self._is_switch(there, here, setters)):
            # Code that tests it first expects the value that it has after an import.
            self.interp.worker.members.add(key)
            return union(values, there) if stale and there is not None else values
        if stale:
            self.child_read("stale", node, here, NOT_FORK, since=self.ask.set_at(key))
        elif there is not None and len(here) == len(there) == 1 and alike(here[0], there[0]):
            self._duplicated(node, here)
        self._shared(node, here)
        return values

    def _is_replaced(self, key: Key, there: Values, here: Values) -> bool:
        """Return whether an option replaces a setting of another module, as soon as somebody gives it."""
        return self.ask.is_setting(key, there) and any(isinstance(value, Unknown) for value in here)

    def as_in_parent(self, key: tuple[int, str]) -> Values | None:
        """Return what a member was in the parent, where the worker has it from there and not from its arguments."""
        base = self.interp.worker.parent
        if base is None or self.interp.world.kind != "child" or self.interp.imported_store is None:
            return None
        if (
            self.interp.source.is_never_imported
            or self.interp.import_ends
            or key in self.interp.worker.members
            or (key[0], "[]") in self.interp.worker.members
        ):
            return None
        here = base.get(key)
        if here is None or self.interp.store.get(key) is not here or any(v is UNBOUND for v in here):
            return None
        owner = self.interp.made_objects.get(key[0])
        if key[0] == 0:
            here_too = _sets(self.interp.frame.function, key[1].rpartition(".")[2])
            return here if self.interp.worker.parent_kind == "main" and not here_too else None
        imported = (self.interp.imported_store, self.interp.on_import)
        if owner is None:
            return here if any(self.interp.has_attributes_in(store, key[0]) for store in imported) else None
        if owner in self.interp.worker.arguments or not any(self.interp.exists_in(store, owner) for store in imported):
            return None
        return here

    def on_changed(self, owner: Obj | Class, name: str) -> None:
        if self.interp.world.kind == "child":
            self.interp.worker.members.add((owner.ident, name))

    def child_read(
        self,
        problem: str,
        node: ast.AST,
        values: Values,
        methods: frozenset[str],
        words: str = "",
        since: Place | None = None,
    ) -> None:
        event = self._read_by_child(problem, node, values, methods, words, since)
        if event is not None and not self._carried():
            # What a program has set of other modules is its own business, wherever the worker comes from; what a test
            # replaces in them is the business of the test.
            ours = problem == "patched" or (
                problem in ("stale", "unbound") and self.interp.worker.parent_kind == "main"
            )
            self.interp.emit(event, because=self.interp.world.led_by if ours else None)

    def _carried(self) -> bool:
        """Return whether what runs was pickled as its class wants: that may have carried the names it reads as well."""
        for obj in self.interp.worker.arguments:
            if obj.cls is not None and self.ask.has_custom_pickling(obj.cls):
                for name in self.interp.attributes(obj.ident):
                    if any(value in self.interp.active for value in self.interp.store.get((obj.ident, name)) or ()):
                        return True
        return False

    def _read_by_child(
        self,
        problem: str,
        node: ast.AST,
        values: Values,
        methods: frozenset[str],
        words: str,
        since: Place | None = None,
    ) -> ChildRead | None:
        methods = self.interp.world.possible(methods)
        handed = self.interp.world.handed
        if not methods or handed is None:
            return None
        origins = [Place(v.source, v.node) for v in values if isinstance(v, Obj)]
        name = self._by_text.get(node) or self.interp.syntax.name_here(node)
        return ChildRead(
            self.interp.place(node),
            methods,
            problem=problem,
            name=name,
            words=words,
            bound=origins[0] if origins else None,
            handed=handed,
            since=since,
        )

    def _duplicated(self, node: ast.AST, values: Values) -> None:
        for value in values:
            if not isinstance(value, Obj) or len(values) != 1:
                continue
            if value.kind in PRIMITIVES and value.cls is None:
                if value.kind in _DATA and isinstance(node, ast.Name) and self._only_read(node.id):
                    # Every child makes the same on its import, and nothing changes it.
                    continue
                self.child_read("primitive", node, values, NOT_FORK, KINDS[value.kind].words)
            elif value.kind == "Connection" and value.parent is not None:
                self.child_read("primitive", node, values, NOT_FORK, "Connection")
            elif value.kind == "SharedMemory" and self.interp.must(value, "owner"):
                self.child_read("primitive", node, values, NOT_FORK, "SharedMemory")
            elif value.kind in _RANDOM and self.interp.worker.several and not self._has_own_numbers():
                methods = FORK | {"forkserver"} if not self.interp.worker.reseeds else frozenset()
                methods |= NOT_FORK if value.node in self.seeded else frozenset()
                event = self._read_by_child("random", node, values, methods, _RANDOM[value.kind])
                if event is not None:
                    self._drawn.append((value, event))
            elif value.kind == "mmap" and self.interp.must(value, "anonymous"):
                self.child_read("primitive", node, values, NOT_FORK, "an anonymous mmap")

    def _has_own_numbers(self) -> bool:
        """Return whether the running worker is one of a pool in which each has random numbers of its own."""
        pool = self.interp.worker.pool
        return pool is not None and self.interp.has_been(pool, "own numbers")

    def _only_read(self, name: str) -> bool:
        """Return whether the file does nothing with a variable but reading what is in it."""
        uses = [n for n in walk(self.interp.frame.source.tree) if isinstance(n, ast.Name) and n.id == name]
        return all(not isinstance(use.ctx, ast.Load) or self._is_read(use) for use in uses)

    def _is_read(self, use: ast.Name) -> bool:
        outer = self.interp.syntax.node_around(use)
        if isinstance(outer, (ast.Subscript, ast.Attribute)):
            return isinstance(outer.ctx, ast.Load) and getattr(outer, "attr", "value") == "value"
        if isinstance(outer, ast.Call):
            return use in outer.args and getattr(outer.func, "id", "") in _LOOKS
        return isinstance(outer, (ast.For, ast.comprehension)) and outer.iter is use

    def effect_seed(self, call: LibraryCall) -> None:
        seeds = [values for _, values in call.arguments.args] + [values for _, values in call.arguments.kwargs.values()]
        if call.obj is not None and seeds and all(isinstance(v, Const) and not is_none(v) for v in seeds[0]):
            self.seeded.add(call.obj.node)

    def effect_at_fork(self, call: LibraryCall) -> None:
        # What a forked child calls first may seed any generator.
        self.interp.worker.reseeds |= "after_in_child" in call.bound and self.interp.world.kind != "child"

    @only_with(*GENERATORS)
    def on_touch(self, obj: Obj, node: ast.AST, attribute: str) -> None:
        if obj.kind in _RANDOM and attribute in _RESEEDS and self.interp.world.kind == "child":
            self._seeds(obj)

    @only_with(*GENERATORS)
    def before_call(self, callee: Value, arguments: Arguments) -> None:
        if self.interp.world.kind != "child" or isinstance(callee, (Function, Class)):
            return
        if isinstance(callee, Method) and (callee.function is not None or isinstance(callee.receiver, Obj)):
            return
        # What is not followed may seed the generators that it gets.
        for value in (v for values in arguments.all() for v in values):
            if isinstance(value, Obj) and value.kind in _RANDOM:
                self._seeds(value)

    def _seeds(self, generator: Obj) -> None:
        self._reseeded.set(True, generator.ident)

    def on_child_ran(self, region: Region, result: Values, node: ast.AST) -> None:
        drawn, self._drawn = self._drawn, []
        for generator, event in drawn:
            # What the worker or its initializer has seeded, on whatever path, is its own.
            if self._reseeded.found(generator.ident) is None:
                self.interp.emit(event)

    def _shared(self, node: ast.AST, values: Values) -> None:
        for value in values:
            if not isinstance(value, Obj) or len(values) != 1 or value.cls is not None:
                continue
            if value.kind == "socket" and self.interp.expressions.wanted in _HARMLESS_ON_SOCKETS:
                continue
            if value.kind in _CONNECTIONS and not self.interp.can(value, "closed"):
                words = KINDS[value.kind].words
                self.child_read("connection", node, values, FORK, words)
            elif value.kind == "Popen" and self.interp.expressions.wanted in _EXIT_STATUS_READS:
                self.child_read("connection", node, values, FORK, KINDS[value.kind].words)
            elif value.kind in CLIENTS and self.interp.worker.several:
                if self.interp.expressions.wanted in LEAVES and isinstance(node, ast.Name):
                    # What comes after that is a connection of its own.
                    self.interp.worker.names.add(node.id)
                elif self.interp.ask.connected_at_fork(value):
                    self.child_read("connection", node, values, FORK, KINDS[value.kind].words)
            elif value.kind == "ThreadPoolExecutor" and self.interp.must(value, "running"):
                self.child_read("threads", node, values, FORK, "ThreadPoolExecutor")


def _default_of(parameters: ast.arguments, name: str) -> ast.expr | None:
    """Return the expression that a parameter has as its default."""
    positional = [*parameters.posonlyargs, *parameters.args]
    pairs = list(zip(positional[::-1], parameters.defaults[::-1], strict=False))
    by_name = zip(parameters.kwonlyargs, parameters.kw_defaults, strict=True)
    return next((default for parameter, default in (*pairs, *by_name) if parameter.arg == name), None)


def _sets(function: Function | None, name: str) -> bool:
    """Return whether a function sets an attribute of this name itself."""
    return function is not None and any(_is_set(node, name) for node in walk(function.node))


def _functions_with_global(source: Source, name: str) -> list[Definition]:
    return [each for each in _definitions_in(source) if any(_is_global(node, name) for node in walk(each))]


def _is_global(node: ast.AST, name: str) -> bool:
    return isinstance(node, ast.Global) and name in node.names


def _functions_that_set(source: Source, attribute: str) -> list[Definition]:
    if f".{attribute}" not in source.code:
        return []
    return [each for each in _definitions_in(source) if any(_is_set(node, attribute) for node in walk(each))]


def _is_set(node: ast.AST, attribute: str) -> bool:
    return isinstance(node, ast.Attribute) and node.attr == attribute and isinstance(node.ctx, ast.Store)


def _definitions_in(source: Source) -> Iterator[Definition]:
    for functions in source.functions.values():
        yield from (each for each in functions if isinstance(each, Definition))
