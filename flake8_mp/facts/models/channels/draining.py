"""What is put into queues and pipes and not taken in time: by whom it is waited for."""

from __future__ import annotations

import ast

from flake8_mp.facts.arguments import Arguments, Bound, LibraryCall, is_given
from flake8_mp.facts.events import Place
from flake8_mp.facts.interpreter.paths import CALLS, Region
from flake8_mp.facts.library.channels import FEEDING, ROOM
from flake8_mp.facts.models.model import Model
from flake8_mp.facts.models.questions.channels import Part
from flake8_mp.facts.models.subjects import CHANNELS
from flake8_mp.facts.slot import Slot
from flake8_mp.facts.states import own
from flake8_mp.facts.tree import walk
from flake8_mp.facts.values import Const, Frame, Function, Method, Obj, Value, Values, function_of

ROOM_OF_SOCKETS = 300_000
"""So many bytes a two-way pipe, which is a pair of sockets, takes at most (Linux: ``net.core.wmem_default``)."""


class Draining(Model):
    """Looks at who waits for a process that cannot end before its data is taken.

    Owns: bounds of queues and pipes.
    """

    _listens_for = CHANNELS

    _maxsize = Slot[int]("by the queue, how many items it takes")

    def before_call_function(self, function: Function, arguments: Arguments, receiver: Value | None = None) -> None:
        if self.ask.has_channels() and (len(self.interp.active) >= CALLS or not self.interp.hooks.follow(function)):
            self._escape_channels(function, receiver)

    def before_call_plain(self, name: str, arguments: Arguments) -> None:
        for values in arguments.all() if self.ask.has_channels() else ():
            for value in values:
                # What a builtin does with a callable, and how often, is not followed.
                function = function_of(value)
                if function is not None:
                    self._escape_channels(function, value.receiver if isinstance(value, Method) else None)

    def _escape_channels(self, function: Function, receiver: Value | None) -> None:
        """Note that a function which is not followed has access to channels."""
        for channel in self.channels_behind(function, receiver):
            self.interp.move(channel, add="elsewhere")
            self.ask.part(channel).unknown = True

    def channels_behind(self, function: Function, receiver: Value | None) -> list[Obj]:
        """Return the channels to which a function has access, by its object or by name."""
        module = function.frame.module.ident
        found = [receiver] if receiver is not None else []
        for name in function.source.names_in(function.node):
            found += self.interp.store.get((module, name)) or ()
        return self.ask.channels_of((*found, *self.interp.objects.captured(function)))

    def answer_runs_apart(self, node: ast.For | ast.AsyncFor) -> bool | None:
        # A worker that is started in one round may put more than in another one.
        if self.interp.world.kind != "main" or not any(isinstance(inner, ast.Call) for inner in walk(*node.body)):
            return None
        return True if any("Process" in source.code for source in self.interp.imports.sources()) else None

    def effect_queue(self, call: LibraryCall) -> None:
        assert call.obj is not None
        if "maxsize" in call.bound:
            self._maxsize.keep(call.bound["maxsize"][1], call.obj.ident)

    def most_items(self, queue: Obj) -> int | None:
        """Return how many items a queue holds at most, None where that is not limited or not known."""
        values = self._maxsize.values(queue.ident)
        if queue.kind in FEEDING and len(values) == 1 and isinstance(values[0], Const):
            number = values[0].value
            return number if isinstance(number, int) and number > 0 else None
        return None

    def room(self, channel: Obj) -> int:
        """Return how many bytes a channel takes at most before it is read."""
        if channel.kind != "Connection":
            return ROOM
        return ROOM if self.ask.one_way(channel) else ROOM_OF_SOCKETS

    def after_put(self, obj: Obj, values: Values, item: ast.AST, arguments: Arguments, bound: Bound, name: str) -> None:
        if self.interp.world.kind != "main" or name != "put" or self.interp.again or obj in self.interp.many:
            return
        if obj.kind == "SimpleQueue" and self.ask.counted(obj, "load")[0] > self.room(obj):
            # It has no thread that writes for it: put() itself waits until the pipe is read.
            if self.ask.users(obj) == [] and not self.interp.can(obj, own("taken")) and not self.ask.threads():
                self.ask.report_use("full", arguments.node, self.words(obj))
        limit = self.most_items(obj)
        if limit is None or self.ask.given_time(bound):
            return
        if any(_does_more(loop, arguments.node) for loop in self.ask.running_loops()):
            # It may be taken in each round.
            return
        # No other process has it so far, so nothing is taken while this waits for room.
        if self.ask.users(obj) == [] and not self.interp.can(obj, own("taken")) and not self.ask.expected("Full"):
            if self.ask.counted(obj, "put")[0] > limit:
                self.ask.report_use("full", arguments.node, self.words(obj))

    def before_effect_join(self, call: LibraryCall) -> None:
        obj = call.obj
        if obj is not None and obj.kind == "Process" and self.interp.world.kind in ("main", "library"):
            self.ask.waits(obj, call.arguments, call.bound)

    def waits(self, process: Obj, arguments: Arguments, bound: Bound) -> None:
        """Called for a process that is joined."""
        parts = self.ask.parts_of(process)
        if (
            parts is None
            or self.interp.again
            or not self.interp.must(process, "started")
            or self.interp.can(process, "ended")
        ):
            return
        limited = is_given(bound, "timeout")
        for channel, part in parts.items():
            problem = self._stuck(process, channel, part)
            if problem:
                # In another file it is this one's business if it gives the worker to what starts it there.
                given = self.interp.given.expressions.get((process.ident, "target"))
                because = (
                    self.interp.attribution.given_at(Place(given[1].source, given[0])) if given is not None else None
                )
                problem = "join timeout" if limited else problem
                self.ask.report_use(problem, arguments.node, self.words(channel), because=because)
                return

    def words(self, channel: Obj) -> str:
        """Return how people call a channel."""
        return "pipe" if channel.kind == "Connection" else "queue"

    def _stuck(self, process: Obj, channel: Obj, part: Part) -> str:
        """Return why a worker cannot end before what it puts is taken, nothing where it can."""
        if part.unknown or part.cancelled or (part.takes and channel.kind != "Connection"):
            return ""
        limit = self.most_items(channel)
        full = limit is not None and part.puts[0] > limit
        load = part.load if full else max(part.load, self._relayed(process, part))
        if not full and load <= self.ask.room(channel):
            return ""
        outlet = self.ask.peer(channel) if channel.kind == "Connection" else channel
        if outlet is None or not self.ask.private(channel) or self.interp.can(outlet, own("taken")):
            return ""
        takers = self.ask.others(outlet, besides=process if outlet is channel else None)
        if takers is None or any(taker.takes for taker in takers):
            return ""
        if outlet is not channel and self.interp.can(outlet, own("closed")):
            return ""
        return "bounded" if full else "join"

    def _relayed(self, process: Obj, part: Part) -> int:
        """Return how many bytes all workers of one kind put at least for the items that this process has put."""
        parts = self.ask.parts_of(process) or {}
        several = self.ask.how_many(process) != (1, 1) or process in self.interp.many
        if part.perhaps or (several and not any(process in values for values in self.interp.rounds)):
            return 0
        most = 0
        for tasks, least in part.relays.items():
            taking, others = parts.get(tasks), self.ask.others(tasks, besides=process)
            if taking is None or others is None or any(other.takes for other in others) or not taking.stops:
                continue
            stops = self.ask.counted(tasks, taking.stops)[1]
            if not taking.limited and not taking.unknown and not taking.perhaps and stops is not None:
                most = max(most, (self.ask.counted(tasks, "put")[0] - stops) * least)
        return most

    def before_ended(self, frame: Frame, region: Region, result: Values) -> None:
        if (
            frame is self.interp.frame.module
            and frame.source is self.interp.source
            and self.interp.world.kind == "main"
        ):
            self._at_exit_of_main()

    def _at_exit_of_main(self) -> None:
        """Note what the program itself has put and is never taken: its exit waits for the thread that writes it."""
        for queue in self.ask.loaded_channels():
            if queue.kind not in FEEDING or queue in self.interp.many:
                continue
            if self.ask.counted(queue, "load")[0] <= self.ask.room(queue) or not self.ask.private(queue):
                continue
            if self.interp.has_been(queue, own("taken"), "cancelled"):
                continue
            takers = self.ask.others(queue)
            where = self.ask.where(queue)
            if takers is not None and where is not None and not any(part.takes for part in takers):
                self.ask.report_use("exit", where, self.words(queue))


def _does_more(loop: ast.AST, call: ast.AST) -> bool:
    """Return whether the body of a loop calls anything else."""
    body = [*getattr(loop, "body", []), getattr(loop, "elt", None)]
    nodes = walk(*(node for node in body if isinstance(node, ast.AST)))
    return any(isinstance(node, ast.Call) and node is not call for node in nodes)
