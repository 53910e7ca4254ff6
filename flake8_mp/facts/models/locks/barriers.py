"""Barriers: whether as many processes wait for one as it asks for.

It encodes ``Barrier.wait`` of ``Lib/threading.py``, which ``Lib/multiprocessing/synchronize.py`` has from there: nobody
goes on before ``parties`` of them wait at once.
"""

from __future__ import annotations

import ast

from flake8_mp.facts.arguments import LibraryCall
from flake8_mp.facts.events import LockUse, Place
from flake8_mp.facts.interpreter.interpreter import Interpreter
from flake8_mp.facts.models.model import Model
from flake8_mp.facts.values import Const, Obj, Sized, Value, Values
from flake8_mp.rule import ALL_METHODS

_PARTS = ("args", "kwargs", "target", "initargs", "initializer")


class Barriers(Model):
    """Counts who can wait for a barrier.

    Owns: the kind ``Barrier``.
    Emits: :class:`LockUse`.
    """

    _listens_for = ("Barrier",)

    def __init__(self, interp: Interpreter) -> None:
        super().__init__(interp)
        self._parties: dict[Obj, int] = {}
        """By the barrier, for how many it waits."""
        self._waiting: dict[Obj, dict[int, int | None]] = {}
        """By the barrier and the process, 0 for the program itself, how many of that there are at most."""
        self._waits: dict[Obj, tuple[Place, Place | None]] = {}
        """Where a barrier is waited for without a limit, and what in the linted file has handed over who does it."""
        self._others: set[Obj] = set()
        """The barriers that another process may wait for or break."""

    def effect_barrier(self, call: LibraryCall) -> None:
        number = _number(call.bound["parties"][1]) if "parties" in call.bound and not call.arguments.more else None
        if call.obj is not None and number is not None and "timeout" not in call.bound:
            self._parties[call.obj] = number

    def effect_barrier_wait(self, call: LibraryCall) -> None:
        obj = call.obj
        if obj not in self._parties:
            return
        world = self.interp.world
        if "timeout" in call.bound or self.ask.side_of_fork() or world.kind not in ("main", "library", "child"):
            self._others.add(obj)
        elif world.kind == "child" and world.process is None:
            self._others.add(obj)
        else:
            self._waits[obj] = (self.interp.place(call.node), world.handed_here)
            process = world.process if world.kind == "child" else None
            self._note(obj, process)

    def effect_barrier_broken(self, call: LibraryCall) -> None:
        if call.obj is not None:
            self._others.add(call.obj)

    def _note(self, barrier: Obj, process: Obj | None) -> None:
        waiting = self._waiting.setdefault(barrier, {})
        waiting[process.ident if process is not None else 0] = self.ask.how_many(process)[1] if process else 1

    def before_run_process(self, obj: Obj, node: ast.AST, methods: frozenset[str]) -> None:
        for barrier in self._given(obj):
            self._note(barrier, obj)

    def before_run_thread(self, obj: Obj, node: ast.AST) -> None:
        self._others.update(self._given(obj))

    def before_workers_begin(self, obj: Obj, node: ast.AST) -> None:
        self._others.update(self._given(obj))

    def before_escape_value(self, value: Value, depth: int) -> None:
        if isinstance(value, Obj) and value in self._parties:
            self._others.add(value)

    def _given(self, obj: Obj) -> list[Obj]:
        reached = self.interp.objects.reachable((obj, *self.interp.given.values(obj, *_PARTS)))
        return [one for one in reached if one in self._parties]

    def on_finish(self) -> None:
        for barrier, (place, because) in self._waits.items():
            counts = list(self._waiting.get(barrier, {}).values())
            if barrier in self._others or barrier in self.interp.many or None in counts:
                continue
            if sum(count or 0 for count in counts) < self._parties[barrier]:
                cause = Place(barrier.source, barrier.node)
                event = LockUse(place, ALL_METHODS, problem="never full", words="Barrier", cause=cause)
                self.interp.emit(event, because)


def _number(values: Values) -> int | None:
    """Return the whole number that a value is for certain."""
    value = values[0] if len(values) == 1 else None
    if isinstance(value, Const) and type(value.value) is int:
        return value.value
    return value.least if isinstance(value, Sized) and value.number and value.exact else None
