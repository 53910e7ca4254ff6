"""Pools and executors: their lives, and results that are asked for when no worker computes them any more."""

from __future__ import annotations

import ast
from collections.abc import Callable

from flake8_mp.facts.arguments import Arguments, LibraryCall
from flake8_mp.facts.events import Place, PoolUse
from flake8_mp.facts.interpreter.interpreter import Interpreter
from flake8_mp.facts.interpreter.paths import World
from flake8_mp.facts.library import api
from flake8_mp.facts.library.pools import AT_ONCE, LATER, POOLS, RESULTS
from flake8_mp.facts.models.model import Model
from flake8_mp.facts.slot import Slot
from flake8_mp.facts.store import Changes
from flake8_mp.facts.values import NOTHING, Obj, Values, const, union

WORK = {"Pool": LATER | AT_ONCE | {"__enter__"}, "ProcessPoolExecutor": frozenset({"submit", "map"})}
"""The methods that need a pool that is running: ``Pool._check_running``, ``ProcessPoolExecutor.submit``."""
_REFUSED = {"Pool": frozenset({"ValueError"}), "ProcessPoolExecutor": frozenset({"RuntimeError"})}
_TIMES = frozenset({"TimeoutError"})


class Pools(Model):
    """Follows pools from their start to their end, and what they have not finished by then.

    Owns: the kinds ``Pool`` and ``ProcessPoolExecutor``, ``AsyncResult`` and ``imap iterator``.
    Emits: :class:`PoolUse`.
    """

    _when = Slot[int]("by the result, how many pauses there were when its task was handed over")
    _pool = Slot[object]("by the result, its pool")
    _tasks = Slot[object]("by the pool, the results of its tasks")
    _ended_by = Slot[str]("by the pool, the method that has ended it")
    _return_at = Slot[Place]("by the frame, where it returns something")

    def __init__(self, interp: Interpreter) -> None:
        super().__init__(interp)
        self._births: dict[int, World] = {}
        """By the pool, the run in which it was made."""
        self._one_of_many: set[Obj] = set()
        """Pools that were taken out of containers: it is not known which of them it is."""
        self._cut_off: dict[Place, PoolUse] = {}
        """By the place where it was handed over, work that the end of its pool kills."""

    # -- what is known of a pool ------------------------------------------------------------------------------------

    def on_constructed(self, obj: Obj, row: api.Row, arguments: Arguments) -> None:
        if obj.kind in POOLS:
            self._births[obj.ident] = self.interp.world

    def on_out_of_order(self, branches: list[Changes]) -> None:
        for path in branches:
            for obj, _ in self.interp.changed_states(path):
                if obj.kind in POOLS | RESULTS:
                    self.interp.move(obj, add="escaped")

    def refine_elements(self, found: Values, values: Values) -> Values:
        for value in values:
            if isinstance(value, Obj) and value.kind == "imap iterator":
                self._asked_for(value, self._here(), "")
        for value in found:
            if isinstance(value, Obj) and value.kind in POOLS and value in self.interp.many:
                self._one_of_many.add(value)
        return found

    def refine_dict_values(self, found: Values, obj: Obj) -> Values:
        self._one_of_many.update(v for v in found if isinstance(v, Obj) and v.kind in POOLS)
        return found

    def _here(self) -> ast.AST:
        """Return the expression of the running statement that iterates."""
        node = self.interp.statements.statement
        if isinstance(node, (ast.For, ast.AsyncFor)):
            return node.iter
        if isinstance(node, (ast.If, ast.While)):
            return node.test
        if isinstance(node, (ast.With, ast.AsyncWith)):
            return node.items[0].context_expr
        return node if node is not None else self.interp.source.tree

    def birth(self, pool: Obj) -> World | None:
        """Return the run in which a pool was made, None where that was not seen."""
        return self._births.get(pool.ident)

    def certain(self, obj: Obj) -> bool:
        """Return whether all that happens to a pool is seen."""
        return not self.interp.can(obj, "escaped") and obj not in self._one_of_many and not self.ask.another_round(obj)

    def used(self, problem: str, obj: Obj, node: ast.AST, words: str = "") -> None:
        """Note that a pool is used wrongly."""
        self.interp.emit(
            PoolUse(self.interp.place(node), problem=problem, words=words, cause=Place(obj.source, obj.node)),
        )

    # -- calls ------------------------------------------------------------------------------------------------------

    def around_call_api_method(
        self, proceed: Callable[..., Values], receiver: Obj, name: str, row: api.Row, arguments: Arguments
    ) -> Values:
        if receiver.kind in POOLS:
            self._pool_called(receiver, name, arguments.node)
        values = proceed(receiver, name, row, arguments)
        if receiver.kind == "Pool" and name in LATER:
            for value in values:
                if isinstance(value, Obj) and value.kind in RESULTS:
                    self._submitted(receiver, value)
        return values

    def _pool_called(self, pool: Obj, name: str, node: ast.AST) -> None:
        if self.interp.world.kind == "child" and name in WORK[pool.kind]:
            self._inherited(pool, name, node)
        elif name in WORK[pool.kind]:
            self._working(pool, name, node)
        elif name == "join":
            mine = self._births.get(pool.ident) is self.interp.world
            idle = not self.interp.can(pool, "closed") and not self.interp.can(pool, "ended")
            if mine and idle and self.certain(pool) and not self.interp.ready_for(_REFUSED[pool.kind]):
                self.used("join", pool, node)
        elif name in ("terminate", "__exit__", "shutdown"):
            if pool.kind == "Pool" and not self.interp.can(pool, "ended", "joined", "escaped"):
                self._end(pool, name)
            elif pool.kind != "Pool" and not self.interp.can(pool, "escaped"):
                self._returns(pool, ())
            if not self.interp.can(pool, "ended"):
                self._ended_by.set(name, pool.ident)

    def _working(self, pool: Obj, name: str, node: ast.AST) -> None:
        if not self.certain(pool) or self.interp.ready_for(_REFUSED[pool.kind]):
            return
        if self.interp.must(pool, "ended"):
            ends = self._ended_by.values(pool.ident)
            by = {str(getattr(value, "value", "")) for value in ends}
            words = {"__exit__": "the `with` block", "shutdown": "`shutdown()`"}.get(
                min(by, default=""), "the pool's end"
            )
            self.used("work", pool, node, f"{name} {words}")
        elif self.interp.must(pool, "closed"):
            self.used("work", pool, node, f"{name} `close()`")

    def _inherited(self, pool: Obj, name: str, node: ast.AST) -> None:
        """Note a worker that uses a pool of its parent, which has no threads in a forked child."""
        base, there = self.interp.worker.parent, self.interp.imported_store
        if base is None or there is None or not self.interp.exists_in(base, pool):
            return
        if (
            pool in self.interp.worker.arguments
            or self.interp.exists_in(there, pool)
            or not self._births.get(pool.ident)
        ):
            return
        if not self.interp.has_been(pool, "threads") or self.interp.world.tests:
            return
        self.used("inherited", pool, node, name)

    # -- what is not finished ---------------------------------------------------------------------------------------

    def _submitted(self, pool: Obj, result: Obj) -> None:
        self._when.set(self.ask.pauses(), result.ident)
        self._pool.keep((pool,), result.ident)
        self._tasks.keep(union(self._tasks.values(pool.ident) or (result,), (result,)), pool.ident)

    def pool_of(self, result: Obj) -> Values:
        """Return the pool that a result is from; nothing where that is not known."""
        return self._pool.values(result.ident)

    def unfinished(self, result: Obj) -> bool:
        """Return whether nothing has happened since a task was handed over that can take any time."""
        when = self._when.values(result.ident)
        return const(self.ask.pauses()) in when and not self.interp.can(result, "escaped")

    def _end(self, pool: Obj, name: str) -> None:
        """Note what the end of a pool kills: ``Pool.__exit__`` is ``terminate``."""
        tasks = [v for v in self._tasks.values(pool.ident) if isinstance(v, Obj)]
        open_tasks = [task for task in tasks if self.unfinished(task)]
        returned = self._returns(pool, open_tasks) if name == "__exit__" else []
        for task in open_tasks:
            if task in returned:
                continue
            self.interp.move(task, add="killed")
            if (
                name == "__exit__"
                and self.ask.leaving() in ("normal", "return")
                and not self.interp.ready_for(frozenset())
            ):
                place = Place(task.source, task.node)
                cause = Place(pool.source, pool.node)
                self._cut_off.setdefault(place, PoolUse(place, problem="killed", words=_called(task), cause=cause))

    def _returns(self, pool: Obj, tasks: list[Obj] | tuple[Obj, ...]) -> list[Obj]:
        """Note what a function returns out of the ``with`` block that ends it: the pool itself, or open results."""
        if self.ask.leaving() != "return":
            return []
        found = []
        for value in self.interp.calls.returned(self.interp.frame):
            items = (
                self.interp.containers.items(value)
                if isinstance(value, Obj) and value.kind in ("tuple", "list")
                else None
            )
            inner = [v for values in items or [(value,)] for v in values]
            elements = self.interp.containers.rest(value) if isinstance(value, Obj) and value.kind == "list" else ()
            for one in (*inner, *elements):
                if one is pool:
                    self._at_return("returned pool", pool, "")
                    self.interp.move(pool, add="escaped")
                elif isinstance(one, Obj) and one in tasks:
                    found.append(one)
                    self._at_return("returned result", pool, _called(one))
        return found

    def _at_return(self, problem: str, pool: Obj, words: str) -> None:
        for at in self._return_at.values(self.interp.frame.ident):
            place = getattr(at, "value", None)
            if isinstance(place, Place):
                self.interp.emit(PoolUse(place, problem=problem, words=words, cause=Place(pool.source, pool.node)))

    def on_returned(self, values: Values, node: ast.Return) -> None:
        if any(isinstance(v, Obj) for v in values):
            self._return_at.set(self.interp.place(node), self.interp.frame.ident)

    # -- results ----------------------------------------------------------------------------------------------------

    def effect_ask(self, call: LibraryCall) -> Values:
        obj = call.obj
        assert obj is not None
        word = call.name.rpartition(".")[2]
        if word == "successful":
            if self.unfinished(obj) and not self.interp.ready_for(_REFUSED["Pool"]):
                self.used("early", obj, call.node)
        elif word != "ready":
            self._asked_for(obj, call.node, word)
        self.ask.pause()
        return NOTHING

    def _asked_for(self, result: Obj, node: ast.AST, word: str) -> None:
        if (
            self.interp.must(result, "killed")
            and not self.interp.can(result, "escaped")
            and not self.interp.ready_for(_TIMES)
        ):
            self.used("asked", result, node, word)
            self._cut_off[Place(result.source, result.node)] = PoolUse(Place(result.source, result.node))
        self.ask.pause()

    def on_finish(self) -> None:
        for event in self._cut_off.values():
            if event.problem:
                self.interp.emit(event)


def _called(obj: Obj) -> str:
    return str(getattr(getattr(obj.node, "func", None), "attr", "")) or "apply_async"
