"""Code of a worker that something guards: a lock that is held, a context manager that may keep others out."""

from __future__ import annotations

import ast
from collections.abc import Callable

from flake8_mp.facts.interpreter.interpreter import Interpreter
from flake8_mp.facts.models.model import Model, only_with
from flake8_mp.facts.slot import Slot
from flake8_mp.facts.tree import last_name
from flake8_mp.facts.values import Const, Obj, Value, Values, const

_NO_GUARDS = frozenset(
    {
        "file",
        "closing",
        "Manager",
        "SyncManager",
        "BaseManager",
        "SharedMemoryManager",
        "Pool",
        "ThreadPool",
        "ProcessPoolExecutor",
        "ThreadPoolExecutor",
        "socket",
        "TemporaryDirectory",
        "memoryview",
        "SharedMemory",
        "Connection",
        "gzip file",
        "sqlite3.Connection",
    }
)
"""Context managers that exclude nothing; all others may."""


class GuardedCode(Model):
    """Knows whether code of a worker may run in one process at a time only.

    Owns: context managers, calls of ``acquire`` and ``release``, and waits, as far as they keep others out.
    """

    _depth = Slot[int]("how many calls of acquire there were that no release has followed")
    _gates = Slot[frozenset[int]]("the events that were waited for, which let all that wait go at once")

    def __init__(self, interp: Interpreter) -> None:
        super().__init__(interp)
        self._guards = 0

    def around_manage(
        self, proceed: Callable[..., bool], managers: Values, node: ast.AST, body: Callable[[Values], bool]
    ) -> bool:
        guards = any(not isinstance(v, Obj) or v.kind not in _NO_GUARDS for v in managers)
        guards = guards and not _suppresses(node)

        def inside(values: Values) -> bool:
            self._guards += guards
            try:
                return body(values)
            finally:
                self._guards -= guards

        return proceed(managers, node, inside)

    @only_with("acquire", "release", "flock", "lockf")
    def refine_call_expression(self, result: Values, node: ast.Call) -> Values:
        if self.interp.world.kind != "child":
            return result
        name = last_name(node.func)
        if name in ("acquire", "release") or "flock" in name or "lockf" in name:
            depths = [v.value for v in self._depth.values() if isinstance(v, Const)]
            step = -1 if name == "release" else 1
            deeper = {max(depth + step, 0) for depth in depths or [0] if isinstance(depth, int)}
            self._depth.keep(tuple(const(depth) for depth in sorted(deeper)))
        return result

    def is_guarded(self) -> bool:
        """Return whether something may keep other processes out of the code that is running."""
        depths = self._depth.values()
        return self._guards > 0 or any(isinstance(v, Const) and v.value != 0 for v in depths)

    @only_with("wait")
    def before_attribute(self, value: Value, name: str, node: ast.AST) -> None:
        if name == "wait" and self.interp.world.kind == "child" and not _is_barrier(value):
            # A process that waits for an event may be the only one that continues then.
            if isinstance(value, Obj) and self._lets_all_go(value):
                self._gates.set(self.gates_passed() | {value.ident})
            else:
                self._depth.set(1)

    def gates_passed(self) -> frozenset[int]:
        """Return the events that the running worker has waited for, and that let all who wait for them go at once."""
        return frozenset().union(*self._gates.each())

    def _lets_all_go(self, obj: Obj) -> bool:
        """Return whether an object is one event for all workers, which nothing in sight clears again."""
        if obj.kind != "Event" or self.ask.loops_around(obj):
            return False
        return not any(".clear" in source.code for source in self.interp.imports.sources())

    def around_run_process(self, proceed: Callable[..., None], *started: object) -> None:
        self._without_guards(proceed, *started)

    def around_task(self, proceed: Callable[..., None], *handed: object) -> None:
        self._without_guards(proceed, *handed)

    def _without_guards(self, proceed: Callable[..., None], *arguments: object) -> None:
        """Run a worker: what its parent holds guards nothing there."""
        guards, self._guards = self._guards, 0
        try:
            proceed(*arguments)
        finally:
            self._guards = guards


def _is_barrier(value: Value) -> bool:
    if isinstance(value, Obj) and value.kind.startswith("proxy") and isinstance(value.node, ast.Call):
        return getattr(value.node.func, "attr", "") == "Barrier"
    return isinstance(value, Obj) and value.kind == "Barrier"


def _suppresses(node: ast.AST) -> bool:
    function = node.func if isinstance(node, ast.Call) else None
    return last_name(function) == "suppress"
