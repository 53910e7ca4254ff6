"""Writers that are killed in the middle of a message: what is left of it in the pipe is taken for the next one."""

from __future__ import annotations

import ast

from flake8_mp.facts.arguments import Arguments, LibraryCall, is_given
from flake8_mp.facts.events import Place
from flake8_mp.facts.interpreter.interpreter import Interpreter
from flake8_mp.facts.library.channels import QUEUES
from flake8_mp.facts.models.model import Model
from flake8_mp.facts.models.questions.channels import Part
from flake8_mp.facts.slot import Slot
from flake8_mp.facts.values import Obj

UNKNOWN_COUNT = -1


class CutOffWriters(Model):
    """Follows processes that cannot have written all they put when they are killed, and who uses their queue then.

    ``Lib/multiprocessing/connection.py``: a message is its length and its bytes, which are written as the pipe takes
    them; a reader waits for all of them.

    Owns: queues whose writer was killed.
    """

    _over = Slot[bool]("by the process, whether it was joined without a limit")
    _got = Slot[int]("by the queue, how much was taken since its writer was started")
    _cut = Slot[Place]("by the queue, where its writer was killed")

    def __init__(self, interp: Interpreter) -> None:
        super().__init__(interp)
        self._depth: dict[int, int] = {}
        """By the queue, in how many loops its writer was started."""

    def on_channel_made(self, channel: Obj) -> None:
        for slot in (self._got, self._cut):
            if slot.found(channel.ident) is not None:
                slot.drop(channel.ident)

    def on_run_process(self, obj: Obj, node: ast.AST, methods: frozenset[str]) -> None:
        self._over.set(False, obj.ident)
        for channel in self.ask.parts_of(obj) or {}:
            self._is_used(channel)
            self._depth[channel.ident] = len(self.interp.times)
            self._got.set(0, channel.ident)

    def after_taken(self, obj: Obj, arguments: Arguments, waits: bool) -> None:
        if self.interp.world.kind not in ("main", "library"):
            return
        self._is_used(obj)
        got = self._got.get(obj.ident)
        straight = len(self.interp.times) <= self._depth.get(obj.ident, 0)
        self._got.set(got + 1 if straight and got is not None and got >= 0 else UNKNOWN_COUNT, obj.ident)

    def before_effect_join(self, call: LibraryCall) -> None:
        obj = call.obj
        if obj is not None and obj.kind == "Process":
            if not is_given(call.bound, "timeout"):
                self._over.set(True, obj.ident)

    def before_effect_end(self, call: LibraryCall) -> None:
        obj = call.obj
        if obj is None or obj.kind != "Process" or not call.name.endswith(("terminate", "kill")) or self.interp.again:
            return
        if not self.interp.must(obj, "started") or self._over.get(obj.ident) is not False:
            return
        for channel, part in (self.ask.parts_of(obj) or {}).items():
            if channel.kind in QUEUES and self._is_writing(obj, channel, part):
                self._cut.set(self.interp.place(call.node), channel.ident)

    def _is_writing(self, process: Obj, channel: Obj, part: Part) -> bool:
        """Return whether a process cannot have written all of what it puts, since too little of it was taken."""
        got = self._got.get(channel.ident)
        others = self.ask.others(channel, besides=process)
        if got is None or got < 0 or part.unknown or part.takes or others is None or not self.ask.private(channel):
            return False
        if any(other.takes or other.unknown for other in others):
            return False
        return part.load - got * part.largest > self.ask.room(channel)

    def _is_used(self, channel: Obj) -> None:
        # It cannot end by itself, so that who kills it only if it is alive kills it.
        for place in self._cut.each(channel.ident):
            self.ask.report_use("cut off", place, self.ask.words(channel))
