"""What belongs to the threads of one process and is expected to work across several: locks, events and queues."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable

from flake8_mp.facts.arguments import Arguments
from flake8_mp.facts.events import Place, Unshared
from flake8_mp.facts.interpreter.interpreter import Interpreter
from flake8_mp.facts.models.model import Model, only_with
from flake8_mp.facts.values import Obj, Reference, Value, Values
from flake8_mp.rule import ALL_METHODS, FORK

_WAITS = frozenset({"wait", "wait_for", "is_set", "get", "get_nowait", "acquire"})
_NOTIFIERS = frozenset({"set", "put", "put_nowait", "notify", "notify_all", "release"})
_ONE_PROCESS = frozenset(
    {
        "threading.Event",
        "queue.Queue",
        "queue.LifoQueue",
        "queue.PriorityQueue",
        "queue.SimpleQueue",
        "threading.Semaphore",
        "threading.BoundedSemaphore",
        "threading.Condition",
    }
)
_SEMAPHORES = frozenset({"threading.Semaphore", "threading.BoundedSemaphore"})
_THREAD_LOCKS = frozenset({"threading.Lock", "threading.RLock"})
_THREADS = re.compile(r"Thread|to_thread|run_in_executor|Timer\b|dummy|gevent|QueueListener")
"""What shares the objects of one process, by threads that need not be followed."""


class ThreadPrimitives(Model):
    """Compares what workers do with a primitive of the threading or queue module with what the parent does with it.

    Owns: primitives of threads that several processes have a copy of, also by ``os.fork``.
    Emits: :class:`Unshared`.
    """

    def __init__(self, interp: Interpreter) -> None:
        super().__init__(interp)
        self._within: list[Value] = []
        """The context managers that are entered here."""
        self._used_there: dict[int, tuple[set[str], frozenset[str]]] = {}
        """By the object, what workers do with something that belongs to one process, and under which methods."""
        self._used_here: dict[int, list[tuple[str, Place]]] = {}
        """By the object, what the parent does with it after that, and before (then with an empty place)."""
        self._before_workers: dict[int, set[str]] = {}

    def around_enter_manager(
        self, proceed: Callable[..., bool], value: Value, node: ast.AST, body: Callable[[Values], bool]
    ) -> bool:
        self._within.append(value)
        if isinstance(value, Obj) and value.kind in _SEMAPHORES:
            self._used(value, node, "acquire", "release")
        try:
            return proceed(value, node, body)
        finally:
            self._within.pop()

    def on_changed(self, owner: object, name: str) -> None:
        if (
            self.interp.world.kind == "child"
            and isinstance(owner, Obj)
            and owner.kind in ("Value", "Array", "RawValue", "RawArray")
        ):
            self._excluded_by_thread_lock(owner)

    def _excluded_by_thread_lock(self, shared: Obj) -> None:
        """Note a lock of this process around a change to what several processes change."""
        base = self.interp.worker.parent
        locks = [v for v in self._within if isinstance(v, Obj)]
        if base is None or not self.interp.worker.several or len(locks) != len(self._within) or self.interp.unsure:
            return
        if not locks or any(lock.kind not in _THREAD_LOCKS for lock in locks):
            return
        lock = locks[-1]
        if not self.interp.exists_in(base, lock) or _THREADS.search(self.interp.source.code):
            return
        methods = self._apart(lock)
        if methods and self.interp.world.handed is not None:
            place = Place(lock.source, lock.node)
            self.interp.emit(Unshared(place, methods, problem="lock", words=lock.kind, cause=self.interp.world.handed))

    def _apart(self, obj: Obj) -> frozenset[str]:
        """Return the start methods under which a worker has a copy: as an argument it can be inherited by fork only."""
        return self.interp.world.possible(FORK) if obj in self.interp.worker.arguments else ALL_METHODS

    def on_touch(self, obj: Obj, node: ast.AST, attribute: str) -> None:
        if obj.kind in _ONE_PROCESS and attribute in _WAITS | _NOTIFIERS:
            # A Condition is acquired for whatever is done with it.
            if obj.kind != "threading.Condition" or attribute not in ("acquire", "release"):
                self._used(obj, node, attribute)

    def _used(self, obj: Obj, node: ast.AST, *attributes: str) -> None:
        """Note what is done with a primitive, and on which side: in a worker, in a forked child, in the parent."""
        base, side = self.interp.worker.parent, self.ask.side_of_fork()
        if self.interp.unsure:
            return
        if self.interp.world.kind == "child":
            if base is not None and self.interp.exists_in(base, obj):
                known, methods = self._used_there.get(obj.ident, (set(), frozenset()))
                self._used_there[obj.ident] = (known | {*attributes}, methods | self._apart(obj))
        elif side == "child":
            if self.ask.inherited_by_fork(obj):
                known, _ = self._used_there.get(obj.ident, (set(), ALL_METHODS))
                self._used_there[obj.ident] = (known | {*attributes}, ALL_METHODS)
        elif self.interp.world.kind in ("main", "library"):
            if obj.ident in self._used_there or (side == "parent" and self.ask.inherited_by_fork(obj)):
                uses = self._used_here.setdefault(obj.ident, [])
                uses += [(attribute, self.interp.place(node)) for attribute in attributes]
            else:
                self._before_workers.setdefault(obj.ident, set()).update(attributes)

    @only_with("QueueHandler")
    def before_call(self, callee: Value, arguments: Arguments) -> None:
        """Note a handler of a worker's log that puts records into a queue of its own process."""
        if self.interp.world.kind != "child" or not isinstance(callee, Reference) or not arguments.args:
            return
        values = arguments.args[0][1]
        queue = values[0] if len(values) == 1 else None
        base = self.interp.worker.parent
        if not callee.name.endswith("handlers.QueueHandler") or not isinstance(queue, Obj) or base is None:
            return
        if queue.kind not in _ONE_PROCESS:
            return
        there = self.interp.exists_in(base, queue) or self.interp.exists_in(self.interp.on_import, queue)
        # A listener that is started in the worker writes the records there.
        listens = any("QueueListener" in ast.unparse(function.node) for function in self.interp.active)
        if there and not listens:
            cause = Place(queue.source, queue.node)
            place = self.interp.place(arguments.node)
            event = Unshared(place, self._apart(queue), problem="one process", words=queue.kind, cause=cause)
            self.interp.emit(event, because=self.interp.world.handed_here)

    def on_finish(self) -> None:
        if _THREADS.search(self.interp.source.code):
            return
        for ident, uses in self._used_here.items():
            there, methods = self._used_there.get(ident, (set(), frozenset()))
            here = {attribute for attribute, _ in uses} | self._before_workers.get(ident, set())
            obj = self.interp.made_objects[ident]
            if not methods or self.interp.can(obj, "escaped"):
                continue
            for mine, theirs in ((_NOTIFIERS, _WAITS), (_WAITS, _NOTIFIERS)):
                if here <= mine and there <= theirs:
                    place = next(place for attribute, place in uses if attribute in mine)
                    cause = Place(obj.source, obj.node)
                    self.interp.emit(Unshared(place, methods, problem="one process", words=obj.kind, cause=cause))
