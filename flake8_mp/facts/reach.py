"""Which code runs, and where: the program, its import by a child, the workers, and what others may call."""

from __future__ import annotations

import ast
from collections.abc import Iterable

from flake8_mp.facts import api
from flake8_mp.facts.effects import Bound
from flake8_mp.facts.events import ChildRead, ForkHazard, ImportEnd, Obstacle, Place, Result
from flake8_mp.facts.expressions import Arguments
from flake8_mp.facts.machine import Exhausted, Gone, Region, World
from flake8_mp.facts.relevance import Relevance
from flake8_mp.facts.resources import FORK, NOT_FORK, Resources
from flake8_mp.rule import ALL_METHODS
from flake8_mp.facts.source import Source
from flake8_mp.facts.store import Changes, Store, join
from flake8_mp.facts.values import (
    DEFAULT,
    NOTHING,
    UNBOUND,
    Class,
    Const,
    Context,
    Deferred,
    Frame,
    Function,
    Imported,
    Method,
    Obj,
    Partial,
    Unknown,
    Value,
    Values,
    const,
    union,
)

_NEVER_BACK = {
    "generator": "a generator",
    "coroutine": "a coroutine",
    "context manager": "a context manager",
}
STEPS_PER_RUN = 5_000
"""The bound on the work for one function that is run for its own sake."""
FARTHEST = 1
"""So many calls away from a library may a function be that is run for its own sake."""
DEEPEST_ASIDE = 2
"""Functions that have nothing to do with processes are followed so deep."""
_UNTOLD = (Unknown, Deferred, Imported)
_CONNECTIONS = frozenset({"sqlite3.Connection", "sqlite3.Cursor", "socket", "selector", "epoll"})
_HARMLESS_ON_SOCKETS = frozenset({"accept", "close", "fileno", "getsockname", "getpeername", "detach"})
"""A child may take connections from its parent's listening socket, and close what it does not need."""


