"""What the libraries' calls do: processes start, start methods are chosen, workers get their tasks."""

from __future__ import annotations

import ast
from collections.abc import Callable
from typing import Any

from flake8_mp.facts.arguments import Arguments, LibraryCall
from flake8_mp.facts.events import UNREBUILDABLE, Handoff, Start
from flake8_mp.facts.interpreter.interpreter import Interpreter
from flake8_mp.facts.interpreter.paths import PathEnded
from flake8_mp.facts.library import api
from flake8_mp.facts.models.model import Model
from flake8_mp.facts.tree import is_endless, is_never_left
from flake8_mp.facts.values import (
    NONE,
    NOTHING,
    Class,
    Context,
    Function,
    Obj,
    Values,
    union,
)
from flake8_mp.rule import NOT_FORK


class Starting(Model):
    """Starts processes, pools and managers, and gives tasks to executors.

    Owns: the starts of processes, the kind ``Future``.
    Emits: :class:`Start`.
    """

    def __init__(self, interp: Interpreter) -> None:
        super().__init__(interp)
        self._twins: dict[int, Obj] = {}
        """By the object of a loop, what stands for that of the round before."""
        self._promised: dict[int, list[Handoff]] = {}
        """By the future, what is wrong with its task: asking for its exception shows that."""
        self._stays = False
        """Whether the import of a child has come for certain to a loop that it does not leave again."""

    def around_run_loop(
        self, proceed: Callable[..., bool], node: ast.AST, body: Callable[[], bool], *rest: Any, **details: Any
    ) -> bool:
        world, outer = self.interp.world, self._stays
        if isinstance(node, ast.While) and is_endless(node) and world.importing and not world.uncertain:
            if not any(region.handles - _INTERRUPTS for region in self.interp.regions) and is_never_left(node):
                self._stays = True
        try:
            return proceed(node, body, *rest, **details)
        finally:
            self._stays = outer

    def started(self, what: str, node: ast.AST, context: Context) -> frozenset[str]:
        """Note that a process is started here; return the start methods that are possible."""
        methods = self.ask.methods(context)
        if context.method is None:
            self.ask.fix_context(node)
        refused = self.interp.flow.handles(_SWALLOW)
        # In a loop without an end, the child starts one as well sooner or later, or never comes to its work.
        certain = not self.interp.world.uncertain or self._stays
        if self.interp.world.importing and certain and not refused and methods & NOT_FORK:
            trace = tuple(p for p in self.interp.world.trace if p.source is self.interp.source)
            inner = self.interp.place(node)
            place = inner if inner.source is self.interp.source else (trace[-1] if trace else None)
            if place is not None:
                outermost = trace[0] if trace else place
                tests = self.interp.world.tests[0] if self.interp.world.tests else None
                self.interp.emit(
                    Start(outermost, self.ask.breaking(NOT_FORK, context), what, (*trace[1:], place), tests)
                )
        self.interp.starts.append(self.interp.place(node))
        if "fork" in methods:
            self.interp.hooks.fork_hazards(node, what, methods)
        return methods

    def effect_start(self, call: LibraryCall) -> None:
        obj = call.obj
        self.ask.started(call.name, call.node, call.context)
        if "initargs" in call.bound:
            for inner, each in self.ask.spread(call.bound["initargs"][1], "args", call.bound["initargs"][0]):
                self.ask.check_context(each, inner, call.context)
        if obj is not None:
            self.interp.move(obj, add="threads")
            self.interp.hooks.workers_begin(obj, call.node)

    def effect_start_manager(self, call: LibraryCall) -> None:
        self.ask.started(call.name.partition(".")[0], call.node, call.context)

    def effect_enter_manager(self, call: LibraryCall) -> Values:
        obj = call.obj
        assert obj is not None
        if obj.kind != "Manager" and not self.interp.can(obj, "threads"):
            self.ask.started(obj.kind, call.node, call.context)
        return (obj,)

    def effect_start_process(self, call: LibraryCall) -> None:
        obj = call.obj
        assert obj is not None
        self.ask.process_started(obj)
        methods = self.ask.started("Process", call.node, obj.context)
        self.ask.check_process(obj, call.node)
        self.interp.move(obj, add="started")
        if obj.ident in self._twins:
            self.interp.move(self._twins[obj.ident], add="started")
        self.interp.hooks.run_process(obj, call.node, methods)

    def effect_task(self, call: LibraryCall) -> None:
        if call.obj is not None and "func" in call.bound:
            self.ask.check_called(*call.bound["func"])
            self.interp.hooks.task(call.obj, call.bound["func"], call.arguments, call.context, call.bound)

    def _first_task(self, name: str, obj: Obj, node: ast.AST, context: Context) -> None:
        if not self.interp.can(obj, "threads"):
            helper = name.rpartition(".")[2] == "process_map"
            self.ask.started("the workers of `process_map`" if helper else "ProcessPoolExecutor", node, context)
            for name, role in (("initializer", "function"), ("initargs", "args")):
                values = self.interp.given.found(obj, name)
                if values is not None:
                    part, _ = self.interp.given.expressions[(obj.ident, name)]
                    for inner, each in self.ask.spread(values, role, part):
                        self.ask.check_context(each, inner, context)
            self.interp.move(obj, add="threads")
            self.interp.hooks.workers_begin(obj, node)

    def effect_submit(self, call: LibraryCall) -> Values:
        with self.interp.report.noted() as noted:
            self._executor_task(call.name, call.arguments, call.obj, call.context, "value")
        future = self.interp.make("Future", call.node)
        self._promised[future.ident] = [event for event in noted if isinstance(event, Handoff)]
        return (future,)

    def on_touch(self, obj: Obj, node: ast.AST, attribute: str) -> None:
        if attribute == "exception" and obj.kind == "Future":
            for event in self._promised.get(obj.ident, ()):
                if event.obstacle.kind not in UNREBUILDABLE:
                    self.interp.report.withdraw(event)

    def effect_map(self, call: LibraryCall) -> None:
        self._executor_task(call.name, call.arguments, call.obj, call.context, "items")

    def _executor_task(self, name: str, arguments: Arguments, obj: Obj | None, context: Context, role: str) -> None:
        if obj is None or not arguments.args:
            return
        self._first_task(name, obj, arguments.node, context)
        self.ask.check_called(*arguments.args[0])
        send = api.Send(role, api.PICKLED)
        keywords = [] if role == "items" else list(arguments.kwargs.values())
        for node, values in [*arguments.args[1:], *keywords]:
            self.ask.hand_over(values, send, node, arguments, name, context)
        self.interp.hooks.task(obj, arguments.args[0], arguments, context, {})

    def effect_run_in_executor(self, call: LibraryCall) -> Values | None:
        if len(call.arguments.args) < 2:
            return None
        for value in call.arguments.args[0][1]:
            if isinstance(value, Obj) and value.kind == "ProcessPoolExecutor":
                inner = Arguments(call.node, call.arguments.args[1:], {}, call.arguments.more)
                node, values = call.arguments.args[1]
                self.ask.hand_over(
                    values, api.Send("function", api.PICKLED), node, inner, "run_in_executor", value.context
                )
                self._executor_task("run_in_executor", inner, value, value.context, "value")
            elif isinstance(value, Obj) and value.kind == "ThreadPoolExecutor":
                self.interp.move(value, add="running")
        return NOTHING

    def effect_parent_process(self, call: LibraryCall) -> Values:
        # It is None still while a child imports the main module again.
        return NONE if self.interp.world.kind in ("main", "import") else NOTHING

    def effect_globals(self, call: LibraryCall) -> Values:
        self.interp.hooks.globals_taken()
        return NOTHING

    def effect_unittest(self, call: LibraryCall) -> Values:
        for values in list(self.interp.store.items().values()):
            for value in values:
                if isinstance(value, Class) and "unittest.TestCase" in self.interp.objects.lineage(value)[1]:
                    self._run_tests(value, call.arguments)
        self.interp.leave("raise")
        raise PathEnded

    def _one_test(self, test: Function, arguments: Arguments, obj: Obj) -> Callable[[], bool]:
        def run() -> bool:
            decorated = test in self.interp.objects.decorated
            self.interp.calls.call_function(test, Arguments(arguments.node, more=decorated), obj)
            return False

        return run

    def _run_tests(self, cls: Class, arguments: Arguments) -> None:
        obj = self.interp.make("instance", cls.node, cls=cls)
        for name in self.interp.attributes(cls.ident):
            for member in self.interp.store.get((cls.ident, name)) or ():
                if name.startswith("test") and isinstance(member, Function) and self.ask.can_matter(member):
                    # Tests clean up after each other in ways that are not followed: each has a state of its own.
                    self.interp.branch([self._one_test(member, arguments, obj)])
        for test in list(self.interp.objects.decorated):
            if test.owner is cls and test.name.startswith("test") and _is_only_patched(test):
                self.interp.branch([self._one_test(test, arguments, obj)])

    def answer_stored(self, values: Values) -> Values | None:
        for value in values:
            if isinstance(value, Obj) and value.kind == "Process" and value in self.interp.many:
                # The one of the round before is in it as well.
                values = union(values, (self._twin(value),))
        return values

    def _twin(self, obj: Obj) -> Obj:
        """Return what stands for the object that the same code made in the round before."""
        found = self._twins.get(obj.ident)
        if found is None:
            found = self._twins[obj.ident] = self.interp.make(
                obj.kind, obj.node, cls=obj.cls, tag="of the round before"
            )
            if self.interp.has_been(obj, "started"):
                self.interp.move(found, add="started")
        return found


_INTERRUPTS = frozenset({"KeyboardInterrupt"})
_SWALLOW = frozenset({"", "RuntimeError", "Exception", "BaseException"})


def _is_only_patched(test: Function) -> bool:
    """Return whether all that decorates a test is ``patch.object``, so that it is run as it is."""
    decorators = [] if isinstance(test.node, ast.Lambda) else test.node.decorator_list
    return all(isinstance(each, ast.Call) and getattr(each.func, "attr", "") == "object" for each in decorators)
