"""Which code runs, and where: the program, its import by a child, the workers, and what others may call."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable
from functools import cached_property

from flake8_mp.facts.arguments import Arguments, Bound
from flake8_mp.facts.events import ImportEnd
from flake8_mp.facts.interpreter.interpreter import Interpreter
from flake8_mp.facts.interpreter.paths import Exhausted, Region, World
from flake8_mp.facts.models.model import Model
from flake8_mp.facts.name_graph import names_from_others
from flake8_mp.facts.project import has_own_code
from flake8_mp.facts.relevance import Relevance, relevance_of
from flake8_mp.facts.slot import is_name
from flake8_mp.facts.source import Source
from flake8_mp.facts.states import WorldKind
from flake8_mp.facts.store import Changes, Store
from flake8_mp.facts.tree import walk
from flake8_mp.facts.values import (
    NOTHING,
    UNBOUND,
    UNKNOWN,
    Class,
    Function,
    Method,
    Obj,
    Partial,
    Value,
    Values,
    const,
    union,
)

STEPS_PER_RUN = 2_000
"""The bound on the work for one function that is run for its own sake."""
MORE_STEPS, MORE_STEPS_PER_RUN = 42_000, 16_000
"""What is added to the bound on the work for a file that names a library itself, and the bound for one of its
functions: most of what goes wrong is said in such files, and there are few of them."""
FARTHEST = 1
"""So many calls away from a library may a function be that is run for its own sake."""
FARTHEST_TEST = 3
"""The same for a test: between it and a library are its fixtures."""
MAX_FOREIGN_DEPTH = 4
"""So deep are functions of other modules followed."""
MAX_UNRELATED_DEPTH = 4
"""Functions that have nothing to do with processes are followed so deep."""


_DATA = frozenset({"instance", "list", "dict", "set", "tuple", "exception", "dict view", "re.match", "Path"})
"""Kinds of objects that matter only for what they hold."""


class RestartNeeded(Exception):
    """Another module has words of a handler that was needed for what happened so far: the run has to begin again."""

    def __init__(self, source: Source) -> None:
        super().__init__(source.path)
        self.source = source


class Reach(Model):
    """Runs a module in each way that matters, and decides which functions are followed.

    Owns: the runs of a file.
    """

    def __init__(self, interp: Interpreter) -> None:
        super().__init__(interp)
        self.relevance = Relevance(
            interp.source, names_from_others(interp.source.code, interp.source.path, straight=True)
        )
        self._at_exit: list[tuple[Values, ast.AST]] = []
        self.entered: set[Function] = set()
        self._leading: dict[Source, dict[ast.AST, int]] = {}
        """By the file, its definitions that lead to what starts processes in other modules."""
        self.activate: Callable[[Source], None] = lambda _: None
        """Activates the handlers that need the words of a file."""
        self._per_run = STEPS_PER_RUN
        """The bound on the work for one function that is run for its own sake."""
        if has_own_code(interp.source.code):
            interp.limit += MORE_STEPS
            self._per_run = MORE_STEPS_PER_RUN

    def run_module(self) -> None:
        """Run the module: as its children import it, as a program, and function by function as a library."""
        try:
            if not self.interp.source.is_never_imported:
                self.interp.imported_store = self._run_top("import", "__mp_main__")
                # Where a guard ends the import of a child, nothing else that is missing there is worth a report.
                self.interp.import_ends |= any(isinstance(event, ImportEnd) for event in self.interp.report.events)
            program = self._run_program()
            self._run_library(program)
        except (Exhausted, RecursionError):
            self.interp.incomplete = True
        self.interp.hooks.finish()

    def _run_program(self) -> Changes:
        """Run the module as a program, with half of the work that is left: its functions are to be run as well."""
        total, self.interp.limit = self.interp.limit, self.interp.steps + (self.interp.limit - self.interp.steps) // 2
        try:
            return self._run_top("main", "__main__")
        except (Exhausted, RecursionError):
            self.interp.incomplete = True
            self.interp.resolving.clear()
            return {}
        finally:
            self.interp.limit = total

    def _run_top(self, kind: WorldKind, name: str) -> Changes:
        self.interp.store, self.interp.pure_results, self.interp.unsure = Store(), {}, 0
        self.interp.hooks.begins()
        before = self.interp.store
        self.interp.world = World(kind, (const(name),), importing=kind == "import")
        self._at_exit = []
        tree = self.interp.source.tree

        def body() -> bool:
            goes = self.interp.statements.run(tree.body)
            for functions, node in self._at_exit:
                for function in functions:
                    if isinstance(function, (Function, Method, Partial)):
                        self.interp.calls.call(function, Arguments(node))
            return goes

        region = self.interp.region((), body)
        ends = region.paths
        if kind == "import" and not ends:
            # In a loop that it does not leave again, a child has all that was defined before.
            self.interp.import_ends = True
        after = Store()
        after.changes.update(before.changes)
        for key in {key for branch in ends for key in branch}:
            found = [branch.get(key) or (UNBOUND,) for branch in ends]
            if self.ask.is_choice(key):
                # A path that ended before the choice was made leads to nothing else.
                found = [values for values in found if values != (UNBOUND,)]
            after.changes[key] = union(*found)
        self.interp.store = after
        if kind == "main" and not self.interp.source.is_notebook:
            self.interp.hooks.ended(self.interp.frame, region, ())
        else:
            self.interp.hooks.abandoned()
        return after.changes if ends else {}

    def _run_library(self, program: Changes) -> None:
        """Run every function and method as other code may call it: with arguments of which nothing is known."""
        base = Store()
        base.changes.update(
            self._lasting(program) if self.interp.imported_store is None else self.interp.imported_store
        )
        self.interp.hooks.library_begins(program, base.changes)
        for value in self._definitions(base):
            if self.relevant(value):
                self._run_one(value, base)

    def _lasting(self, program: Changes) -> Changes:
        """Return what a program has defined, without the things that it has made: those are as it left them."""
        return {
            key: tuple(UNKNOWN if isinstance(value, Obj) else value for value in values)
            for key, values in program.items()
            if key[0] and key[0] not in self.interp.made_objects
        }

    def _definitions(self, store: Store) -> list[Function | Class]:
        found: dict[Function | Class, None] = {}
        for values in list(store.changes.values()):
            for value in values:
                if isinstance(value, Method) and value.name == "<command>" and value.function is not None:
                    value = value.function
                if isinstance(value, (Function, Class)) and value.source is self.interp.source:
                    found[value] = None
        for function in self.interp.objects.decorated:
            # Whatever the decorator makes of it calls it: a fixture, a command, a route.
            if function.source is self.interp.source and not function.local:
                if function.owner is None and function.frame.parent is None:
                    found[function] = None
        return sorted(found, key=lambda value: (value.node.lineno, value.node.col_offset))

    def relevant(self, value: Function | Class) -> bool:
        """Return whether running a definition can show anything."""
        farthest = FARTHEST_TEST if _is_test(value) else FARTHEST
        distance = self.relevance.distances.get(value.node, farthest + 1)
        return distance == 0 or (distance <= farthest and self.relevance.makes(value.node))

    def call_from_outside(self, function: Function, receiver: Value | None, given: Bound) -> None:
        self.interp.calls.enter(function, Arguments(function.node, kwargs=given, more=True), receiver)

    def can_matter(self, function: Function) -> bool:
        if function.source is not self.interp.source:
            return True
        return function.node in self._wide.distances

    @cached_property
    def _wide(self) -> Relevance:
        """The prefilter that lets through what leads to other modules of the project that start processes as well."""
        source = self.interp.source
        return Relevance(source, names_from_others(source.code, source.path))

    def _run_one(self, value: Function | Class, base: Store) -> None:
        if isinstance(value, Function):
            if value.owner is None:
                self._library_call(value, base, None)
            return
        if not isinstance(value.node, ast.ClassDef):
            return
        store = Store(base)
        obj = self._library_instance(value, store)
        methods = []
        for name in self._class_member_names(value, store):
            for member in store.get((value.ident, name)) or ():
                if isinstance(member, Function) and member.owner is not None and member.name != "__init__":
                    if self.relevant(member):
                        methods.append(member)
        for function in self.interp.objects.decorated:
            if function.owner is value and function not in methods and function.frame is value.frame:
                if self.relevant(function) and "property" not in function.kinds:
                    methods.append(function)
        new: dict[tuple[int, str], list[Values]] = {}
        for member in methods:
            end = self._library_call(member, store, obj)
            for (ident, name), values in end.items():
                if ident == obj.ident and is_name(name) and self._holds_more_than_data(values, store, end):
                    new.setdefault((ident, name), []).append(values)
        if not new:
            return
        # Methods are called in any order: what one of them sets, the others find, perhaps.
        for key, many in new.items():
            before = store.get(key)
            store.set(key, union(before or (UNBOUND,), *many, NOTHING))
            outer = self.interp.store
            self.interp.store = store
            if key[1] not in self.interp.attributes(obj.ident):
                self.interp.add_attribute(obj.ident, key[1])
            self.interp.store = outer
        names = {name for _, name in new}
        for member in methods:
            if self.relevance.names_one(member.node, names):
                self._library_call(member, store, obj)

    def _holds_more_than_data(self, values: Values, base: Store, end: Changes) -> bool:
        """Return whether values have an object, or hold one, that methods may use otherwise than as plain data."""
        if not any(isinstance(value, Obj) for value in values):
            return False
        saved, self.interp.store = self.interp.store, Store(base)
        self.interp.store.changes.update(end)
        try:
            return any(obj.kind not in _DATA for obj in self.interp.objects.reachable(values))
        finally:
            self.interp.store = saved

    def _class_member_names(self, cls: Class, store: Store) -> list[str]:
        saved, self.interp.store = self.interp.store, store
        try:
            return self.interp.attributes(cls.ident)
        finally:
            self.interp.store = saved

    def _library_instance(self, cls: Class, store: Store) -> Obj:
        saved = self.interp.store, self.interp.world, self.interp.frame
        self.interp.store, self.interp.world = store, World("library")
        assert cls.frame is not None
        self.interp.frame = cls.frame.module
        made: list[Obj] = []
        try:

            def body() -> bool:
                for value in self.interp.calls.instantiate(cls, Arguments(cls.node, more=True)):
                    if isinstance(value, Obj):
                        made.append(value)
                return True

            region = self.interp.region((), body)
            for branches in region.ends.values():
                for branch in branches[:1]:
                    store.changes.update(branch)
            if not made:
                made.append(self.interp.make("instance", cls.node, cls=cls))
        finally:
            self.interp.store, self.interp.world, self.interp.frame = saved
        self.interp.hooks.abandoned()
        return made[0]

    def _library_call(self, function: Function, base: Store, receiver: Obj | None) -> Changes:
        self.interp.store, self.interp.pure_results = Store(base), {}
        self.interp.world = World("library")
        self.interp.frame = function.frame.module
        self.interp.regions, self.interp.active, self.interp.loops, self.interp.depth, self.interp.unsure = (
            [],
            [],
            0,
            0,
            0,
        )
        bound: Value | None = receiver
        if "staticmethod" in function.kinds:
            bound = None
        elif "classmethod" in function.kinds:
            bound = receiver.cls if receiver is not None else None

        def body() -> bool:
            self.ask.call_from_outside(function, bound, {})
            return True

        total, self.interp.limit = self.interp.limit, min(self.interp.limit, self.interp.steps + self._per_run)
        try:
            region = self.interp.region((), body)
        except (Exhausted, RecursionError):
            self.interp.incomplete = True
            if self.interp.steps > total:
                raise Exhausted from None
            self.interp.resolving.clear()
            region = Region(self.interp.store, frozenset())
        finally:
            self.interp.limit = total
        end: Changes = {}
        for branches in region.ends.values():
            for branch in branches:
                end.update(branch)
        self.interp.hooks.library_returns()
        self.interp.hooks.abandoned()
        return end

    def on_loaded(self, source: Source) -> None:
        self.activate(source)

    def answer_follow(self, function: Function) -> bool:
        node = function.node
        if function.local or isinstance(node, ast.Lambda) or not self.interp.active:
            return True
        relevance = self._relevance_of(function.source)
        # What a worker runs is what this is about: it is not unrelated itself.
        callers = self.interp.active[self.interp.world.kind == "child" :]
        if relevance is not self.relevance:
            is_foreign = sum(f.source is not self.interp.source for f in callers)
            if is_foreign >= MAX_FOREIGN_DEPTH:
                return False
            if (is_foreign < 2 and relevance.worth(node)) or relevance.holds(node) or node in relevance.distances:
                return True
            if is_foreign == 2 and relevance.is_shortest(node):
                return True
            return self._leads_on(function)
        distances = relevance.distances
        if node in distances and (self.interp.world.kind != "library" or distances[node] <= FARTHEST):
            return True
        unrelated = sum(f.node not in distances and not f.local for f in callers)
        return unrelated < MAX_UNRELATED_DEPTH and relevance.worth(node)

    def _leads_on(self, function: Function) -> bool:
        """Return whether a function of another module calls something in a third one that starts processes itself."""
        source = function.source
        if source not in self._leading:
            names = names_from_others(source.code, source.path, straight=True)
            self._leading[source] = Relevance(source, names).distances if names else {}
        return function.node in self._leading[source]

    def _relevance_of(self, source: Source) -> Relevance:
        return self.relevance if source is self.interp.source else relevance_of(source)

    def answer_worth_again(self, node: ast.AST) -> bool:
        return self._relevance_of(self.interp.frame.source).mentions(node)

    def around_enter(
        self, proceed: Callable[..., Values], function: Function, arguments: Arguments, *rest: object
    ) -> Values:
        self.entered.add(function)
        return proceed(function, arguments, *rest)

    def answer_mentioned_elsewhere(self, obj: Obj) -> bool:
        names = {
            name
            for (ident, name), values in self.interp.store.items().items()
            if ident == self.interp.frame.ident and obj in values
        }
        if not names:
            names = set(self.attribute_names(obj))
        ran = {function.node for function in self.entered}
        for node in walk(self.interp.source.tree):
            if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)) and node not in ran:
                nodes = walk(node)
                # Code that asks it for something else does not give it away.
                asked = {inner.value for inner in nodes if isinstance(inner, ast.Attribute)}
                for inner in nodes:
                    if isinstance(inner, ast.Name) and inner.id in names and inner not in asked:
                        return True
                    if isinstance(inner, ast.Attribute) and (
                        inner.attr == "unlink" or (inner.attr in names and inner not in asked)
                    ):
                        return True
        return False

    def attribute_names(self, obj: Obj) -> Iterable[str]:
        """Return the names of attributes that hold an object."""
        return (name for (_, name), values in self.interp.store.items().items() if obj in values and is_name(name))

    def at_exit(self, values: Values, node: ast.AST) -> None:
        if self.interp.world.kind == "import" and not self.interp.world.uncertain:
            self._at_exit.append((values, node))


def _is_test(value: Function | Class) -> bool:
    """Return whether a function looks like a test, or a class has one that does."""
    nodes = value.node.body if isinstance(value.node, ast.ClassDef) else [value.node]
    return any(isinstance(node, ast.FunctionDef) and node.name.startswith("test") for node in nodes)
