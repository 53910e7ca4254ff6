"""Workers: what runs in children and threads, what it returns and raises, which locks it takes."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from contextlib import contextmanager

from flake8_mp.facts.arguments import Arguments, Bound
from flake8_mp.facts.events import ForkHazard, Obstacle, Place, Result
from flake8_mp.facts.interpreter.interpreter import Interpreter
from flake8_mp.facts.interpreter.paths import World
from flake8_mp.facts.library import api
from flake8_mp.facts.library.kinds import BLOCKS, KINDS
from flake8_mp.facts.models.model import Model
from flake8_mp.facts.store import Changes, Store, join
from flake8_mp.facts.values import (
    NOTHING,
    Class,
    Context,
    Function,
    Method,
    Obj,
    Partial,
    Unknown,
    Value,
    Values,
    const,
    function_of,
    states_of,
    union,
)
from flake8_mp.rule import FORK

_NEVER_BACK = {
    "generator": "a generator",
    "coroutine": "a coroutine",
    "context manager": "a context manager",
}


class Workers(Model):
    """Runs workers as the child does, and threads; looks at what they return and raise.

    Owns: the worlds of children and threads.
    Emits: :class:`ForkHazard`, :class:`Result`.
    """

    def __init__(self, interp: Interpreter) -> None:
        super().__init__(interp)
        self._at_fork: dict[int, tuple[set[Obj], list[Obj]]] = {}
        """By the pool, the locks that were held and the threads that were running when its workers were started."""
        self._children: set[tuple[object, ...]] = set()
        self._worker: Function | None = None
        """The worker that is running, where what it returns is pickled."""
        self.thread_locks: dict[int, set[Obj]] = {}
        """By the thread, the locks that it takes."""
        self._locks: set[Obj] | None = None

    @contextmanager
    def run_isolated(self, world: World) -> Iterator[None]:
        """Run code in other circumstances that nothing of this path is around; afterwards this path goes on."""
        saved = self.interp.store, self.interp.world, self.interp.regions, self.interp.active, self.interp.loops
        self.interp.store, self.interp.world = Store(self.interp.store), world
        self.interp.regions, self.interp.active, self.interp.loops = [], [], 0
        try:
            yield
        finally:
            self.interp.store, self.interp.world, self.interp.regions, self.interp.active, self.interp.loops = saved

    def on_run_process(self, obj: Obj, node: ast.AST, methods: frozenset[str]) -> None:
        self.interp.worker.context = obj.context
        target = self.interp.given.found(obj, "target")
        arguments = self.process_arguments(obj, node)
        if obj.cls is not None:
            run = self.interp.objects.class_attribute(obj.cls, "run")
            functions = [v for v in run or () if isinstance(v, Function)]
            if functions:
                self.ask.run_child(
                    tuple(Method(obj, "run", f) for f in functions), Arguments(node), methods, node, False, started=obj
                )
                return
        if target is None:
            return
        if any(isinstance(v, Unknown) for v in target):
            for values in arguments.all():
                self.interp.objects.escape(values)
        part = self.interp.given.expressions[(obj.ident, "target")]
        is_own = obj.cls is not None and all(isinstance(v, Method) and v.receiver is obj for v in target)
        # That it has been started is no obstacle to a method of its own: it was pickled while it was started.
        if self._starts_itself(obj) if is_own else self.arrives(target, api.INHERITED, methods):
            self.ask.run_child(target, arguments, methods, part[0], False, started=obj)

    def _handed(self, node: ast.AST, started: Obj | None) -> Place:
        """Return where a worker is handed over: a process may be made in one file and started in another."""
        target = self.interp.given.expressions.get((started.ident, "target")) if started is not None else None
        return Place(target[1].source, node) if target is not None and target[0] is node else self.interp.place(node)

    def _starts_itself(self, obj: Obj) -> bool:
        return obj.cls is not None and self.ask.process_obstacle(obj, obj.cls) is None

    def process_arguments(self, obj: Obj, node: ast.AST) -> Arguments:
        arguments = Arguments(node)
        values = self.interp.given.found(obj, "args")
        for value in values or ():
            items = (
                self.interp.containers.items(value)
                if isinstance(value, Obj) and value.kind in ("tuple", "list")
                else None
            )
            if items is None:
                arguments.more = True
                if isinstance(value, Obj) and value.kind == "tuple" and len(values or ()) == 1:
                    arguments.args = [(node, item) for item in self.interp.containers.first_items(value)]
                    self.interp.objects.escape(self.interp.containers.rest(value))
                elif isinstance(value, Obj):
                    self.interp.objects.escape((value,))
            else:
                arguments.args = [(node, item) for item in items]
        for value in self.interp.given.values(obj, "kwargs"):
            if isinstance(value, Obj) and value.kind == "dict":
                for key in self.interp.containers.keys(value):
                    arguments.kwargs[key] = (node, self.interp.containers.element(value, key) or NOTHING)
                arguments.more = arguments.more or bool(self.interp.containers.rest(value))
            else:
                arguments.more = True
        return arguments

    def on_task(
        self,
        obj: Obj,
        function: tuple[ast.AST, Values],
        arguments: Arguments,
        context: Context,
        bound: Bound,
    ) -> None:
        node, values = function
        given = Arguments(node)
        if "iterable" in bound:
            elements = self.interp.containers.elements(bound["iterable"][1])
            if _unpacks(arguments.node):
                rows = [
                    self.interp.containers.items(v) if isinstance(v, Obj) and v.kind in ("tuple", "list") else None
                    for v in elements
                ]
                given.more = not rows or any(row is None or len(row) != len(rows[0] or ()) for row in rows)
                if not given.more:
                    given.args = [(node, union(*column)) for column in zip(*(row or [] for row in rows), strict=True)]
            else:
                given.args = [(node, elements)]
        elif "args" in bound:
            for value in bound["args"][1]:
                items = self.interp.containers.items(value) if isinstance(value, Obj) else None
                given.args = [(node, item) for item in items or []]
                given.more = items is None
        elif obj.kind == "ProcessPoolExecutor":
            is_map = getattr(getattr(arguments.node, "func", None), "attr", "") == "map"
            for part, each in arguments.args[1:]:
                given.args.append((part, self.interp.containers.elements(each) if is_map else each))
            given.kwargs = {} if is_map else dict(arguments.kwargs)
            given.more = arguments.more
        if any(isinstance(v, Unknown) for v in values):
            for each in given.all():
                self.interp.objects.escape(each)
        methods = self.ask.methods(context)
        if not self.arrives(values, api.PICKLED, methods):
            return
        # dill brings back whatever it has sent.
        crosses = not context.dill and all(self.arrives(each, api.PICKLED, methods) for each in given.all())
        self.ask.run_child(values, given, methods, node, crosses, pool=obj)

    def arrives(self, values: Values, transport: str, methods: frozenset[str]) -> bool:
        """Return whether a child gets something: a fork has what this process defines, wherever that stands."""
        found = self.ask.obstacle(values, transport)
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
        if self.interp.world.kind in ("child", "thread", "import"):
            return
        for value in functions:
            if not isinstance(value, (Function, Method, Partial)) and not (isinstance(value, Obj) and value.cls):
                continue
            self.ask.as_child(value, arguments, methods, node, pickles_results, pool, started)

    def as_child(
        self,
        value: Function | Method | Partial | Obj,
        arguments: Arguments,
        methods: frozenset[str],
        node: ast.AST,
        pickles_results: bool,
        pool: Obj | None,
        started: Obj | None,
    ) -> None:
        function = function_of(value) or value
        given = (*arguments.all(), tuple(arguments.kwargs))
        key = (function, node, self.interp.world.kind, started, given, self.ask.set_too_late(pool))
        if key in self._children or len(self._children) > 200:
            return
        self._children.add(key)
        outer = self.interp.worker.parent, self._worker, self.interp.depth
        self.interp.worker.parent_kind = self.interp.world.kind
        written, self.interp.worker.names = self.interp.worker.names, set()
        handled, self.interp.worker.members = self.interp.worker.members, set()
        self.interp.worker.arguments = self.interp.objects.reachable((value, *arguments.each()))
        context = pool.context if pool is not None else self.interp.worker.context
        explicit = self.ask.explicit(context)
        self.interp.worker.pool = pool
        self.interp.worker.several = pool is not None or started in self.interp.many
        self.interp.worker.parent, self.interp.depth = self.interp.store, min(self.interp.depth, 40)
        handed, runs = self._handed(node, started), self._runs(function)
        led_by = self.interp.attribution.last_call_here()
        # Where nobody else knows of a worker and of what starts it, the linted file has brought them together.
        ours = runs is not None and self.interp.attribution.only_here(runs.source, handed.source)
        world = World(
            "child",
            (const("__mp_main__"),),
            handed=handed,
            handed_here=self.interp.attribution.given_at(handed) or (led_by if ours else None),
            led_by=led_by,
            led_through=(*self.interp.world.led_through, *self.interp.world.trace),
            methods=methods,
            explicit=explicit,
            pool=pool,
            process=started,
        )
        self._worker = runs if pickles_results else None

        results: list[Values] = []

        def body() -> bool:
            self.ask.run_initializer(pool, node)
            result = self.interp.calls.call(value, arguments)
            results.append(result)
            if pickles_results:
                self._check_result(result, node)
            return True

        try:
            with self.ask.run_isolated(world):
                region = self.interp.region((), body)
                join(self.interp.store, region.paths)
                self.interp.hooks.child_ran(region, union(*results) if results else (), node)
                changes = self.interp.store.since(self.interp.worker.parent)
        finally:
            self.interp.worker.parent, self._worker, self.interp.depth = outer
            self.interp.worker.names, self.interp.worker.members, self.interp.worker.pool = (
                written,
                handled,
                None,
            )
        self._unlinked_there(changes)

    def _runs(self, value: Value | None) -> Function | None:
        """Return the function that a worker runs, where it is one of the code's own."""
        if isinstance(value, Obj) and value.cls is not None:
            found = self.interp.objects.class_attribute(value.cls, "__call__") or ()
            value = found[0] if len(found) == 1 else None
        elif isinstance(value, Partial):
            value = value.functions[0] if len(value.functions) == 1 else None
        return function_of(value)

    def _unlinked_there(self, changes: Changes) -> None:
        """A block that a worker unlinks is not left behind by its parent."""
        for obj, values in self.interp.changed_states(changes):
            if obj.kind in BLOCKS:
                states = states_of(values)
                if any("unlinked" in state or "escaped" in state for state in states):
                    self.interp.move(obj, add="escaped")

    def _check_result(self, result: Values, node: ast.AST) -> None:
        for value in result:
            words = _NEVER_BACK.get(value.kind) if isinstance(value, Obj) else None
            if words is not None:
                self.interp.emit(Result(self.interp.place(node), obstacle=Obstacle("unpicklable", words)))

    def on_returned(self, values: Values, node: ast.Return) -> None:
        worker = self._worker
        if worker is not None and self.interp.active and self.interp.active[-1] is worker and node.value is not None:
            if not worker.is_async and not self.interp.objects.is_generator(worker):
                found = self.ask.obstacle(values, api.PICKLED)
                if found is not None:
                    self.interp.emit(
                        Result(self.interp.place(node.value), obstacle=found, handed=self.interp.world.handed)
                    )

    def after_raised(self, values: Values, node: ast.Raise) -> None:
        if self._worker is None or self.interp.world.kind != "child":
            return
        if any(not r.catches or r.catches == {"raise"} for r in self.interp.regions[1:]):
            return
        for value in values:
            cls = value.cls if isinstance(value, Obj) else value
            if isinstance(cls, Class):
                found = self.ask.exception_obstacle(cls, value if isinstance(value, Obj) else None)
            else:
                # An exception of a library, which the tables know.
                found = self.interp.ask.obstacle_of(value, api.PICKLED, ()) if isinstance(value, Obj) else None
            if found is not None:
                self.interp.emit(
                    Result(self.interp.place(node), obstacle=found, handed=self.interp.world.handed, raises=True)
                )

    def on_run_thread(self, obj: Obj, node: ast.AST) -> None:
        if self.interp.world.kind in ("thread", "child"):
            return
        targets = self.interp.given.values(obj, "target", "function")
        arguments = self.process_arguments(obj, node)
        base = self.interp.store
        locks: set[Obj] = set()
        outer, self._locks = self._locks, locks
        here = self.interp.world
        world = World(
            "thread", here.name, here.trace, uncertain=here.uncertain, tests=here.tests, importing=here.importing
        )

        def body() -> bool:
            for target in targets:
                if isinstance(target, (Function, Method, Partial)):
                    self.interp.calls.call(target, arguments)
            return True

        try:
            with self.ask.run_isolated(world):
                region = self.interp.region((), body)
                join(self.interp.store, region.paths)
                changes = self.interp.store.since(base)
        finally:
            self._locks = outer
        self.thread_locks[obj.ident] = locks
        self.interp.hooks.out_of_order([changes])

    def on_acquired(self, obj: Obj, node: ast.AST) -> None:
        if self._locks is not None:
            self._locks.add(obj)
        if (
            self.interp.world.kind != "child"
            or "fork" not in self.interp.world.methods
            or self.interp.worker.parent is None
            or self.interp.unsure
        ):
            return
        pool = self.interp.worker.pool
        if pool is not None:
            locks, threads = self._at_fork.get(pool.ident, (set(), []))
        else:
            saved, self.interp.store = self.interp.store, self.interp.worker.parent
            try:
                locks, threads = self._going_on()
            finally:
                self.interp.store = saved
        held = obj in locks
        busy = [t for t in threads if obj in self.thread_locks.get(t.ident, ())]
        if "register_at_fork" in self.interp.source.code:
            return
        if held or busy:
            words = KINDS[obj.kind].words
            cause = Place(busy[0].source, busy[0].node) if busy else Place(obj.source, obj.node)
            problem = "lock" if busy else "held lock"
            methods = self.interp.world.possible(FORK)
            self.interp.emit(ForkHazard(self.interp.place(node), methods, problem=problem, words=words, cause=cause))

    def _going_on(self) -> tuple[set[Obj], list[Obj]]:
        """Return the locks that are held on this path, and the threads that are running."""
        locks = {o for o in self.interp.objects_of_kind("threading.Lock") if self.interp.must(o, "held")}
        return locks, [thread for thread in self.ask.threads() if self.interp.must(thread, "running")]

    def on_workers_begin(self, obj: Obj, node: ast.AST) -> None:
        self._at_fork[obj.ident] = self._going_on()


def _unpacks(node: ast.AST) -> bool:
    return getattr(getattr(node, "func", None), "attr", "").startswith("starmap")
