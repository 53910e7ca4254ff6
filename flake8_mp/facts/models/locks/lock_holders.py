"""Who holds which lock: what a process acquires, releases and enters, and where that cannot work.

It encodes ``Lib/multiprocessing/synchronize.py`` and ``Modules/_multiprocessing/semaphore.c``: a Lock may be released
by anybody and blocks whoever holds it already; an RLock belongs to the process and thread that acquired it; a
Condition asks for its lock before it waits or notifies.
"""

from __future__ import annotations

import ast
from collections.abc import Callable
from typing import Any

from flake8_mp.facts.arguments import Arguments, Bound, LibraryCall, is_given
from flake8_mp.facts.events import LockUse, Place
from flake8_mp.facts.interpreter.interpreter import Interpreter
from flake8_mp.facts.interpreter.paths import ANY_EXCEPTION
from flake8_mp.facts.library.kinds import KINDS
from flake8_mp.facts.library.locks import MUTEXES
from flake8_mp.facts.models.model import Model, only_with
from flake8_mp.facts.slot import Slot
from flake8_mp.facts.store import Changes
from flake8_mp.facts.values import NONE, NOTHING, Const, Function, Obj, Value, Values, const
from flake8_mp.rule import ALL_METHODS

_OWNED = frozenset({"RLock", "Condition"})
"""Locks that only their holder may release."""
_HELD = frozenset({"with", "acquire"})
_FAILURES = ANY_EXCEPTION | {"AssertionError", "ValueError"}