class Reach(Resources):
    """Runs a module in every way that matters, and notes what happens."""

    def run_module(self) -> None:
        """Run the module: as its children import it, as a program, and function by function as a library."""
        self.origins, self.pending, self.partials, self.owned = {}, {}, {}, {}
        self._written, self._child_pool, self._at_fork, self._context = set(), None, {}, DEFAULT
        self.import_ends = False
        self.rounds = []
        self._modules, self._relevances, self._resolving = {}, {}, []
        self._pending, self._yields, self._comprehension_frames, self.starts = {}, [], {}, []
        self.entered: set[Function] = set()
        self._children: set[tuple[object, ...]] = set()
        self._child_base: Store | None = None
        self._promised = {}
        self._worker: Function | None = None
        self.thread_locks: dict[int, set[Obj]] = {}
        self._locks: set[Obj] | None = None
        self._initial = {(0, "#method"): (const(None),)}
        try:
            self.relevance = Relevance(self.source)
            imported = self._run_top("import", "__mp_main__")
            if self.source.is_dunder_main:
                # Children never import it again: nothing that happens then happens at all.
                self.events.clear()
            self.imported_store = imported
            # Where a guard ends the import of a child, nothing else that is missing there is worth telling.
            self.import_ends = any(isinstance(event, ImportEnd) for event in self.events)
            program = self._run_top("main", "__main__")
            self._run_library(program)
        except (Exhausted, RecursionError):
            pass

    def _run_top(self, kind: str, name: str) -> Changes:
        self.store, self.dull = Store(), {}
        self.store.changes.update(self._initial)
        self.world = World(kind, (const(name),), importing=kind == "import")
        self._at_exit: list[tuple[Values, ast.AST]] = []
        tree = self.source.tree

        def body() -> bool:
            goes = self.run(tree.body)
            for functions, node in self._at_exit:
                for function in functions:
                    if isinstance(function, (Function, Method, Partial)):
                        self.call(function, Arguments(node))
            return goes

        region = self.region((), body)
        result: Changes = dict(self._initial)
        ends = [way for ways in region.ends.values() for way in ways]
        after = Store()
        after.changes.update(self._initial)
        for key in {key for way in ends for key in way}:
            found = [way.get(key) or (UNBOUND,) for way in ends]
            after.changes[key] = found[0] if len(found) == 1 else _join(found)
        result = after.changes
        self.store = after
        if kind == "main":
            self.ended(self.frame, region, ())
        else:
            self.owned.clear()
        return result

    # -- the library ----------------------------------------------------------------------------------------------

    def _run_library(self, program: Changes) -> None:
        """Run every function and method as somebody else may call it: with arguments of which nothing is known."""
        assert self.imported_store is not None
        base = Store()
        base.changes.update(self.imported_store)
        method = program.get((0, "#method"))
        if method is not None:
            base.changes[(0, "#method")] = method
        base.changes.pop((0, "#fixed"), None)
        base.changes.pop((0, "#threads"), None)
        for value in self._definitions(base):
            if self.relevant(value):
                self._run_one(value, base)

    def _definitions(self, store: Store) -> list[Function | Class]:
        found: list[Function | Class] = []
        for values in list(store.changes.values()):
            for value in values:
                if isinstance(value, Method) and value.name == "<command>" and value.function is not None:
                    value = value.function
                if isinstance(value, (Function, Class)) and value.source is self.source and value not in found:
                    found.append(value)
        return sorted(found, key=lambda value: (value.node.lineno, value.node.col_offset))

    def relevant(self, value: Function | Class) -> bool:
        """Tell whether running a definition can show anything."""
        return self.relevance.distances.get(value.node, FARTHEST + 1) <= FARTHEST

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
        found: dict[tuple[int, str], list[Values]] = {}
        for member in methods:
            end = self._library_call(member, store, obj)
            for (ident, name), values in end.items():
                if ident == obj.ident and not name.startswith("#"):
                    found.setdefault((ident, name), []).append(values)
        new = {
            key: many for key, many in found.items() if any(isinstance(v, Obj) for values in many for v in values)
        }
        if not new:
            return
        # Methods are called in any order: what one of them sets, the others find, perhaps.
        for key, many in new.items():
            before = store.get(key)
            store.set(key, _join([before or (UNBOUND,), *many, NOTHING]))
            names = self.store
            self.store = store
            if key[1] not in self.attributes(obj.ident):
                store.set((obj.ident, "#names"), (const((*self.attributes(obj.ident), key[1])),))
            self.store = names
        for member in methods:
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
        self.regions, self.active, self.loops, self.depth = [], [], 0, 0
        bound = None if "staticmethod" in function.kinds else receiver
        if "classmethod" in function.kinds and receiver is not None:
            bound = None

        def body() -> bool:
            self.enter(function, Arguments(function.node, more=True), bound)
            return True

        total, self.limit = self.limit, min(self.limit, self.steps + STEPS_PER_RUN)
        try:
            region = self.region((), body)
        except (Exhausted, RecursionError):
            if self.steps > total:
                raise Exhausted from None
            self._resolving.clear()
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

    # -- hooks of the machine -------------------------------------------------------------------------------------

    def follow(self, function: Function) -> bool:
        node = function.node
        if function.local or isinstance(node, ast.Lambda) or not self.active:
            return True
        relevance = self._relevance_of(function.source)
        distances = relevance.distances
        if node in distances and (self.world.kind != "library" or distances[node] <= FARTHEST):
            return True
        aside = sum(f.node not in distances and not f.local for f in self.active)
        return aside < DEEPEST_ASIDE and relevance.worth(node)

    def _relevance_of(self, source: Source) -> Relevance:
        found = self._relevances.get(source)
        if found is None:
            found = self._relevances[source] = self.relevance if source is self.source else Relevance(source)
        return found

    def worth_again(self, node: ast.AST) -> bool:
        return self._relevance_of(self.frame.source).mentions(node)

    def enter(self, function: Function, arguments: Arguments, *rest: object) -> Values:  # type: ignore[override]
        self.entered.add(function)
        return super().enter(function, arguments, *rest)  # type: ignore[arg-type]

    def mentioned_elsewhere(self, obj: Obj) -> bool:
        names = {
            name for (ident, name), values in self.store.items().items() if ident == self.frame.ident and obj in values
        }
        if not names:
            names = {name for name in self.attribute_names(obj)}
        ran = {function.node for function in self.entered}
        for node in ast.walk(self.source.tree):
            if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)) and node not in ran:
                for inner in ast.walk(node):
                    if isinstance(inner, ast.Name) and inner.id in names:
                        return True
                    if isinstance(inner, ast.Attribute) and (inner.attr in names or inner.attr == "unlink"):
                        return True
        return False

    def attribute_names(self, obj: Obj) -> Iterable[str]:
        """Return the names of attributes that hold an object."""
        return (name for (_, name), values in self.store.items().items() if obj in values and name[:1] not in "#=")

    # -- workers --------------------------------------------------------------------------------------------------

    def run_process(self, obj: Obj, node: ast.AST, methods: frozenset[str]) -> None:
        self._context = obj.context
        target = self.store.get((obj.ident, "#target"))
        arguments = self._process_arguments(obj, node)
        if obj.cls is not None:
            run = self.class_attribute(obj.cls, "run")
            functions = [v for v in run or () if isinstance(v, Function)]
            if functions:
                self.run_child(tuple(Method(obj, "run", f) for f in functions), Arguments(node), methods, node, False)
                return
        if target is None:
            return
        if any(isinstance(v, Unknown) for v in target):
            for values in arguments.all():
                self.escape(values)
        part = self.origins[(obj.ident, "target")]
        if self.obstacle(target, api.INHERITED) is not None:
            return
        self.run_child(target, arguments, methods, part[0], False)

    def _process_arguments(self, obj: Obj, node: ast.AST) -> Arguments:
        arguments = Arguments(node)
        values = self.store.get((obj.ident, "#args"))
        for value in values or ():
            items = self.items(value) if isinstance(value, Obj) and value.kind in ("tuple", "list") else None
            if items is None:
                arguments.more = True
                if isinstance(value, Obj):
                    self.escape((value,))
            else:
                arguments.args = [(node, item) for item in items]
        for value in self.store.get((obj.ident, "#kwargs")) or ():
            if isinstance(value, Obj) and value.kind == "dict":
                for key in self.keys(value):
                    arguments.kwargs[key] = (node, self.store.get((value.ident, f"={key}")) or NOTHING)
                arguments.more = arguments.more or bool(self.rest(value))
            else:
                arguments.more = True
        return arguments

    def task(
        self, obj: Obj, function: tuple[ast.AST, Values], arguments: Arguments, context: Context, bound: Bound
    ) -> None:
        node, values = function
        given = Arguments(node)
        if "iterable" in bound:
            elements = self.elements(bound["iterable"][1])
            if set(bound) and arguments.node and _unpacks(arguments.node):
                given.more = True
            else:
                given.args = [(node, elements)]
        elif "args" in bound:
            for value in bound["args"][1]:
                items = self.items(value) if isinstance(value, Obj) else None
                given.args = [(node, item) for item in items or []]
                given.more = items is None
        elif obj.kind == "ProcessPoolExecutor":
            is_map = getattr(getattr(arguments.node, "func", None), "attr", "") == "map"
            for part, each in arguments.args[1:]:
                given.args.append((part, self.elements(each) if is_map else each))
            given.kwargs = {} if is_map else dict(arguments.kwargs)
            given.more = arguments.more
        if any(isinstance(v, Unknown) for v in values):
            for each in given.all():
                self.escape(each)
        if self.obstacle(values, api.PICKLED) is not None:
            return
        crosses = all(self.obstacle(each, api.PICKLED) is None for each in given.all())
        self.run_child(values, given, self.methods(context), node, crosses, pool=obj)

    def run_child(
        self,
        functions: Values,
        arguments: Arguments,
        methods: frozenset[str],
        node: ast.AST,
        pickles_results: bool,
        pool: Obj | None = None,
    ) -> None:
        """Run a worker as the child does: names of its module mean there what they mean after an import."""
        if self.world.kind in ("child", "thread", "import"):
            return
        for value in functions:
            if not isinstance(value, (Function, Method, Partial)) and not (isinstance(value, Obj) and value.cls):
                continue
            self._as_child(value, arguments, methods, node, pickles_results, pool)

    def _as_child(
        self,
        value: Function | Method | Partial | Obj,
        arguments: Arguments,
        methods: frozenset[str],
        node: ast.AST,
        pickles_results: bool,
        pool: Obj | None,
    ) -> None:
        function = value.function if isinstance(value, Method) else value
        key = (function, node, self.world.kind)
        if key in self._children or len(self._children) > 200:
            return
        self._children.add(key)
        saved = self.store, self.world, self.regions, self.active, self.loops, self.depth
        outer = self._child_base, self._worker
        self._parent_kind = self.world.kind
        written, self._written = self._written, set()
        context = pool.context if pool is not None else self._context
        explicit = self.explicit(context)
        self._child_pool = pool
        self._child_base, self.store = self.store, Store(self.store)
        self.world = World(
            "child", (const("__mp_main__"),), handed=self.place(node), methods=methods, explicit=explicit
        )
        self.regions, self.active, self.loops, self.depth = [], [], 0, min(self.depth, 40)
        self._worker = function if pickles_results and isinstance(function, Function) else None

        def body() -> bool:
            self._initialize(pool, node)
            result = self.call(value, arguments)
            if pickles_results:
                self._check_result(result, node)
            return True

        try:
            region = self.region((), body)
            join(self.store, [way for ways in region.ends.values() for way in ways])
            changes = self.store.since(self._child_base)
        finally:
            self.store, self.world, self.regions, self.active, self.loops, self.depth = saved
            self._child_base, self._worker = outer
            self._written, self._child_pool = written, None
        self._unlinked_there(changes)

    def _initialize(self, pool: Obj | None, node: ast.AST) -> None:
        if pool is None:
            return
        for value in self.store.get((pool.ident, "#initializer")) or ():
            given = Arguments(node)
            for each in self.store.get((pool.ident, "#initargs")) or ():
                items = self.items(each) if isinstance(each, Obj) else None
                given.args = [(node, item) for item in items or []]
                given.more = items is None
            if isinstance(value, (Function, Method, Partial)):
                self.call(value, given)

    def _unlinked_there(self, changes: Changes) -> None:
        """A block that a worker unlinks is not left behind by its parent."""
        for (ident, name), values in changes.items():
            obj = self.objects.get(ident)
            if name == "#state" and obj is not None and obj.kind in ("SharedMemory", "ShareableList"):
                states = [v.value for v in values if isinstance(v, Const) and isinstance(v.value, frozenset)]
                if any("unlinked" in state or "escaped" in state for state in states):
                    self.move(obj, add="escaped")

    def _check_result(self, result: Values, node: ast.AST) -> None:
        for value in result:
            words = _NEVER_BACK.get(value.kind) if isinstance(value, Obj) else None
            if words is not None:
                self.emit(Result(self.place(node), obstacle=Obstacle("unpicklable", words)))

    def returned(self, values: Values, node: ast.Return) -> None:
        worker = self._worker
        if worker is not None and self.active and self.active[-1] is worker and node.value is not None:
            if not worker.is_async and not self.is_generator(worker):
                found = self.obstacle(values, api.PICKLED)
                if found is not None:
                    self.emit(Result(self.place(node.value), obstacle=found, handed=self.world.handed))

    def raised(self, values: Values, node: ast.Raise) -> None:
        super().raised(values, node)
        if self._worker is None or self.world.kind != "child":
            return
        if any(not r.catches or r.catches == {"raise"} for r in self.regions[1:]):
            return
        for value in values:
            cls = value.cls if isinstance(value, Obj) else value
            if not isinstance(cls, Class):
                continue
            found = self._exception_obstacle(cls, value if isinstance(value, Obj) else None)
            if found is not None:
                self.emit(Result(self.place(node), obstacle=found, handed=self.world.handed, raises=True))

    def _exception_obstacle(self, cls: Class, obj: Obj | None) -> Obstacle | None:
        """Return why an exception cannot come back: ``BaseException.__reduce__`` calls the class with ``args``."""
        found = self._obstacle(cls if obj is None else obj, api.PICKLED, ())
        if found is not None:
            return found
        classes, outside, complete = self.lineage(cls)
        if not complete or self._own_way(cls) or len(outside) != 1:
            return None
        if outside[0] not in ("Exception", "BaseException", "RuntimeError", "ValueError", "TypeError"):
            return None
        init = self.class_attribute(cls, "__init__")
        function = init[0] if init is not None and len(init) == 1 and isinstance(init[0], Function) else None
        if function is None or isinstance(function.node, ast.Lambda) or len(classes) > 1:
            return None
        parameters = function.node.args
        if parameters.vararg is not None:
            return None
        positional = len(parameters.posonlyargs) + len(parameters.args) - 1
        required = positional - len(parameters.defaults)
        keywords = [d for d in parameters.kw_defaults if d is None]
        calls = [n for n in ast.walk(function.node) if isinstance(n, ast.Call) and _is_super_init(n)]
        if len(calls) != 1 or any(isinstance(a, ast.Starred) for a in calls[0].args) or calls[0].keywords:
            return None
        if any(isinstance(n, ast.Attribute) and n.attr == "args" for n in ast.walk(function.node)):
            return None
        given = len(calls[0].args)
        if required <= given <= positional and not keywords:
            return None
        return Obstacle("signature", f"`{cls.name}`", origin=Place(cls.source, cls.node), target=cls)

    # -- what a worker sees ---------------------------------------------------------------------------------------

    def read_global(self, node: ast.Name, frame: Frame, values: Values) -> Values:
        base = self._child_base
        if base is None or self.world.kind != "child" or frame.source is not self.source:
            return values
        if self.imported_store is None or self.source.is_dunder_main or self.import_ends:
            return values
        if node.id in self._written or "*" in self._written:
            return values
        key = (frame.ident, node.id)
        here = base.get(key)
        if here is None or self.store.get(key) is not here or values == NOTHING and here == (UNBOUND,):
            return values
        there = self.imported_store.get(key)
        if there is None or all(v is UNBOUND for v in there):
            caught = any(region.handles & {"NameError", "Exception", ""} for region in self.regions)
            if UNBOUND not in here and not caught:
                self._child_read("unbound", node, values, NOT_FORK)
            self._shared(node, here)
            return values
        if self.testing:
            return union(values, there) if _differ(there, here) else values
        if _differ(there, here):
            self._child_read("stale", node, values, NOT_FORK)
        self._shared(node, here)
        if len(here) == len(there) == 1 and _alike(here[0], there[0]):
            self._duplicated(node, here)
        return values

    def bound_global(self, name: str, node: ast.AST) -> None:
        if self.world.kind == "child":
            self._written.add(name)

    def globals_taken(self) -> None:
        if self.world.kind == "child":
            self._written.add("*")

    _written: set[str]
    """The names of the module that the worker has bound itself; ``*`` for any."""

    _parent_kind = ""

    def read_member(self, key: tuple[int, str], node: ast.AST) -> None:
        base = self._child_base
        if base is None or self.world.kind != "child" or self.imported_store is None or self.testing:
            return
        if self.source.is_dunder_main or self.import_ends:
            return
        here = base.get(key)
        if here is None or self.store.get(key) is not here or any(v is UNBOUND for v in here):
            return
        if key[0] == 0 and self._parent_kind != "main":
            return
        if key[0] and key[0] not in self.objects and self.imported_store.get((key[0], "#names")) is None:
            return
        owner = self.objects.get(key[0])
        if owner is not None and self.imported_store.get((owner.ident, "#state")) is None:
            return
        there = self.imported_store.get(key)
        if there is None or _differ(there, here):
            self._child_read("stale", node, here, NOT_FORK)
        elif len(here) == len(there) == 1 and _alike(here[0], there[0]):
            self._duplicated(node, here)
        self._shared(node, here)

    def _child_read(self, problem: str, node: ast.AST, values: Values, methods: frozenset[str], words: str = "") -> None:
        methods = methods & self.world.methods
        if methods and self.world.explicit:
            methods = ALL_METHODS
        if methods and self.world.handed is not None:
            origins = [Place(v.source, v.node) for v in values if isinstance(v, Obj)]
            self.emit(
                ChildRead(
                    self.place(node) if self.frame.source is self.source else self.world.handed,
                    methods,
                    problem=problem,
                    name=self.frame.source.segment(node),
                    words=words,
                    bound=origins[0] if origins else None,
                    handed=self.world.handed,
                )
            )

    def _duplicated(self, node: ast.AST, values: Values) -> None:
        for value in values:
            if not isinstance(value, Obj) or len(values) != 1:
                continue
            if value.kind in api.PRIMITIVES and value.cls is None:
                self._child_read("primitive", node, values, NOT_FORK, api.KINDS[value.kind].words)
            elif value.kind == "Connection" and value.parent is not None:
                self._child_read("primitive", node, values, NOT_FORK, "Pipe")
            elif value.kind == "SharedMemory" and self._state_in(value, "owner"):
                self._child_read("primitive", node, values, NOT_FORK, "SharedMemory")
            elif value.kind == "mmap" and self._state_in(value, "anonymous"):
                self._child_read("primitive", node, values, NOT_FORK, "an anonymous mmap")

    def _state_in(self, obj: Obj, flag: str) -> bool:
        return self.must(obj, flag)

    def _shared(self, node: ast.AST, values: Values) -> None:
        for value in values:
            if not isinstance(value, Obj) or len(values) != 1 or value.cls is not None:
                continue
            if value.kind == "socket" and self.wanted in _HARMLESS_ON_SOCKETS:
                continue
            if value.kind in _CONNECTIONS and not self.can(value, "closed"):
                words = api.KINDS[value.kind].words
                self._child_read("connection", node, values, FORK, words)
            elif value.kind == "ThreadPoolExecutor" and self.must(value, "running"):
                self._child_read("threads", node, values, FORK, "ThreadPoolExecutor")

    # -- threads --------------------------------------------------------------------------------------------------

    def run_thread(self, obj: Obj, node: ast.AST) -> None:
        if self.world.kind in ("thread", "child"):
            return
        targets = [v for name in ("#target", "#function") for v in self.store.get((obj.ident, name)) or ()]
        arguments = self._process_arguments(obj, node)
        saved = self.store, self.world, self.regions, self.active, self.loops
        importing = self.world.importing
        self.store, self.world = Store(self.store), World(
            "thread", self.world.name, self.world.trace, importing=importing
        )
        self.regions, self.active, self.loops = [], [], 0
        locks: set[Obj] = set()
        outer, self._locks = self._locks, locks

        def body() -> bool:
            for target in targets:
                if isinstance(target, (Function, Method, Partial)):
                    self.call(target, arguments)
            return True

        try:
            region = self.region((), body)
            join(self.store, [way for ways in region.ends.values() for way in ways])
            changes = self.store.since(saved[0])
        finally:
            self.store, self.world, self.regions, self.active, self.loops = saved
            self._locks = outer
        self.thread_locks[obj.ident] = locks
        for (ident, name), values in changes.items():
            other = self.objects.get(ident)
            if other is not None and name == "#state" and other.kind in ("SharedMemory", "ShareableList", "Queue"):
                self.store.set((ident, name), values)

    def acquired(self, obj: Obj, node: ast.AST) -> None:
        if self._locks is not None:
            self._locks.add(obj)
        if self.world.kind != "child" or "fork" not in self.world.methods or self._child_base is None:
            return
        pool = self._child_pool
        if pool is not None:
            locks, threads = self._at_fork.get(pool.ident, (set(), []))
        else:
            saved, self.store = self.store, self._child_base
            try:
                locks, threads = self._going_on()
            finally:
                self.store = saved
        held = obj in locks
        busy = [t for t in threads if obj in self.thread_locks.get(t.ident, ())]
        if held or busy:
            words = api.KINDS[obj.kind].words
            cause = Place(busy[0].source, busy[0].node) if busy else Place(obj.source, obj.node)
            problem = "lock" if busy else "held lock"
            self.emit(ForkHazard(self.place(node), FORK, problem=problem, words=words, cause=cause))


    def _going_on(self) -> tuple[set[Obj], list[Obj]]:
        """Return the locks that are held on this way, and the threads that are running."""
        locks = {o for o in self.objects.values() if o.kind == "threading.Lock" and self.must(o, "held")}
        threads = [v for v in self.store.get((0, "#threads")) or () if isinstance(v, Obj)]
        return locks, [thread for thread in threads if self.must(thread, "running")]

    def workers_begin(self, obj: Obj, node: ast.AST) -> None:
        self._at_fork[obj.ident] = self._going_on()

    _at_fork: dict[int, tuple[set[Obj], list[Obj]]]
    """What was going on when the workers of a pool were started."""

    def at_exit(self, values: Values, node: ast.AST) -> None:
        if self.world.kind == "import" and not self.world.uncertain:
            self._at_exit.append((values, node))


def _alike(one: Value, other: Value) -> bool:
    """Tell whether two values are the same thing made twice by the same code."""
    if one == other:
        return True
    return type(one) is type(other) and getattr(one, "node", one) is getattr(other, "node", None)


def _differ(there: Values, here: Values) -> bool:
    if any(isinstance(value, _UNTOLD) or value is UNBOUND for value in there):
        return False
    return not any(_alike(one, other) for one in there for other in here)


def _join(many: list[Values]) -> Values:
    return union(*many)


def _unpacks(node: ast.AST) -> bool:
    return getattr(getattr(node, "func", None), "attr", "").startswith("starmap")


def _is_super_init(node: ast.Call) -> bool:
    function = node.func
    return (
        isinstance(function, ast.Attribute)
        and function.attr == "__init__"
        and (
            (isinstance(function.value, ast.Call) and getattr(function.value.func, "id", "") == "super")
            or (isinstance(function.value, ast.Name) and function.value.id in ("Exception", "BaseException"))
        )
    )
