"""Daemons that the program asks to end by a sentinel, and that it does not wait for before it ends itself.

``Lib/multiprocessing/util.py``: ``_exit_function`` terminates the daemons first, and only then waits until what the
program has put into its queues is written.
"""

from __future__ import annotations

import ast

from flake8_mp.facts.arguments import Arguments, Bound, LibraryCall
from flake8_mp.facts.events import Circumstance, Place
from flake8_mp.facts.interpreter.interpreter import Interpreter
from flake8_mp.facts.interpreter.paths import Region
from flake8_mp.facts.library.channels import QUEUES
from flake8_mp.facts.library.locks import LIMITS, MUTEXES
from flake8_mp.facts.models.model import Model
from flake8_mp.facts.models.questions.channels import Part, constant_word
from flake8_mp.facts.models.subjects import PROCESSES
from flake8_mp.facts.slot import Slot
from flake8_mp.facts.values import (
    Const,
    Frame,
    Obj,
    Values,
    const,
)
from flake8_mp.rule import ALL_METHODS

_ASKING = frozenset({"exitcode", "is_alive", "sentinel", "join", "_popen"})
_SIGNS = MUTEXES | LIMITS | {"Event", "Condition", "Barrier", "Value", "Array", "Connection", "Pipe", "SharedMemory"}
"""What a process may show others with that it is done."""
_OTHER_WAITS = ("active_children", "atexit", "SyncManager", "Finalize", "waitpid", "join_thread")


class AskedToEnd(Model):
    """Looks for daemons that are asked to end by a sentinel, and are not waited for.

    Owns: nothing of the libraries.
    Emits: :class:`Circumstance`.
    """

    _listens_for = PROCESSES

    _sentinel = Slot[int]("by the queue, how many pauses there were when a constant was put into it last")

    def __init__(self, interp: Interpreter) -> None:
        super().__init__(interp)
        self._started: dict[Obj, Place] = {}
        """The processes that the program has started, and where."""
        self._asked: set[Obj] = set()
        """The processes that are asked whether they have ended."""
        self._left: dict[Place, Place] = {}
        """By where a process was started, where it was asked to end and is not waited for."""

    def before_run_process(self, obj: Obj, node: ast.AST, methods: frozenset[str]) -> None:
        if self.interp.world.kind == "main":
            self._started.setdefault(obj, self.interp.place(node))

    def on_touch(self, obj: Obj, node: ast.AST, attribute: str) -> None:
        if obj.kind == "Process" and attribute in _ASKING:
            self._asked.update(one for one in self.interp.made_objects.values() if one.node is obj.node)

    def after_put(self, obj: Obj, values: Values, item: ast.AST, arguments: Arguments, bound: Bound, name: str) -> None:
        if len(values) == 1 and isinstance(values[0], Const):
            self._sentinel.set(self.ask.pauses(), obj.ident, constant_word(values[0]))

    def before_ended(self, frame: Frame, region: Region, result: Values) -> None:
        if frame.parent is None and self.interp.world.kind == "main" and region.ends.get("normal"):
            self._look_at_the_end()

    def before_effect_exit(self, call: LibraryCall) -> None:
        caught = self.interp.flow.handles({"", "SystemExit", "BaseException"})
        if self.interp.frame.parent is None and self.interp.world.kind == "main" and not caught:
            self._look_at_the_end()

    def _look_at_the_end(self) -> None:
        sources = {self.interp.source, *(each.source for each in self.interp.modules.values())}
        if any(word in source.code for word in _OTHER_WAITS for source in sources):
            return
        for process, place in self._started.items():
            if self._is_left(process):
                for channel, part in (self.ask.parts_of(process) or {}).items():
                    put_at = self._sentinel_at(process, channel, part)
                    if put_at is not None:
                        self._left[place] = put_at
                        break

    def on_finish(self) -> None:
        known = {event.place for event in self.interp.report.events if isinstance(event, Circumstance)}
        for place, put_at in self._left.items():
            if place not in known:
                self.interp.emit(Circumstance(put_at, ALL_METHODS, problem="asked to end", cause=place))

    def _is_left(self, process: Obj) -> bool:
        """Return whether a daemon was started, and nobody has waited for it, nor can have."""
        daemonic = self.interp.store.get((process.ident, "daemon")) or self.interp.given.found(process, "daemon") or ()
        if not daemonic or any(value != const(True) for value in daemonic) or process in self._asked:
            return False
        done = self.interp.can(process, "joined", "ended", "escaped")
        given = self.interp.given.values(process, "target", "args", "kwargs")
        reached = self.interp.objects.reachable((process, *given))
        return (
            not done
            and self.interp.must(process, "started")
            and not any(obj.kind in _SIGNS or obj.kind.startswith("proxy") for obj in reached)
        )

    def _sentinel_at(self, process: Obj, channel: Obj, part: Part) -> Place | None:
        """Return where the program has put the sentinel that ends a process, as one of the last things it did."""
        if channel.kind not in QUEUES or channel.kind == "JoinableQueue" or not part.takes or not part.stops:
            return None
        parts = self.ask.parts_of(process) or {}
        others = self.ask.others(channel, besides=process)
        if others is None or part.unknown or part.limited or any(each.gives for each in parts.values()):
            return None
        sentinel = self._sentinel.values(channel.ident, part.stops)
        if sentinel != (const(self.ask.pauses()),) or not self.ask.counted(channel, part.stops)[0]:
            return None
        put, stops = self.ask.counted(channel, "put"), self.ask.counted(channel, part.stops)
        items = put[1] is None or stops[1] is None or put[1] > stops[1]
        return self.ask.constant_put_at(channel, part.stops) if items else None
