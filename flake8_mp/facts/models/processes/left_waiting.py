"""Processes that wait for a signal to stop when their program ends with an exception before it has given that.

``Lib/multiprocessing/util.py``, ``_exit_function``: a program that ends, in whatever way, joins those of its processes
that are no daemons.
"""

from __future__ import annotations

import ast
from collections.abc import Callable

from flake8_mp.facts.arguments import LibraryCall
from flake8_mp.facts.events import ChannelUse, Place
from flake8_mp.facts.interpreter.interpreter import Interpreter
from flake8_mp.facts.interpreter.paths import Region
from flake8_mp.facts.library.channels import QUEUES
from flake8_mp.facts.models.model import Model
from flake8_mp.facts.models.questions.channels import RELAYED
from flake8_mp.facts.slot import Slot
from flake8_mp.facts.store import Changes, Store, join
from flake8_mp.facts.tree import leaving
from flake8_mp.facts.values import Const, Frame, Obj, Values, constant_of

_ENDS = frozenset({"terminate", "kill", "join", "close", "is_alive", "exitcode", "sentinel"})
_ASKS = frozenset({"is_set", "wait"})


class LeftWaiting(Model):
    """Looks for exceptions that end a program while a process of it waits for what only the program does.

    Owns: events that end the loop of a worker, programs that end with an exception.
    Emits: :class:`ChannelUse`.
    """

    _listens_for = ("Event", "Queue")

    _raised = Slot[tuple[Place, Place | None]]("where an exception was raised last, and the call here that led there")
    _set = Slot[bool]("by the event, whether it was set, or given to somebody who may set it")
    _ended = Slot[bool]("by the process, whether anything was done to end it")

    def __init__(self, interp: Interpreter) -> None:
        super().__init__(interp)
        self._started: dict[Obj, None] = {}
        """The processes that the program starts."""
        self._waits: dict[Obj, Obj] = {}
        """By the process, the event that alone ends it."""

    # -- what workers wait for ------------------------------------------------------------------------------------

    def before_while_statement(self, node: ast.While) -> None:
        process = self.interp.world.process if self.interp.world.kind == "child" else None
        call = node.test.operand if isinstance(node.test, ast.UnaryOp) else None
        if process is None or not isinstance(call, ast.Call) or not isinstance(call.func, ast.Attribute):
            return
        if call.func.attr not in _ASKS or any(leaving(node)) or len(self.interp.active) != 1:
            return
        values = self.interp.expressions.eval(call.func.value)
        event = values[0] if len(values) == 1 else None
        if isinstance(event, Obj) and event.kind == "Event" and event.cls is None:
            self._waits[process] = event

    def around_run_process(
        self, proceed: Callable[..., None], obj: Obj, node: ast.AST, methods: frozenset[str]
    ) -> None:
        self._ended.set(False, obj.ident)
        if self.interp.world.kind == "main":
            self._started[obj] = None
        proceed(obj, node, methods)

    # -- what the program does ------------------------------------------------------------------------------------

    def on_touch(self, obj: Obj, node: ast.AST, attribute: str) -> None:
        if obj.kind == "Event" and attribute == "set":
            self._set.set(True, obj.ident)
        elif obj.kind == "Process" and attribute in _ENDS and self.interp.world.kind != "child":
            self._ended.set(True, obj.ident)

    def after_raised(self, values: Values, node: ast.Raise) -> None:
        if self.interp.world.kind == "main" and node.exc is not None:
            self._raised.set((self.interp.place(node), self.interp.attribution.last_call_here()))

    def before_effect_exit(self, call: LibraryCall) -> None:
        if self.interp.world.kind == "main" and call.name.rpartition(".")[2] in ("exit", "quit"):
            self._raised.set((self.interp.place(call.node), self.interp.attribution.last_call_here()))

    def on_ended(self, frame: Frame, region: Region, result: Values) -> None:
        if frame.parent is not None or self.interp.world.kind != "main" or not self._started:
            return
        for path in region.ends.get("raise", []):
            self._ends_with(region.base, path)

    def _ends_with(self, base: Store, path: Changes) -> None:
        saved, self.interp.store = self.interp.store, Store(base)
        try:
            join(self.interp.store, [path])
            raised = self._raised.get()
            if raised is None:
                return
            for process in self._started:
                waits_for = self._waited_for(process) if self._runs_on(process) else None
                if waits_for is not None:
                    words = "Event" if waits_for.kind == "Event" else "queue"
                    cause = Place(process.source, process.node)
                    use = ChannelUse(raised[0], problem=f"left waiting for {words}", words=words, cause=cause)
                    self.interp.emit(use, because=raised[1])
        finally:
            self.interp.store = saved

    def _runs_on(self, process: Obj) -> bool:
        """Return whether a process was started on this path, and nothing was done to end it."""
        if not self.interp.must(process, "started") or self.interp.can(process, "joined", "ended", "escaped"):
            return False
        daemon = self.interp.store.get((process.ident, "daemon")) or self.interp.given.found(process, "daemon")
        if daemon is not None and constant_of(daemon) is not False:
            return False
        return self._ended.get(process.ident) is False

    def _waited_for(self, process: Obj) -> Obj | None:
        """Return what a process waits for that nothing sets, or puts into, on this path."""
        event = self._waits.get(process)
        if event is not None and not self.interp.can(event, "escaped"):
            if not any(isinstance(v, Const) and v.value for v in self._set.values(event.ident)):
                return event
        for channel, part in (self.ask.parts_of(process) or {}).items():
            if channel.kind not in QUEUES or not part.takes or part.limited or part.unknown or part.unseen:
                continue
            others = self.ask.others(channel, besides=process)
            if others is None or any(other.gives for other in others) or channel in self.interp.many:
                continue
            word = part.stops or "put"
            if self.ask.counted(channel, word) == (0, 0) and self.ask.counted(channel, RELAYED) == (0, 0):
                return channel
        return None
