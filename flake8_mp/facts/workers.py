"""Workers: what runs in children and threads, what it returns and raises, which locks it takes."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from contextlib import contextmanager

from flake8_mp.facts import api
from flake8_mp.facts.arguments import Arguments, Bound
from flake8_mp.facts.children import Children
from flake8_mp.facts.events import (
    ForkHazard,
    Obstacle,
    Place,
    Result,
)
from flake8_mp.facts.kinds import BLOCKS, KINDS
from flake8_mp.facts.machine import World
from flake8_mp.facts.source import Source
from flake8_mp.facts.store import Changes, Store, join
from flake8_mp.facts.tree import walk
from flake8_mp.facts.values import (
    NOTHING,
    Class,
    Context,
    Function,
    Method,
    Obj,
    Partial,
    Unknown,
    Values,
    const,
    states_of,
    union,
)
from flake8_mp.rule import FORK
from flake8_mp.settings import Settings

_EXCEPTIONS = frozenset({"Exception", "BaseException", "RuntimeError", "ValueError", "TypeError", "LookupError"})
"""Exceptions whose ``args`` are what their ``__init__`` gets."""
_NEVER_BACK = {
    "generator": "a generator",
    "coroutine": "a coroutine",
    "context manager": "a context manager",
}


class Workers(Children):
    """Runs workers as the child does."""

    def __init__(self, source: Source, settings: Settings) -> None:
        super().__init__(source, settings)
        self._children: set[tuple[object, ...]] = set()
        self._worker: Function | None = None
        """The worker that is running, where what it returns is pickled."""
        self.thread_locks: dict[int, set[Obj]] = {}
        """By the thread, the locks that it takes."""
        self._locks: set[Obj] | None = None

    @contextmanager
    def aside(self, world: World) -> Iterator[None]:
        """Run code in other circumstances that nothing of this way is around; afterwards this way goes on."""
        saved = self.store, self.world, self.regions, self.active, self.loops
        self.store, self.world = Store(self.store), world
        self.regions, self.active, self.loops = [], [], 0
        try:
            yield
        finally:
            self.store, self.world, self.regions, self.active, self.loops = saved

    def run_process(self, obj: Obj, node: ast.AST, methods: frozenset[str]) -> None:
        super().run_process(obj, node, methods)
        self.child_context = obj.context
        target = self.store.get((obj.ident, "#target"))
        arguments = self._process_arguments(obj, node)
        if obj.cls is not None:
            run = self.class_attribute(obj.cls, "run")
            functions = [v for v in run or () if isinstance(v, Function)]
            if functions:
                self.run_child(
                    tuple(Method(obj, "run", f) for f in functions), Arguments(node), methods, node, False, started=obj
                )
                return
        if target is None:
            return
        if any(isinstance(v, Unknown) for v in target):
            for values in arguments.all():
                self.escape(values)
        part = self.origins[(obj.ident, "target")]
        if not self.arrives(target, api.INHERITED, methods):
            return
        self.run_child(target, arguments, methods, part[0], False, started=obj)

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
            if _unpacks(arguments.node):
                rows = [self.items(v) if isinstance(v, Obj) and v.kind in ("tuple", "list") else None for v in elements]
                given.more = not rows or any(row is None or len(row) != len(rows[0] or ()) for row in rows)
                if not given.more:
                    given.args = [(node, union(*column)) for column in zip(*(row or [] for row in rows), strict=True)]
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
        methods = self.methods(context)
        if not self.arrives(values, api.PICKLED, methods):
            return
        # dill brings back whatever it has sent.
        crosses = not context.dill and all(self.arrives(each, api.PICKLED, methods) for each in given.all())
        self.run_child(values, given, methods, node, crosses, pool=obj)

    def arrives(self, values: Values, transport: str, methods: frozenset[str]) -> bool:
        """Tell whether a child gets something: a fork has what this process defines, wherever that stands."""
        found = self.obstacle(values, transport)
        return found is None or (found.needs_fork and "fork" in methods)

    def run_child(
        self,
        functions: Values,
        arguments: Arguments,
        methods: frozenset[str],
        node: ast.AST,
        pickles_results: bool,
        pool: Obj | None = None,
        started: Obj | None = None,
    ) -> None:
        """Run a worker as the child does: names of its module mean there what they mean after an import."""
        if self.world.kind in ("child", "thread", "import"):
            return
        for value in functions:
            if not isinstance(value, (Function, Method, Partial)) and not (isinstance(value, Obj) and value.cls):
                continue
            self._as_child(value, arguments, methods, node, pickles_results, pool, started)

    def _as_child(
        self,
        value: Function | Method | Partial | Obj,
        arguments: Arguments,
        methods: frozenset[str],
        node: ast.AST,
        pickles_results: bool,
        pool: Obj | None,
        started: Obj | None,
    ) -> None:
        function = value.function if isinstance(value, Method) else value
        key = (function, node, self.world.kind)
        if key in self._children or len(self._children) > 200:
            return
        self._children.add(key)
        outer = self.child_base, self._worker, self.depth
        self.parent_kind = self.world.kind
        written, self.written = self.written, set()
        handled, self.handled = self.handled, set()
        given = union((value,), *arguments.all())
        self.arrived = self._reach(given)
        context = pool.context if pool is not None else self.child_context
        explicit = self.explicit(context)
        self.child_pool = pool
        self.many_children = pool is not None or started in self.many
        self.child_base, self.depth = self.store, min(self.depth, 40)
        world = World(
            "child",
            (const("__mp_main__"),),
            handed=self.place(node),
            methods=methods,
            explicit=explicit,
            pool=pool,
            process=started,
        )
        self._worker = function if pickles_results and isinstance(function, Function) else None

        results: list[Values] = []

        def body() -> bool:
            self._initialize(pool, node)
            result = self.call(value, arguments)
            results.append(result)
            if pickles_results:
                self._check_result(result, node)
            return True

        try:
            with self.aside(world):
                region = self.region((), body)
                join(self.store, region.ways)
                self.child_ran(region, union(*results) if results else (), node)
                changes = self.store.since(self.child_base)
        finally:
            self.child_base, self._worker, self.depth = outer
            self.written, self.handled, self.child_pool = written, handled, None
        self._unlinked_there(changes)

    def _initialize(self, pool: Obj | None, node: ast.AST) -> None:
        if pool is None:
            return
        for value in self.store.get((pool.ident, "#initializer")) or ():
            given = self.given_to_initializer(pool, node)
            if isinstance(value, (Function, Method, Partial)):
                self.call(value, given)

    def given_to_initializer(self, pool: Obj, node: ast.AST) -> Arguments:
        """Return the arguments that each worker of a pool calls its initializer with."""
        given = Arguments(node)
        for value in self.store.get((pool.ident, "#initargs")) or ():
            items = self.items(value) if isinstance(value, Obj) else None
            given.args = [(node, item) for item in items or []]
            given.more = items is None
        return given

    def _unlinked_there(self, changes: Changes) -> None:
        """A block that a worker unlinks is not left behind by its parent."""
        for (ident, name), values in changes.items():
            obj = self.objects.get(ident)
            if name == "#state" and obj is not None and obj.kind in BLOCKS:
                states = states_of(values)
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
        if outside[0] not in _EXCEPTIONS:
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
        calls = [n for n in walk(function.node) if isinstance(n, ast.Call) and _is_super_init(n)]
        if len(calls) != 1 or any(isinstance(a, ast.Starred) for a in calls[0].args) or calls[0].keywords:
            return None
        if any(isinstance(n, ast.Attribute) and n.attr == "args" for n in walk(function.node)):
            return None
        old_style = isinstance(calls[0].func, ast.Attribute) and isinstance(calls[0].func.value, ast.Name)
        given = len(calls[0].args) - old_style
        if required <= given <= positional and not keywords:
            return None
        return Obstacle("signature", f"`{cls.name}`", origin=Place(cls.source, cls.node), target=cls)

    def run_thread(self, obj: Obj, node: ast.AST) -> None:
        if self.world.kind in ("thread", "child"):
            return
        targets = [v for name in ("#target", "#function") for v in self.store.get((obj.ident, name)) or ()]
        arguments = self._process_arguments(obj, node)
        base = self.store
        locks: set[Obj] = set()
        outer, self._locks = self._locks, locks

        def body() -> bool:
            for target in targets:
                if isinstance(target, (Function, Method, Partial)):
                    self.call(target, arguments)
            return True

        try:
            with self.aside(World("thread", self.world.name, self.world.trace, importing=self.world.importing)):
                region = self.region((), body)
                join(self.store, region.ways)
                changes = self.store.since(base)
        finally:
            self._locks = outer
        self.thread_locks[obj.ident] = locks
        self.out_of_order([changes])

    def acquired(self, obj: Obj, node: ast.AST) -> None:
        if self._locks is not None:
            self._locks.add(obj)
        if self.world.kind != "child" or "fork" not in self.world.methods or self.child_base is None:
            return
        pool = self.child_pool
        if pool is not None:
            locks, threads = self.at_fork.get(pool.ident, (set(), []))
        else:
            saved, self.store = self.store, self.child_base
            try:
                locks, threads = self._going_on()
            finally:
                self.store = saved
        held = obj in locks
        busy = [t for t in threads if obj in self.thread_locks.get(t.ident, ())]
        if "register_at_fork" in self.source.text:
            return
        if held or busy:
            words = KINDS[obj.kind].words
            cause = Place(busy[0].source, busy[0].node) if busy else Place(obj.source, obj.node)
            problem = "lock" if busy else "held lock"
            self.emit(ForkHazard(self.place(node), FORK, problem=problem, words=words, cause=cause))

    def _going_on(self) -> tuple[set[Obj], list[Obj]]:
        """Return the locks that are held on this way, and the threads that are running."""
        locks = {o for o in self.objects.values() if o.kind == "threading.Lock" and self.must(o, "held")}
        threads = [v for v in self.store.get((0, "#threads")) or () if isinstance(v, Obj)]
        return locks, [thread for thread in threads if self.must(thread, "running")]

    def workers_begin(self, obj: Obj, node: ast.AST) -> None:
        self.at_fork[obj.ident] = self._going_on()


def _unpacks(node: ast.AST) -> bool:
    return getattr(getattr(node, "func", None), "attr", "").startswith("starmap")


def _is_super_init(node: ast.Call) -> bool:
    function = node.func
    return (
        isinstance(function, ast.Attribute)
        and function.attr == "__init__"
        and (
            (isinstance(function.value, ast.Call) and getattr(function.value.func, "id", "") == "super")
            or (isinstance(function.value, ast.Name) and function.value.id in _EXCEPTIONS)
        )
    )