class LockHolders(Model):
    """Follows which locks a process holds.

    Owns: the kinds of locks, and the lock of a Condition, Value or Array.
    Emits: :class:`LockUse`.
    """

    _held = Slot[tuple[str, int, int, Place | None]](
        "by the lock, how which process or thread holds it, how often, and since where"
    )
    _lock = Slot[object]("by the Condition, Value or Array, its lock")

    def __init__(self, interp: Interpreter) -> None:
        super().__init__(interp)
        self._handed_locks: set[Obj] = set()
        """Locks that other processes or threads have, so that they may release them."""
        self._outer_loops = 0
        self._repeated: set[Obj] = set()
        """Objects that may stand for several, since a loop made them, or called what made them."""

    def is_handed_over(self, lock: Obj) -> bool:
        """Return whether another process or thread has a lock, so that it may release it."""
        return lock in self._handed_locks

    def is_repeated(self, obj: Obj) -> bool:
        """Return whether an object may stand for several, since a loop made it, or called what made it."""
        return obj in self._repeated

    # -- states ---------------------------------------------------------------------------------------------------

    def token(self) -> int:
        """Return the number of the process or thread whose code is running."""
        return self.interp.world.number

    def lock_of(self, obj: Obj) -> Obj | None:
        """Return the lock behind a Condition, a Value or an Array; None where it is not known."""
        values = self._lock.found(obj.ident)
        if values is None:
            return obj
        return values[0] if len(values) == 1 and isinstance(values[0], Obj) else None

    def holding(self, values: Values | None) -> list[tuple[str, int, Place | None]]:
        """Return how this process holds a lock on each path: ``with``, ``acquire``, ``free``, ``maybe``."""
        mine = self.token()
        found: list[tuple[str, int, Place | None]] = []
        for value in values or ():
            if isinstance(value, Const) and isinstance(value.value, tuple):
                how, token, depth, place = value.value
                found.append((how, depth, place) if token == mine else ("free", 0, None))
        return found

    def holdings(self, lock: Obj) -> list[tuple[str, int, Place | None]]:
        """Return how this process holds a lock on each path to here."""
        return self.holding(self._held.found(lock.ident))

    def holds(self, lock: Obj) -> bool:
        """Return whether this process holds a lock on every path to here."""
        holdings = self.holdings(lock)
        return bool(holdings) and all(how in _HELD for how, _, _ in holdings)

    def never_held(self, lock: Obj) -> bool:
        """Return whether this process holds a lock on no path to here."""
        return all(how == "free" for how, _, _ in self.holdings(lock))

    def _set_holding(self, lock: Obj, how: str, step: int, place: Place | None = None) -> None:
        token = self.token()
        branches: dict[Const, None] = {}
        for was, depth, before in self.holdings(lock) or [("free", 0, None)]:
            now = max(depth + step, 0)
            if how == "maybe" and now != depth:
                branches[const(("maybe", token, now, place))] = None
            elif now == 0:
                branches[const(("free", token, 0, None))] = None
            else:
                branches[const((was if depth else how, token, now, before if depth else place))] = None
        self._held.keep(tuple(branches), lock.ident)

    # -- what is made ---------------------------------------------------------------------------------------------

    def around_enter(
        self,
        proceed: Callable[..., Values],
        function: Function,
        arguments: Arguments,
        receiver: Value | None = None,
        on_yield: Callable[[Values], bool] | None = None,
    ) -> Values:
        outer = self._outer_loops
        self._outer_loops += self.interp.loops
        try:
            return proceed(function, arguments, receiver, on_yield)
        finally:
            self._outer_loops = outer

    def around_make(self, proceed: Callable[..., Obj], kind: str, node: ast.AST, **details: Any) -> Obj:
        obj = proceed(kind, node, **details)
        if self.interp.loops or self._outer_loops:
            self._repeated.add(obj)
        if kind in MUTEXES or kind == "Condition":
            self._held.set(("free", self.token(), 0, None), obj.ident)
        return obj

    def effect_condition(self, call: LibraryCall) -> None:
        if call.obj is not None and (call.arguments.more or is_given(call.bound, "lock")):
            self._lock.keep(call.bound["lock"][1] if "lock" in call.bound else NOTHING, call.obj.ident)

    def effect_ctypes(self, call: LibraryCall) -> None:
        obj = call.obj
        given = call.bound["lock"][1] if "lock" in call.bound else ()
        if obj is None or obj.kind not in ("Value", "Array"):
            return
        if call.arguments.more or any(not isinstance(v, Const) for v in given):
            self._lock.keep(given or NOTHING, obj.ident)

    def effect_get_lock(self, call: LibraryCall) -> Values:
        obj = call.obj
        assert obj is not None
        values = self._lock.found(obj.ident)
        if values is None:
            values = (self.interp.make("RLock", obj.node, context=obj.context, tag="its lock"),)
            self._lock.keep(values, obj.ident)
        return values

    # -- what is done ---------------------------------------------------------------------------------------------

    def effect_take(self, call: LibraryCall) -> Values | None:
        assert call.obj is not None
        lock = self.lock_of(call.obj)
        if lock is None:
            return NOTHING
        how = "with" if call.name.endswith("__enter__") else "acquire"
        if not self._waits_for_lock(call.arguments, call.bound):
            self._set_holding(lock, "maybe", 1)
            return NOTHING
        if lock.kind == "Lock" and self.holds(lock) and self._blocks_forever(lock, how):
            self._misused("deadlock", lock, call.node)
        self._set_holding(lock, how, 1, self.interp.place(call.node))
        self.ask.lock_taken(lock, call.node)
        return NOTHING

    def lock_taken(self, lock: Obj, node: ast.AST) -> None:
        """Called for a lock that a process takes."""

    def _waits_for_lock(self, arguments: Arguments, bound: Bound) -> bool:
        if arguments.more or ("block" in bound and self.interp.conditions.truth(bound["block"][1]) is not True):
            return False
        return not is_given(bound, "timeout")

    def _blocks_forever(self, lock: Obj, how: str) -> bool:
        """Return whether nothing else releases a lock that is waited for."""
        if lock in self._repeated or any(lock in values for values in self.interp.rounds):
            return False
        inside = how == "with" and all(was == "with" for was, _, _ in self.holdings(lock))
        return inside or self._private_lock(lock)

    def _private_lock(self, lock: Obj) -> bool:
        """Return whether only this code, which has made the lock, can have it."""
        if (
            lock in self._handed_locks
            or lock.frame is None
            or self.interp.can(lock, "escaped")
            or self.interp.can(lock, "kept")
        ):
            return False
        if lock.frame is not self.interp.frame or self.interp.world.kind == "thread" or self.ask.side_of_fork():
            return False
        return self.interp.frame.parent is not None or not self.interp.hooks.mentioned_elsewhere(lock)

    def effect_give(self, call: LibraryCall) -> Values:
        assert call.obj is not None
        lock = self.lock_of(call.obj)
        if lock is None:
            return NONE
        if call.name.endswith("release") and self.never_held(lock) and not self.interp.ready_for(_FAILURES):
            if lock.kind in _OWNED and (self._all_seen(lock) or self._private_lock(lock)):
                self._misused("not owned", lock, call.node)
            elif lock.kind == "Lock" and self._private_lock(lock) and lock not in self._repeated:
                self._misused("not held", lock, call.node)
        self._set_holding(lock, "free", -1)
        return NONE

    def effect_under_lock(self, call: LibraryCall) -> Values:
        obj = call.obj
        assert obj is not None
        lock = self.lock_of(obj)
        for values in call.arguments.all():
            self.interp.objects.escape(values)
        if lock is not None and self.never_held(lock) and self.never_held(obj) and not self.interp.ready_for(_FAILURES):
            if self._all_seen(lock) or self._private_lock(lock):
                self._misused(call.name.rpartition(".")[2], obj, call.node)
        return NOTHING

    def _all_seen(self, lock: Obj) -> bool:
        """Return whether all that this process has done was followed: no other code has taken the lock for it."""
        if self.interp.can(lock, "escaped") or lock in self._repeated or self.ask.side_of_fork():
            return False
        return self.interp.world.kind == "main" or (
            self.interp.world.kind == "child" and self.interp.world.process is not None
        )

    def _misused(self, problem: str, lock: Obj, node: ast.AST) -> None:
        self.interp.emit(
            LockUse(
                self.interp.place(node),
                ALL_METHODS,
                problem=problem,
                words=KINDS[lock.kind].words.rpartition(".")[2],
                cause=Place(lock.source, lock.node),
            )
        )

    @only_with("Value", "Array")
    def on_touch(self, obj: Obj, node: ast.AST, attribute: str) -> None:
        if attribute not in ("value", "[]") or obj.kind not in ("Value", "Array"):
            return
        lock = self.lock_of(obj)
        if lock is not None and lock.kind == "Lock" and self.holds(lock) and lock not in self._repeated:
            if not any(lock in values for values in self.interp.rounds):
                self._misused("value", lock, node)

    # -- who else has it ------------------------------------------------------------------------------------------

    def before_run_process(self, obj: Obj, node: ast.AST, methods: frozenset[str]) -> None:
        self._handed_on(obj)

    def before_run_thread(self, obj: Obj, node: ast.AST) -> None:
        self._handed_on(obj)

    def before_workers_begin(self, obj: Obj, node: ast.AST) -> None:
        self._handed_on(obj)

    def _handed_on(self, obj: Obj) -> None:
        values = self.interp.given.values(obj, *_PARTS)
        for one in self.interp.objects.reachable((obj, *values)):
            if one.kind in KINDS:
                self._handed_locks.add(one)

    def lost(self, path: Changes) -> list[Place]:
        """Return where locks were acquired that are held still at the end of a path."""
        found = []
        _, held = self._held.key()
        for (ident, name), values in path.items():
            obj = self.interp.made_objects.get(ident) if name == held else None
            if obj is not None and obj.kind in MUTEXES and obj not in self._repeated:
                holdings = self.holding(values)
                if holdings and all(how == "acquire" for how, _, _ in holdings):
                    found += [place for _, _, place in holdings[:1] if place is not None]
        return found


_PARTS = ("args", "kwargs", "target", "function", "initargs", "initializer")
