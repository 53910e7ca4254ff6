"""What the libraries' calls do: processes start, start methods are chosen, workers get their tasks."""

from __future__ import annotations

import ast
from collections.abc import Callable

from flake8_mp.facts import api
from flake8_mp.facts.arguments import Arguments, Bound
from flake8_mp.facts.events import (
    Handoff,
    MethodCall,
    Place,
    Start,
)
from flake8_mp.facts.forking import Forking
from flake8_mp.facts.machine import Gone
from flake8_mp.facts.values import (
    NONE,
    NOTHING,
    UNKNOWN,
    Class,
    Const,
    Context,
    Function,
    Obj,
    StartMethod,
    Value,
    Values,
    const,
    is_none,
)
from flake8_mp.rule import ALL_METHODS, NOT_FORK


class Effects(Forking):
    """Starts processes and chooses start methods."""

    def started(self, what: str, node: ast.AST, context: Context) -> frozenset[str]:
        """Note that a process is started here; return the start methods that are possible."""
        methods = self.methods(context)
        if context.method is None:
            self.fix_context(node)
        refused = any(region.handles & _SWALLOW for region in self.regions)
        if self.world.importing and not self.world.uncertain and not refused and methods & NOT_FORK:
            trace = tuple(p for p in self.world.trace if p.source is self.source)
            inner = self.place(node)
            place = inner if inner.source is self.source else (trace[-1] if trace else None)
            if place is not None:
                outermost = trace[0] if trace else place
                tests = self.world.tests[0] if self.world.tests else None
                self.emit(Start(outermost, self.breaking(NOT_FORK, context), what, (*trace[1:], place), tests))
        self.starts.append(self.place(node))
        if "fork" in methods:
            self.fork_hazards(node, what, methods)
        return methods

    def effect_start(self, name: str, arguments: Arguments, bound: Bound, obj: Obj | None, context: Context) -> None:
        self.started(name, arguments.node, context)
        if "initargs" in bound:
            for inner, each in self.spread(bound["initargs"][1], "args", bound["initargs"][0]):
                self.check_context(each, inner, context)
        if obj is not None:
            self.move(obj, add="threads")
            self.workers_begin(obj, arguments.node)

    def effect_start_manager(
        self, name: str, arguments: Arguments, bound: Bound, obj: Obj | None, context: Context
    ) -> None:
        self.started(name.partition(".")[0], arguments.node, context)

    def effect_enter_manager(
        self, name: str, arguments: Arguments, bound: Bound, obj: Obj | None, context: Context
    ) -> Values:
        assert obj is not None
        if obj.kind != "Manager" and not self.can(obj, "threads"):
            self.started(obj.kind, arguments.node, context)
        return (obj,)

    def effect_start_process(
        self, name: str, arguments: Arguments, bound: Bound, obj: Obj | None, context: Context
    ) -> None:
        assert obj is not None
        self.pending.pop(obj.ident, None)
        methods = self.started("Process", arguments.node, obj.context)
        self.check_process(obj, arguments.node)
        self.move(obj, add="started")
        if obj.ident in self.twins:
            self.move(self.twins[obj.ident], add="started")
        self.run_process(obj, arguments.node, methods)

    def effect_task(self, name: str, arguments: Arguments, bound: Bound, obj: Obj | None, context: Context) -> None:
        if obj is not None and "func" in bound:
            self.check_called(*bound["func"])
            self.task(obj, bound["func"], arguments, context, bound)

    def _first_task(self, obj: Obj, node: ast.AST, context: Context) -> None:
        if not self.can(obj, "threads"):
            self.started("ProcessPoolExecutor", node, context)
            for name, role in (("initializer", "function"), ("initargs", "args")):
                values = self.store.get((obj.ident, f"#{name}"))
                if values is not None:
                    part, _ = self.origins[(obj.ident, name)]
                    for inner, each in self.spread(values, role, part):
                        self.check_context(each, inner, context)
            self.move(obj, add="threads")
            self.workers_begin(obj, node)

    def effect_submit(self, name: str, arguments: Arguments, bound: Bound, obj: Obj | None, context: Context) -> Values:
        before = len(self.events)
        self._executor_task(name, arguments, obj, context, "value")
        future = self.make("Future", arguments.node)
        self.promised[future.ident] = [e for e in list(self.events)[before:] if isinstance(e, Handoff)]
        return (future,)

    def touch(self, obj: Obj, node: ast.AST, attribute: str) -> None:
        super().touch(obj, node, attribute)
        if attribute == "exception" and obj.kind == "Future":
            for event in self.promised.get(obj.ident, ()):
                if event.obstacle.kind != "rebuild":
                    self.events.pop(event, None)

    def effect_map(self, name: str, arguments: Arguments, bound: Bound, obj: Obj | None, context: Context) -> None:
        self._executor_task(name, arguments, obj, context, "items")

    def _executor_task(self, name: str, arguments: Arguments, obj: Obj | None, context: Context, role: str) -> None:
        if obj is None or not arguments.args:
            return
        self._first_task(obj, arguments.node, context)
        self.check_called(*arguments.args[0])
        send = api.Send(role, api.PICKLED)
        keywords = [] if role == "items" else list(arguments.kwargs.values())
        for node, values in [*arguments.args[1:], *keywords]:
            self.hand_over(values, send, node, arguments, name, context)
        self.task(obj, arguments.args[0], arguments, context, {})

    def effect_run_in_executor(
        self, name: str, arguments: Arguments, bound: Bound, obj: Obj | None, context: Context
    ) -> Values | None:
        if len(arguments.args) < 2:
            return None
        for value in arguments.args[0][1]:
            if isinstance(value, Obj) and value.kind == "ProcessPoolExecutor":
                inner = Arguments(arguments.node, arguments.args[1:], {}, arguments.more)
                node, values = arguments.args[1]
                self.hand_over(values, api.Send("function", api.PICKLED), node, inner, "run_in_executor", value.context)
                self._executor_task("run_in_executor", inner, value, value.context, "value")
            elif isinstance(value, Obj) and value.kind == "ThreadPoolExecutor":
                self.move(value, add="running")
        return NOTHING

    def effect_get_context(
        self, name: str, arguments: Arguments, bound: Bound, obj: Obj | None, context: Context
    ) -> Values:
        values = bound["method"][1] if "method" in bound else NONE
        found: list[Value] = []
        for value in values:
            if isinstance(value, Const) and isinstance(value.value, str):
                found.append(Context(value.value, context.dill))
            elif is_none(value):
                if context.method is None:
                    self.fix_context(arguments.node)
                found.append(context)
            else:
                found.append(Context("?", context.dill))
        return tuple(found)

    def effect_get_start_method(
        self, name: str, arguments: Arguments, bound: Bound, obj: Obj | None, context: Context
    ) -> Values:
        quiet = "allow_none" in bound and self.truth(bound["allow_none"][1]) is not False
        if not quiet and context.method is None:
            self.fix_context(arguments.node)
        if quiet and context.method is None and self.world.kind == "main" and self.store.get((0, "#fixed")) is None:
            return NONE
        return (StartMethod(self.methods(context)),)

    def effect_set_start_method(
        self, name: str, arguments: Arguments, bound: Bound, obj: Obj | None, context: Context
    ) -> Values:
        values = bound["method"][1] if "method" in bound else NOTHING
        forced = "force" in bound and self.truth(bound["force"][1]) is not False
        here = self.place(arguments.node)
        texts = [v.value for v in values if isinstance(v, Const) and isinstance(v.value, str)]
        unknown = [t for t in texts if t not in ALL_METHODS]
        if unknown and len(texts) == len(values):
            self.emit(MethodCall(here, problem="unknown", words=unknown[0]))
            return NONE
        if context.method is not None:
            self.emit(MethodCall(here, problem="concrete", words=context.method))
            return NONE
        caught = any(region.handles & _SWALLOW for region in self.regions)
        if not forced and not caught:
            self._set_again(here, texts)
        self.store.set((0, "#method"), tuple(const(t) for t in texts) if len(texts) == len(values) else (UNKNOWN,))
        self.store.set((0, "#fixed"), (const(here),))
        if texts and len(texts) == len(values) and (caught or self.store.get((0, "#only")) is not None):
            # Where it was set before, or is asked for, this is what the program means to have.
            self.store.set((0, "#only"), tuple(const(text) for text in texts))
        return NONE

    def _set_again(self, here: Place, texts: list[str]) -> None:
        earlier = [v.value for v in self.store.get((0, "#fixed")) or () if isinstance(v, Const)]
        places = [p for p in earlier if isinstance(p, Place)]
        if places and len(places) == len(self.store.get((0, "#fixed")) or ()):
            again = bool(self._chosen())
            self.emit(MethodCall(here, problem="twice" if again else "late", earlier=places[0]))
        elif (
            self.world.kind == "import"
            and not self.world.uncertain
            and not self.world.tests
            and texts in (["spawn"], ["forkserver"])
        ):
            self.emit(MethodCall(here, problem="import", words=texts[0]))

    def effect_parent_process(
        self, name: str, arguments: Arguments, bound: Bound, obj: Obj | None, context: Context
    ) -> Values:
        # It is None still while a child imports the main module again.
        return NONE if self.world.kind in ("main", "import") else NOTHING

    def effect_globals(
        self, name: str, arguments: Arguments, bound: Bound, obj: Obj | None, context: Context
    ) -> Values:
        self.globals_taken()
        return NOTHING

    def effect_unittest(
        self, name: str, arguments: Arguments, bound: Bound, obj: Obj | None, context: Context
    ) -> Values:
        for values in list(self.store.items().values()):
            for value in values:
                if isinstance(value, Class) and "unittest.TestCase" in self.lineage(value)[1]:
                    self._run_tests(value, arguments)
        self.leave("raise")
        raise Gone

    def _one_test(self, test: Function, arguments: Arguments, obj: Obj) -> Callable[[], bool]:
        def run() -> bool:
            self.call_function(test, Arguments(arguments.node), obj)
            return False

        return run

    def _run_tests(self, cls: Class, arguments: Arguments) -> None:
        obj = self.make("instance", cls.node, cls=cls)
        for name in self.attributes(cls.ident):
            for member in self.store.get((cls.ident, name)) or ():
                if name.startswith("test") and isinstance(member, Function):
                    # Tests clean up after each other in ways that are not followed: each has a state of its own.
                    self.branch([self._one_test(member, arguments, obj)])


_SWALLOW = frozenset({"", "RuntimeError", "Exception", "BaseException"})
