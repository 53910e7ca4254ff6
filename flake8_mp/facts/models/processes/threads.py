"""Threads and locks: what is running, and what is held, when a process is forked."""

from __future__ import annotations

import ast
from collections.abc import Callable
from typing import Any

from flake8_mp.facts.arguments import LibraryCall
from flake8_mp.facts.events import ForkHazard, Place
from flake8_mp.facts.library.kinds import KINDS
from flake8_mp.facts.models.model import Model
from flake8_mp.facts.slot import Slot
from flake8_mp.facts.store import Changes
from flake8_mp.facts.tree import KNOWS_PROCESS
from flake8_mp.facts.values import (
    NOTHING,
    UNBOUND,
    Function,
    Method,
    Obj,
    Partial,
    Reference,
    Values,
    is_none,
    union,
)
from flake8_mp.rule import ALL_METHODS, FORK


class Threads(Model):
    """Follows which threads run and which locks of threading are held when a process is forked.

    Owns: the kinds ``Thread``, ``Timer``, ``ThreadPoolExecutor`` and the locks of threading.
    Emits: :class:`ForkHazard`.
    """

    _threads = Slot[object]("the threads that were started")
    _started = Slot[bool]("by the thread, whether it was started")
    _prepared = Slot[bool]("whether code of the program runs at each fork, which sees to its locks")

    def effect_end(self, call: LibraryCall) -> None:
        obj = call.obj
        if obj is not None:
            self.interp.move(obj, add="ended")
            self.interp.move(obj, add="joined", drop="running")

    def effect_start_thread(self, call: LibraryCall) -> None:
        obj = call.obj
        assert obj is not None
        self.interp.move(obj, add="running")
        self._running(obj)
        self.interp.hooks.run_thread(obj, call.node)

    def _running(self, obj: Obj) -> None:
        self._threads.keep(union(self._threads.values() or (obj,), (obj,)))
        self._started.set(True, obj.ident)

    def threads(self) -> list[Obj]:
        """Return the threads that were started on this path."""
        return [value for value in self._threads.values() if isinstance(value, Obj)]

    def effect_all_threads(self, call: LibraryCall) -> Values:
        # Code that lists all threads manages them in ways that are not followed.
        self.interp.objects.escape(self._threads.values())
        return NOTHING

    def effect_thread_task(self, call: LibraryCall) -> Values:
        obj = call.obj
        assert obj is not None
        self.interp.move(obj, add="running")
        self._running(obj)
        for values in call.arguments.all():
            self.interp.objects.escape(values)
        return NOTHING

    def effect_join(self, call: LibraryCall) -> None:
        assert call.obj is not None
        self.interp.move(call.obj, add="joined", drop="running")

    def before_effect_at_fork(self, call: LibraryCall) -> None:
        # Which locks it takes before a fork, or makes anew in the child, is not followed.
        functions = [v for word in ("before", "after_in_child") if word in call.bound for v in call.bound[word][1]]
        if any(isinstance(v, (Function, Partial)) or (isinstance(v, Method) and v.function) for v in functions):
            self._prepared.set(True)

    def around_run_loop(self, proceed: Callable[..., bool], *arguments: Any, **details: Any) -> bool:
        before = {thread.ident for thread in self.threads()}
        goes = proceed(*arguments, **details)
        for thread in self.threads():
            if thread.ident not in before:  # a loop that starts threads is taken to run at least once
                self._started.set(True, thread.ident)
        return goes

    def on_fork_hazards(self, node: ast.AST, what: str, methods: frozenset[str]) -> None:
        """Note a fork while threads are running; one by ``os.fork`` happens under every start method."""
        if True in self._prepared.each():
            return
        methods = ALL_METHODS if what in ("os.fork", "preexec_fn") or methods == FORK else FORK
        for value in self._threads.values():
            if isinstance(value, Obj) and self.interp.must(value, "running") and not self.interp.can(value, "escaped"):
                if self._is_dangerous(value, what) and self.interp.world.kind not in ("child", "thread"):
                    words = KINDS[value.kind].words if value.kind in KINDS else value.kind
                    made = Place(value.source, value.node)
                    self.interp.emit(
                        ForkHazard(self.interp.place(node), methods, problem="thread", words=words, cause=made)
                    )

    def _is_dangerous(self, thread: Obj, what: str) -> bool:
        """Return whether a thread runs on each path that leads here, and it is known what: others are left alone.

        Whether it runs may depend on what decides as well whether a process is forked.
        """
        if thread.kind == "ThreadPoolExecutor" or thread.cls is not None:
            return self._started.is_always(True, thread.ident) or self._is_of_singleton(thread)
        values = self.interp.given.values(thread, "function" if thread.kind == "Timer" else "target")
        if UNBOUND in values and what != "preexec_fn" and self._is_of_singleton(thread):
            # The function that gives the one object of its module makes it when it is called for the first time.
            values = tuple(value for value in values if value is not UNBOUND)
        return bool(values) and all(
            isinstance(v, (Function, Partial, Reference)) or (isinstance(v, Method) and v.function is not None)
            for v in values
        )

    def _is_of_singleton(self, thread: Obj) -> bool:
        """Return whether an object that a module keeps by a name has made a thread, and not one for each process."""
        frame = thread.frame
        if frame is None or any(word in thread.source.code for word in KNOWS_PROCESS):
            return False
        owner = frame.function.owner if frame.function is not None else None
        kept = [values for (ident, _), values in self.interp.store.items().items() if ident == frame.module.ident]
        return owner is not None and any(isinstance(v, Obj) and v.cls is owner for values in kept for v in values)

    def effect_acquire(self, call: LibraryCall) -> Values:
        obj = call.obj
        assert obj is not None
        patient = "blocking" not in call.bound or self.interp.conditions.truth(call.bound["blocking"][1]) is True
        if patient:
            self.interp.hooks.acquired(obj, call.node)
        if (
            patient
            and self.ask.side_of_fork() == "child"
            and obj.kind == "threading.Lock"
            and self.interp.must(obj, "held")
        ):
            made = Place(obj.source, obj.node)
            words = KINDS[obj.kind].words
            self.interp.emit(ForkHazard(self.interp.place(call.node), problem="held lock", words=words, cause=made))
        self.interp.move(obj, add="held")
        return (obj,) if call.name.endswith("__enter__") else NOTHING

    def effect_release(self, call: LibraryCall) -> None:
        assert call.obj is not None
        self.interp.move(call.obj, drop="held")

    def effect_subprocess(self, call: LibraryCall) -> None:
        hook = call.arguments.kwargs.get("preexec_fn")
        if hook is not None and not all(is_none(v) for v in hook[1]):
            self.interp.hooks.fork_hazards(call.node, "preexec_fn", FORK)
        for values in call.arguments.all():
            self.interp.objects.escape(values)

    def on_library_begins(self, program: Changes, changes: Changes) -> None:
        changes.pop(self._threads.key(), None)
