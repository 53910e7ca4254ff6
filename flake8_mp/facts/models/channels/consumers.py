"""Loops that read: what ends them, and what they can wait for without end."""

from __future__ import annotations

import ast
from collections.abc import Callable

from flake8_mp.facts.arguments import Arguments, Bound, LibraryCall
from flake8_mp.facts.events import Place
from flake8_mp.facts.interpreter.interpreter import Interpreter
from flake8_mp.facts.library.channels import CHANNELS, QUEUES
from flake8_mp.facts.models import subjects
from flake8_mp.facts.models.model import Model, only_with
from flake8_mp.facts.models.questions.channels import RELAYED, Part, constant_word
from flake8_mp.facts.slot import Slot
from flake8_mp.facts.tree import is_endless, leaving, walk
from flake8_mp.facts.values import Const, Method, Obj, Received, Value, Values


class Consumers(Model):
    """Looks at loops that read from queues: what ends them, and what never comes.

    Owns: the loops over queues.
    """

    _killer = Slot[Place]("by the queue, where a process was killed that was reading from it")

    _around: tuple[ast.While | ast.For | ast.AsyncFor, ...] = ()
    """The loops that are being run, innermost last."""

    def __init__(self, interp: Interpreter) -> None:
        super().__init__(interp)
        self._killed_ones: set[Obj] = set()
        """The processes that were terminated on some path."""

    def around_while_statement(self, proceed: Callable[..., bool], node: ast.While) -> bool:
        outer, self._around = self._around, (*self._around, node)
        try:
            return proceed(node)
        finally:
            self._around = outer

    def around_for_statement(self, proceed: Callable[..., bool], node: ast.For | ast.AsyncFor) -> bool:
        outer, self._around = self._around, (*self._around, node)
        try:
            return proceed(node)
        finally:
            self._around = outer

    def loop_around(self, node: ast.AST) -> ast.While | ast.For | ast.AsyncFor | None:
        """Return the innermost loop that a node is written in."""
        return next((loop for loop in reversed(self._around) if any(n is node for n in walk(loop))), None)

    def on_channel_made(self, channel: Obj) -> None:
        if self._killer.found(channel.ident) is not None:
            self._killer.drop(channel.ident)

    # -- what ends them -------------------------------------------------------------------------------------------

    def after_taken(self, obj: Obj, arguments: Arguments, waits: bool) -> None:
        part = self.ask.part(obj)
        part.limited = part.limited or not waits
        loop = self.loop_around(arguments.node)
        if isinstance(loop, ast.While) and is_endless(loop) and not any(leaving(loop)) and waits:
            part.endless = True
        if self.interp.world.kind in ("main", "library"):
            self._lost(obj)
            if waits and obj.kind in QUEUES:
                # Code that only drains it does not rely on getting everything.
                self._killed(obj)
                self._waits_forever(obj, arguments.node)

    @only_with(*subjects.CHANNELS)
    def before_comparison(self, node: ast.Compare, left: Values, operator: ast.AST, right: Values) -> None:
        if len(right) != 1 or not isinstance(right[0], Const):
            return
        for value in left:
            if isinstance(value, Received) and value.channel is not None and value.channel.kind in CHANNELS:
                loop = self.loop_around(node)
                if isinstance(loop, ast.While) and _ends_by(loop, node, operator):
                    self.ask.part(value.channel).stops = constant_word(right[0])

    def refine_call_plain(self, values: Values, name: str, arguments: Arguments) -> Values:
        if name == "iter" and len(arguments.args) == 2 and self._around:
            loop, last = self._around[-1], arguments.args[1][1]
            for value in arguments.args[0][1]:
                if isinstance(value, Method) and value.name == "get" and isinstance(value.receiver, Obj):
                    alone = isinstance(loop, ast.For) and loop.iter is arguments.node and not any(leaving(loop))
                    if value.receiver.kind in CHANNELS and alone and len(last) == 1 and isinstance(last[0], Const):
                        self.ask.part(value.receiver).stops = constant_word(last[0])
                    if value.receiver.kind in CHANNELS:
                        # So often as the loop goes round, it takes something.
                        self.ask.part(value.receiver).unseen += 1
                    return (Received(False, value.receiver),)
        return values

    def around_elements(self, proceed: Callable[..., Values], values: Values) -> Values:
        received = tuple(v for v in values if isinstance(v, Received))
        return received if received and len(received) == len(values) else proceed(values)

    def after_waits(self, process: Obj, arguments: Arguments, bound: Bound) -> None:
        parts = self.ask.parts_of(process)
        if (
            parts is None
            or self.interp.again
            or not self.interp.must(process, "started")
            or self.interp.can(process, "ended")
        ):
            return
        for channel, part in parts.items():
            if part.stops and channel.kind in QUEUES and not part.limited:
                self._one_for_many(process, channel, part)

    def _one_for_many(self, process: Obj, channel: Obj, part: Part) -> None:
        """Note that fewer sentinels are put than there are workers, each of which takes one and ends."""
        others = self.ask.others(channel, besides=process)
        if others is None or channel in self.interp.many or any(each.perhaps for each in (part, *others)):
            return
        if not self._killed_ones.isdisjoint((process, *(self.ask.users(channel) or ()))):
            return  # those need no sentinel
        readers = [other for other in others if other.takes]
        if any(other.stops != part.stops or other.limited for other in readers):
            return
        where = self.ask.constant_put_at(channel, part.stops) or _put_by_others(others, part.stops)
        sentinels = self._sentinels(channel, part.stops)
        if where is None or not sentinels:
            return
        least, most = self.ask.how_many(process, channel)
        several = process in self.interp.many and (least > 1 or most is None)
        if least > sentinels and self._is_each_waited_for(process):
            self.ask.report_use("one stop", where, self.ask.words(channel))
        elif sentinels == 1 and (several or readers):
            self.ask.report_use("one stop", where, self.ask.words(channel))

    def _sentinels(self, channel: Obj, stops: str) -> int | None:
        """Return how many sentinels are put into a channel, None where that is not certain."""
        number, relayed = self.ask.counted(channel, stops), self.ask.counted(channel, RELAYED)
        if number[0] != number[1] or relayed != (0, 0):
            return None
        found = number[0]
        for user in self.ask.users(channel) or ():
            lasts = (self.ask.parts_of(user) or {})[channel].lasts
            (least, most), by = lasts.get(stops, (0, 0)), self.ask.how_many(user, channel)
            if lasts.get(RELAYED, (0, 0)) != (0, 0) or least != most or by[0] != by[1] or by[1] is None:
                if (least, most) == (0, 0) and lasts.get(RELAYED, (0, 0)) == (0, 0):
                    continue
                return None
            found += least * by[0]
        return found

    def _is_each_waited_for(self, process: Obj) -> bool:
        """Return whether a loop waits for each of several processes."""
        return process in self.interp.many and any(process in values for values in self.interp.rounds)

    # -- what does not come ---------------------------------------------------------------------------------------

    def _waits_forever(self, queue: Obj, node: ast.AST) -> None:
        """Note an endless wait for something that was not put, and is not going to be."""
        others = self.ask.others(queue)
        if not others or self.interp.again or queue in self.interp.many or self.ask.part(queue).gives:
            return
        if not any(part.gives for part in others) and not any(region.expects for region in self.interp.regions):
            self.ask.report_use("nobody sets" if queue.kind == "Event" else "nobody puts", node, self.ask.words(queue))

    def before_call(self, callee: Value, arguments: Arguments) -> None:
        if isinstance(callee, Method) and callee.name == "wait" and self.interp.world.kind in ("main", "library"):
            event = callee.receiver
            if isinstance(event, Obj) and event.kind == "Event" and event.cls is None:
                if not arguments.args and not arguments.kwargs and not arguments.more:
                    self._waits_forever(event, arguments.node)

    def _lost(self, channel: Obj) -> None:
        for part in self.ask.others(channel) or ():
            if part.lost is not None:
                self.ask.report_use("cancelled", part.lost, self.ask.words(channel))

    def before_effect_end(self, call: LibraryCall) -> None:
        obj = call.obj
        if obj is not None and obj.kind == "Process" and call.name.endswith(("terminate", "kill")):
            self._killed_ones.add(obj)
            gone = (
                self.interp.can(obj, "joined") or self.interp.can(obj, "ended") or not self.interp.must(obj, "started")
            )
            for channel, part in (self.ask.parts_of(obj) or {}).items():
                waits = part.endless or (part.stops and self._is_not_stopped(channel, part))
                if waits and channel.kind in QUEUES and not gone and self.ask.private(channel):
                    self._killer.set(self.interp.place(call.node), channel.ident)

    def _is_not_stopped(self, channel: Obj, part: Part) -> bool:
        """Return whether nobody has put what ends the loop of a process, which so waits for it, or for more to do."""
        others = self.ask.others(channel)
        if others is None or part.limited or any(part.stops in each.lasts for each in others):
            return False
        return self.ask.counted(channel, part.stops) == self.ask.counted(channel, RELAYED) == (0, 0)

    def _killed(self, channel: Obj) -> None:
        """Note the use of a queue whose reader was killed: it holds the lock of all readers (``queues.py``)."""
        values = self._killer.values(channel.ident)
        place = values[0].value if len(values) == 1 and isinstance(values[0], Const) else None
        if isinstance(place, Place) and not self.interp.again:
            self.ask.report_use("killed", place, self.ask.words(channel))

    def on_run_process(self, obj: Obj, node: ast.AST, methods: frozenset[str]) -> None:
        for channel, part in (self.ask.parts_of(obj) or {}).items():
            if part.takes:
                self._killed(channel)


def _put_by_others(parts: list[Part], stops: str) -> Place | None:
    """Return where one of several workers puts the sentinel of another."""
    return next((part.lasts_at[stops] for part in parts if stops in part.lasts_at), None)


def _ends_by(loop: ast.While, test: ast.Compare, operator: ast.AST) -> bool:
    """Return whether a loop ends when a comparison with None says so, and by nothing else."""
    leaves = list(leaving(loop))
    if loop.test is test:
        return isinstance(operator, (ast.IsNot, ast.NotEq)) and not leaves
    if not is_endless(loop) or len(leaves) != 1 or not isinstance(operator, (ast.Is, ast.Eq)):
        return False
    return any(
        isinstance(node, ast.If) and node.test is test and leaves[0] in node.body
        for statement in loop.body
        for node in walk(statement)
    )
