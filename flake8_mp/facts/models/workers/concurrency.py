"""Which workers run at once: who was started, in which loop, and who has been waited for since."""

from __future__ import annotations

import ast
from collections.abc import Callable
from typing import Any

from flake8_mp.facts.arguments import Arguments, Bound
from flake8_mp.facts.interpreter.interpreter import Interpreter
from flake8_mp.facts.library import api
from flake8_mp.facts.models.model import Model
from flake8_mp.facts.slot import Slot
from flake8_mp.facts.values import Const, Context, Obj, Unknown, Value, Values

_WAITS = frozenset({"join", "is_alive", "exitcode", "sentinel", "terminate", "kill", "close"})
_ANSWERS = frozenset(
    {"get", "result", "wait", "exception", "ready", "successful", "done", "recv", "acquire", "join", "shutdown"}
)
"""What a program asks for when it waits for something: what ran before may be over then."""
_ALL_AT_ONCE = frozenset({"map", "map_async", "imap", "imap_unordered", "starmap", "starmap_async"})
_BLOCKING = frozenset({"apply", "map", "starmap"})
_RUN_TASKS = frozenset({"Pool", "ProcessPoolExecutor"})


class Concurrency(Model):
    """Follows which processes and tasks were started and not waited for.

    Owns: what runs at once.
    """

    _runs = Slot[bool]("whether a process or task runs")
    _begun = Slot[frozenset[int]]("the processes and tasks that were started")

    def __init__(self, interp: Interpreter) -> None:
        super().__init__(interp)
        self._runner = 0
        self._started_in_loop: list[tuple[int, Obj | None]] = []
        """The workers that were started in the loop that is running."""
        self._task_numbers: dict[tuple[ast.AST, int], int] = {}
        self._single_workers: set[int] = set()
        """Pools of a single worker."""

    def runner(self) -> int:
        """Return the number of the process or task that is running."""
        return self._runner

    def on_constructed(self, obj: Obj, row: api.Row, arguments: Arguments) -> None:
        bound = arguments.bind(row)
        for name in ("processes", "max_workers"):
            # A parameter with the default 1 is there to be larger.
            if name in bound and all(isinstance(v, Const) and v.value == 1 for v in bound[name][1]):
                self._single_workers.add(obj.ident)

    def around_run_process(
        self, proceed: Callable[..., None], obj: Obj, node: ast.AST, methods: frozenset[str]
    ) -> None:
        values = self.interp.given.values(obj, "args", "kwargs", "target")
        reached = self.interp.objects.reachable((obj, *values))
        outer, self._runner = self._runner, obj.ident
        try:
            proceed(obj, node, methods)
        finally:
            self._runner = outer
        if self.interp.world.kind in ("child", "thread", "import"):
            return
        origin = self.interp.given.expressions.get((obj.ident, "target"))
        handed = origin[0] if origin is not None and obj.cls is None else node
        self.ask.worker_begins(obj.ident, handed, reached)
        self._begin_worker(obj.ident, self._loop_group(obj), obj)

    def _loop_group(self, obj: Obj) -> set[int]:
        """Return those among which a loop chooses, so that it is not known in which order they start."""
        for values in reversed(self.interp.rounds):
            if obj in values and len(values) > 1:
                return {v.ident for v in values if isinstance(v, Obj)}
        return set()

    def around_task(
        self,
        proceed: Callable[..., None],
        obj: Obj,
        function: tuple[ast.AST, Values],
        arguments: Arguments,
        context: Context,
        bound: Bound,
    ) -> None:
        ident = self._task_numbers.setdefault((arguments.node, self.interp.frame.ident), 0) or self.interp.new_id()
        self._task_numbers[(arguments.node, self.interp.frame.ident)] = ident
        outer, self._runner = self._runner, ident
        try:
            proceed(obj, function, arguments, context, bound)
        finally:
            self._runner = outer
        if self.interp.world.kind in ("child", "thread", "import") or obj.ident in self._single_workers:
            return
        name = getattr(getattr(arguments.node, "func", None), "attr", "")
        given = self.interp.objects.reachable(self.interp.given.values(obj, "initargs"))
        reached = [*self.interp.objects.reachable((*function[1], *arguments.each())), *given]
        self.ask.worker_begins(ident, function[0], reached)
        if name in _ALL_AT_ONCE and self._several_items(arguments):
            self.ask.run_at_once(ident, ident, self.ask.running_loops())
        self._begin_worker(ident, set(), None)
        if name in _BLOCKING:
            self._runs.set(False, ident)

    def _several_items(self, arguments: Arguments) -> bool:
        given = [*arguments.args[1:2], *(v for k, v in arguments.kwargs.items() if k == "iterable")]
        for _, values in given:
            for value in values:
                items = (
                    self.interp.containers.items(value)
                    if isinstance(value, Obj) and value.kind in ("list", "tuple")
                    else None
                )
                if items is not None and len(items) < 2:
                    return False
        return bool(given)

    def _begin_worker(self, ident: int, group: set[int], process: Obj | None) -> None:
        rivals = self.ask.rivals(ident)
        if rivals:
            for other in sorted(self._begun_so_far() & rivals):
                if other != ident and other not in group and self.still_runs(other):
                    self.ask.run_at_once(ident, other, self.ask.running_loops())
            self._begun.set(self._begun_so_far() | {ident})
        self._runs.set(True, ident)
        self._started_in_loop.append((ident, process))

    def _begun_so_far(self) -> frozenset[int]:
        """Return the processes and tasks that were started on some path to here."""
        return frozenset().union(*self._begun.each())

    def still_runs(self, ident: int) -> bool:
        values = self._runs.found(ident)
        return bool(values) and all(isinstance(v, Const) and v.value is True for v in values or ())

    # -- loops ----------------------------------------------------------------------------------------------------

    def around_run_loop(
        self, proceed: Callable[..., bool], node: ast.AST, body: Callable[[], bool], *rest: Any, **details: Any
    ) -> bool:
        def watched() -> bool:
            return self._watch_loop(node, body, self.ask.running_loops()[:-1])

        return proceed(node, watched, *rest, **details)

    def around_comprehension(
        self, proceed: Callable[..., Values], node: ast.ListComp | ast.SetComp | ast.GeneratorExp | ast.DictComp
    ) -> Values:
        found: list[Values] = []

        def body() -> bool:
            found.append(proceed(node))
            return True

        self._watch_loop(node, body, self.ask.running_loops())
        return found[0]

    def _watch_loop(self, node: ast.AST, body: Callable[[], bool], around: tuple[ast.AST, ...]) -> bool:
        """Run the body of a loop: those of the next round join the workers that it leaves running."""
        outer, self._started_in_loop = self._started_in_loop, []
        try:
            goes = body()
            for ident, process in self._started_in_loop if goes else ():
                made = self.ask.loops_around(process) if process is not None else (node,)
                if made and made[-1] not in around and self.still_runs(ident):
                    self.ask.run_at_once(ident, ident, around)
            outer += self._started_in_loop
        finally:
            self._started_in_loop = outer
        return goes

    # -- what is waited for ---------------------------------------------------------------------------------------

    def around_manage(
        self, proceed: Callable[..., bool], managers: Values, node: ast.AST, body: Callable[[Values], bool]
    ) -> bool:
        try:
            return proceed(managers, node, body)
        finally:
            if any(isinstance(v, Obj) and v.kind in _RUN_TASKS for v in managers):
                self._all_over()

    def on_touch(self, obj: Obj, node: ast.AST, attribute: str) -> None:
        if self.interp.world.kind in ("child", "thread", "import"):
            return
        if obj.kind == "Process" and attribute in _WAITS:
            self._runs.set(False, obj.ident)
        elif attribute in _ANSWERS and obj.kind not in ("dict", "list"):
            self._all_over()

    def before_attribute(self, value: Value, name: str, node: ast.AST) -> None:
        if (
            isinstance(value, Unknown)
            and name in _ANSWERS
            and self.interp.world.kind not in ("child", "thread", "import")
        ):
            self._all_over()

    def _all_over(self) -> None:
        """Take it that no worker that was started so far runs still."""
        for ident in self._begun_so_far():
            self._runs.set(False, ident)
