"""Which code runs, and where: the program, its import by a child, the workers, and what others may call."""

from __future__ import annotations

import ast
from collections.abc import Iterable

from flake8_mp.facts.arguments import Arguments
from flake8_mp.facts.events import (
    ImportEnd,
)
from flake8_mp.facts.machine import Exhausted, Region, World
from flake8_mp.facts.outside import Outside
from flake8_mp.facts.relevance import Relevance
from flake8_mp.facts.source import Source
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
    Values,
    const,
    union,
)
from flake8_mp.settings import Settings

STEPS_PER_RUN = 2_000
"""The bound on the work for one function that is run for its own sake."""
FARTHEST = 1
"""So many calls away from a library may a function be that is run for its own sake."""
DEEPEST_ABROAD = 4
"""So deep are functions of other modules followed."""
DEEPEST_ASIDE = 2
"""Functions that have nothing to do with processes are followed so deep."""


class Reach(Outside):
    """Runs a module in every way that matters, and notes what happens."""

    def __init__(self, source: Source, settings: Settings) -> None:
        super().__init__(source, settings)
        self.relevance = Relevance(source)
        self._relevances = {source: self.relevance}
        self._initial: Changes = {(0, "#method"): (const(None),)}
        self._at_exit: list[tuple[Values, ast.AST]] = []
        self.entered: set[Function] = set()

    def run_module(self) -> None:
        """Run the module: as its children import it, as a program, and function by function as a library."""
        try:
            if not self.source.is_never_imported:
                self.imported_store = self._run_top("import", "__mp_main__")
                # Where a guard ends the import of a child, nothing else that is missing there is worth telling.
                self.import_ends = any(isinstance(event, ImportEnd) for event in self.events)
            program = self._run_program()
            self._run_library(program)
        except (Exhausted, RecursionError):
            pass
        self.finish()

    def _run_program(self) -> Changes:
        """Run the module as a program, with half of the work that is left: its functions are to be run as well."""
        total, self.limit = self.limit, self.steps + (self.limit - self.steps) // 2
        try:
            return self._run_top("main", "__main__")
        except (Exhausted, RecursionError):
            self.resolving.clear()
            return {}
        finally:
            self.limit = total

    def _run_top(self, kind: str, name: str) -> Changes:
        self.store, self.dull, self.unsure = Store(), {}, 0
        self.store.changes.update(self._initial)
        self.world = World(kind, (const(name),), importing=kind == "import")
        self._at_exit = []
        tree = self.source.tree

        def body() -> bool:
            goes = self.run(tree.body)
            for functions, node in self._at_exit:
                for function in functions:
                    if isinstance(function, (Function, Method, Partial)):
                        self.call(function, Arguments(node))
            return goes

        region = self.region((), body)
        ends = region.ways
        after = Store()
        after.changes.update(self._initial)
        for key in {key for way in ends for key in way}:
            found = [way.get(key) or (UNBOUND,) for way in ends]
            if key == (0, "#method"):
                # A way that ended before the choice was made leads to nothing else.
                found = [values for values in found if values != (UNBOUND,)]
            after.changes[key] = union(*found)
        self.store = after
        if kind == "main" and not self.source.is_notebook:
            self.ended(self.frame, region, ())
        else:
            self.owned.clear()
        return after.changes

    def _run_library(self, program: Changes) -> None:
        """Run every function and method as somebody else may call it: with arguments of which nothing is known."""
        base = Store()
        base.changes.update(self._lasting(program) if self.imported_store is None else self.imported_store)
        method = program.get((0, "#method"))
        if method is not None:
            base.changes[(0, "#method")] = method
        base.changes.pop((0, "#fixed"), None)
        base.changes.pop((0, "#threads"), None)
        for value in self._definitions(base):
            if self.relevant(value):
                self._run_one(value, base)

    def _lasting(self, program: Changes) -> Changes:
        """Return what a program has defined, without the things that it has made: those are as it left them."""
        return {
            key: tuple(UNKNOWN if isinstance(value, Obj) else value for value in values)
            for key, values in program.items()
            if key[0] and key[0] not in self.objects
        }

    def _definitions(self, store: Store) -> list[Function | Class]:
        found: list[Function | Class] = []
        for values in list(store.changes.values()):
            for value in values:
                if isinstance(value, Method) and value.name == "<command>" and value.function is not None:
                    value = value.function
                if isinstance(value, (Function, Class)) and value.source is self.source and value not in found:
                    found.append(value)
        for function in self.decorated:
            # Whatever the decorator makes of it calls it: a fixture, a command, a route.
            if function not in found and function.source is self.source and not function.local:
                if function.owner is None and function.frame.parent is None:
                    found.append(function)
        return sorted(found, key=lambda value: (value.node.lineno, value.node.col_offset))

    def relevant(self, value: Function | Class) -> bool:
        """Tell whether running a definition can show anything."""
        distance = self.relevance.distances.get(value.node, FARTHEST + 1)
        return distance == 0 or (distance <= FARTHEST and self.relevance.makes(value.node))

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
        for function in self.decorated:
            if function.owner is value and function not in methods and function.frame is value.frame:
                if self.relevant(function) and "property" not in function.kinds:
                    methods.append(function)
        found: dict[tuple[int, str], list[Values]] = {}
        for member in methods:
            end = self._library_call(member, store, obj)
            for (ident, name), values in end.items():
                if ident == obj.ident and not name.startswith("#"):
                    found.setdefault((ident, name), []).append(values)
        new = {key: many for key, many in found.items() if any(isinstance(v, Obj) for values in many for v in values)}
        if not new:
            return
        # Methods are called in any order: what one of them sets, the others find, perhaps.
        for key, many in new.items():
            before = store.get(key)
            store.set(key, union(before or (UNBOUND,), *many, NOTHING))
            outer = self.store
            self.store = store
            if key[1] not in self.attributes(obj.ident):
                store.set((obj.ident, "#names"), (const((*self.attributes(obj.ident), key[1])),))
            self.store = outer
        names = {name for _, name in new}
        for member in methods:
            if self.relevance.names_one(member.node, names):
                self._library_call(member, store, obj)

    def _class_member_names(self, cls: Class, store: Store) -> list[str]:
        saved, self.store = self.store, store
        try:
            return self.attributes(cls.ident)
        finally:
            self.store = saved

    def _library_instance(self, cls: Class, store: Store) -> Obj:
        saved = self.store, self.world, self.frame
        self.store, self.world = store, World("library")
        assert cls.frame is not None
        self.frame = cls.frame.module
        made: list[Obj] = []
        try:

            def body() -> bool:
                for value in self.instantiate(cls, Arguments(cls.node, more=True)):
                    if isinstance(value, Obj):
                        made.append(value)
                return True

            region = self.region((), body)
            for ways in region.ends.values():
                for way in ways[:1]:
                    store.changes.update(way)
            if not made:
                made.append(self.make("instance", cls.node, cls=cls))
        finally:
            self.store, self.world, self.frame = saved
        self.owned.clear()
        return made[0]

    def _library_call(self, function: Function, base: Store, receiver: Obj | None) -> Changes:
        self.store, self.dull = Store(base), {}
        self.world = World("library")
        self.frame = function.frame.module
        self.regions, self.active, self.loops, self.depth, self.unsure = [], [], 0, 0, 0
        bound = None if function.kinds & {"staticmethod", "classmethod"} else receiver

        def body() -> bool:
            self.enter(function, Arguments(function.node, more=True), bound)
            return True

        total, self.limit = self.limit, min(self.limit, self.steps + STEPS_PER_RUN)
        try:
            region = self.region((), body)
        except (Exhausted, RecursionError):
            if self.steps > total:
                raise Exhausted from None
            self.resolving.clear()
            region = Region(self.store, frozenset())
        finally:
            self.limit = total
        end: Changes = {}
        for ways in region.ends.values():
            for way in ways:
                end.update(way)
        self._pending_processes()
        self.owned.clear()
        return end

    def _pending_processes(self) -> None:
        """Processes that are made here and started elsewhere are judged as they were made."""
        for obj, node in list(self.pending.values()):
            if any((obj.ident, name) in self.origins for name in ("target", "args", "kwargs")):
                self.check_process(obj, node)
        self.pending.clear()

    def follow(self, function: Function) -> bool:
        node = function.node
        if function.local or isinstance(node, ast.Lambda) or not self.active:
            return True
        relevance = self._relevance_of(function.source)
        if relevance is not self.relevance:
            abroad = sum(f.source is not self.source for f in self.active)
            return abroad < DEEPEST_ABROAD and (relevance.mentions(node) or (abroad < 2 and relevance.worth(node)))
        distances = relevance.distances
        if node in distances and (self.world.kind != "library" or distances[node] <= FARTHEST):
            return True
        aside = sum(f.node not in distances and not f.local for f in self.active)
        return aside < DEEPEST_ASIDE and relevance.worth(node)

    def _relevance_of(self, source: Source) -> Relevance:
        found = self._relevances.get(source)
        if found is None:
            found = self._relevances[source] = Relevance(source)
        return found

    def worth_again(self, node: ast.AST) -> bool:
        return self._relevance_of(self.frame.source).mentions(node)

    def enter(self, function: Function, arguments: Arguments, *rest: object) -> Values:
        self.entered.add(function)
        return super().enter(function, arguments, *rest)  # type: ignore[arg-type]

    def mentioned_elsewhere(self, obj: Obj) -> bool:
        names = {
            name for (ident, name), values in self.store.items().items() if ident == self.frame.ident and obj in values
        }
        if not names:
            names = set(self.attribute_names(obj))
        ran = {function.node for function in self.entered}
        for node in walk(self.source.tree):
            if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)) and node not in ran:
                for inner in walk(node):
                    if isinstance(inner, ast.Name) and inner.id in names:
                        return True
                    if isinstance(inner, ast.Attribute) and (inner.attr in names or inner.attr == "unlink"):
                        return True
        return False

    def attribute_names(self, obj: Obj) -> Iterable[str]:
        """Return the names of attributes that hold an object."""
        return (name for (_, name), values in self.store.items().items() if obj in values and name[:1] not in "#=")

    def at_exit(self, values: Values, node: ast.AST) -> None:
        if self.world.kind == "import" and not self.world.uncertain:
            self._at_exit.append((values, node))
