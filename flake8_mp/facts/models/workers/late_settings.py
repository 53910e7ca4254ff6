"""What a program sets once the workers of a pool are up: no start method gives it to them.

``Pool`` starts all its workers when it is made (``Pool._repopulate_pool``). An executor does so with its first task
where it forks; else it starts one with each task for which none is idle, up to ``max_workers``
(``ProcessPoolExecutor._start_executor_manager_thread`` and ``_adjust_process_count``).
"""

from __future__ import annotations

import ast
from collections.abc import Callable

from flake8_mp.facts.arguments import Arguments, Bound, is_given
from flake8_mp.facts.events import Place
from flake8_mp.facts.interpreter.interpreter import Interpreter
from flake8_mp.facts.library import api
from flake8_mp.facts.models.model import Model
from flake8_mp.facts.models.subjects import POOLS
from flake8_mp.facts.slot import Slot
from flake8_mp.facts.store import Store
from flake8_mp.facts.values import Context, Obj, Values, constant_of, union
from flake8_mp.rule import ALL_METHODS, FORK, NOT_FORK

_RENEWED = ("maxtasksperchild", "max_tasks_per_child")
"""Parameters by which a pool starts new workers in the place of others."""
_UNKNOWN = 1_000_000
"""So many workers has an executor at most of which that is not known."""
_POOLS = frozenset({"Pool", "ProcessPoolExecutor"})
_PROGRAM = frozenset({"main", "library"})
_Comprehension = ast.ListComp | ast.SetComp | ast.GeneratorExp | ast.DictComp
_Late = tuple[frozenset[str], Place]


class LateSettings(Model):
    """Follows which pools have all their workers when the program sets something that these have from their start.

    Owns: the moment from which a pool has all its workers.
    """

    _listens_for = POOLS

    _most = Slot[int | None](
        "by the pool, how many workers it has at most; None where it has new ones from time to time"
    )
    _tasks = Slot[int]("by the pool, how many tasks it was given at least")
    _up = Slot[frozenset[str]]("by the pool, the start methods under which it has all its workers")
    _late = Slot[_Late]("by the pool and the setting, under which methods that came after its workers, and where")

    def __init__(self, interp: Interpreter) -> None:
        super().__init__(interp)
        self._pools: dict[int, set[str]] = {}
        """By the pool, the settings that came after its workers on any path."""
        self._waiting = False
        """Whether something was set in a comprehension that goes round again, before a pool had its workers."""

    def on_constructed(self, obj: Obj, row: api.Row, arguments: Arguments) -> None:
        if obj.kind not in _POOLS:
            return
        for setting in self._pools.setdefault(obj.ident, set()):
            self._late.drop(obj.ident, setting)
        bound = arguments.bind(row)
        most = constant_of(self.ask.assumed(bound["max_workers"][1])) if "max_workers" in bound else None
        renews = arguments.more or any(is_given(bound, name) for name in _RENEWED)
        self._most.set(None if renews else most if isinstance(most, int) else _UNKNOWN, obj.ident)
        self._tasks.set(0, obj.ident)
        self._up.drop(obj.ident)

    def on_workers_begin(self, obj: Obj, node: ast.AST) -> None:
        if self.interp.world.kind in _PROGRAM and self._most.get(obj.ident) is not None:
            self._up.set(ALL_METHODS if obj.kind == "Pool" else FORK, obj.ident)

    def on_task(
        self, obj: Obj, function: tuple[ast.AST, Values], arguments: Arguments, context: Context, bound: Bound
    ) -> None:
        most = self._most.get(obj.ident)
        if obj.kind == "ProcessPoolExecutor" and most is not None and self._up.get(obj.ident) == FORK:
            tasks = (self._tasks.get(obj.ident) or 0) + max(self.ask.factor()[0], 1)
            self._tasks.set(tasks, obj.ident)
            if tasks >= most:
                self._up.set(ALL_METHODS, obj.ident)

    def around_comprehension(self, proceed: Callable[..., Values], node: _Comprehension) -> Values:
        outer, self._waiting = self._waiting, False
        try:
            values = proceed(node)
            # What its second round sets comes after the workers that its first one has started.
            return union(values, proceed(node)) if self._waiting else values
        finally:
            self._waiting = outer

    def sets(self, setting: str, node: ast.AST) -> None:
        if self.interp.world.kind not in _PROGRAM:
            return
        for pool, settings in self._pools.items():
            methods = self._up.get(pool)
            self._waiting = self._waiting or (methods is None and self.ask.factor()[0] > 1)
            if methods and not self._restores(node):
                settings.add(setting)
                self._late.set((methods, self.interp.place(node)), pool, setting)
            elif self._late.found(pool, setting) is not None:
                self._late.drop(pool, setting)

    def _restores(self, node: ast.AST) -> bool:
        """Return whether it is done in a clean-up: it is what it was before, perhaps."""
        for around in self.interp.syntax.nodes_around(node):
            if isinstance(around, ast.Try) and any(node in ast.walk(each) for each in around.finalbody):
                return True
        return False

    def set_too_late(self, pool: Obj | None) -> frozenset[str]:
        settings = self._pools.get(pool.ident, ()) if pool is not None else ()
        return frozenset(each for each in settings if pool is not None and self._late.get(pool.ident, each))

    def late_under(self, setting: str, pool: Obj | None, store: Store) -> tuple[frozenset[str], Place | None]:
        found = self._late.there(store, pool.ident, setting) if pool is not None else None
        return found if found is not None else (frozenset(), None)

    def lacking(self, setting: str) -> frozenset[str]:
        worker = self.interp.worker
        return NOT_FORK | (self.late_under(setting, worker.pool, worker.parent)[0] if worker.parent else frozenset())
