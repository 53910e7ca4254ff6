"""Who puts what into queues and pipes, and who takes it: by process, along every path.

``payloads.py`` below it knows how large things are. On it build ``draining.py``, which knows who waits for what was
put, ``queues.py`` what must be in balance, ``consumers.py`` what ends a loop that reads, ``pipes.py`` whose the ends
of a pipe are, and ``copies.py`` what a copy is not.
"""

from __future__ import annotations

import ast
from collections.abc import Callable
from typing import Any

from flake8_mp.facts.arguments import Arguments, Bound, LibraryCall, is_given
from flake8_mp.facts.events import ChannelUse, Place
from flake8_mp.facts.interpreter.interpreter import Interpreter
from flake8_mp.facts.interpreter.objects import Objects
from flake8_mp.facts.interpreter.paths import ANY_EXCEPTION, Region
from flake8_mp.facts.library import api
from flake8_mp.facts.library.channels import CHANNELS
from flake8_mp.facts.library.locks import LIMITS, MUTEXES
from flake8_mp.facts.models import subjects
from flake8_mp.facts.models.model import Model, only_with
from flake8_mp.facts.models.questions.channels import OPEN, RELAYED, SMALLEST, Many, Part, constant_word, times_in_all
from flake8_mp.facts.slot import Slot
from flake8_mp.facts.states import own
from flake8_mp.facts.store import Changes
from flake8_mp.facts.values import (
    UNBOUND,
    Const,
    Function,
    Method,
    Obj,
    Partial,
    Received,
    Values,
    const,
    function_of,
    union,
)
from flake8_mp.rule import ALL_METHODS

TRACKED = CHANNELS | {"Event"}
"""What is given to others so that they put something into it, or set it."""
_TAKING = frozenset({"get", "get_nowait", "recv", "recv_bytes", "recv_bytes_into"})
_PUTTING = frozenset({"set", "put", "put_nowait", "send", "send_bytes"})
_HELD = MUTEXES | LIMITS | {"Condition"}


class Traffic(Model):
    """Counts what goes through queues and pipes.

    Owns: the kinds of queues, ``Connection`` and ``Event``, by process.
    Emits: :class:`ChannelUse`.
    """

    _count = Slot[Many]("by the channel, the word and the process, how much it has counted up")
    _users = Slot[object]("by the channel, the workers that have got it")
    _where = Slot[Place]("by the channel, where something was put into it last")
    _constant = Slot[Place]("by the channel and the word of a constant, where that was put into it last")

    def __init__(self, interp: Interpreter) -> None:
        super().__init__(interp)
        self._traffic: dict[int, dict[Obj, Part]] = {}
        """By the process or thread, what it does with queues and pipes."""
        self._loops: dict[int, tuple[Many, ...]] = {}
        """By the process, the loops in which it is made: each round makes another one."""
        self._constants: dict[int, dict[str, None]] = {}
        """By the channel, the words of the constants that are put into it."""
        self._now: dict[Obj, Part] = {}
        self._ran = False
        self._made_in: dict[int, tuple[Many, ...]] = {}
        """By the channel, the loops in which it is made: each round has one of its own."""

    # -- who is who -----------------------------------------------------------------------------------------------

    def me(self) -> str:
        """Return the name under which this process keeps its own state of a channel."""
        if self.interp.world.kind == "child":
            who = self.interp.world.process or self.interp.world.pool
            return str(who.ident) if who is not None else "child"
        return "thread" if self.interp.world.kind == "thread" else "0"

    def part(self, channel: Obj) -> Part:
        """Return what the running worker does with a channel."""
        return self._now.setdefault(channel, Part())

    def private(self, channel: Obj) -> bool:
        """Return whether all that is done with a channel on this path is known."""
        if channel.cls is not None or self.interp.can(channel, "escaped") or self.interp.can(channel, "elsewhere"):
            return False
        if self.interp.world.kind == "main":
            return True
        inside = channel.frame is not None and channel.frame.parent is not None
        return inside and not self.interp.can(channel, "kept")

    def expected(self, *names: str) -> bool:
        """Return whether one of these exceptions, or all of them, are awaited here."""
        return self.interp.ready_for(ANY_EXCEPTION | set(names))

    def report_use(
        self,
        problem: str,
        node: ast.AST | Place,
        words: str = "",
        methods: frozenset[str] = ALL_METHODS,
        cause: Place | None = None,
        because: Place | None = None,
    ) -> None:
        """Note a wrong use of a channel; ``because`` is what in the linted file brings it about in another one."""
        place = node if isinstance(node, Place) else self.interp.place(node)
        if methods:
            self.interp.emit(ChannelUse(place, methods, problem=problem, words=words, cause=cause), because)

    def has_channels(self) -> bool:
        """Return whether any queue, pipe or event was made so far."""
        return bool(self._made_in)

    def parts_of(self, worker: Obj) -> dict[Obj, Part] | None:
        """Return what a process or thread does with each channel, None where it was not followed."""
        return self._traffic.get(worker.ident)

    def how_many(self, process: Obj, channel: Obj | None = None) -> Many:
        """Return how many processes one expression makes, or how many for each of what it makes as a channel."""
        loops = self._loops.get(process.ident, ())
        inside = self._made_in.get(channel.ident, ()) if channel is not None else ()
        return times_in_all(loops[len(inside) :] if loops[: len(inside)] == inside else loops)

    def users(self, channel: Obj, all_known: bool = True) -> list[Obj] | None:
        """Return the workers that have got a channel on some path here, or None where not all of them are known.

        With ``all_known=False`` it is those that are known.
        """
        found = [v for v in self._users.values(channel.ident) if v is not UNBOUND]
        users = [v for v in found if isinstance(v, Obj)]
        if not all_known:
            return users
        return users if len(users) == len(found) and self.private(channel) else None

    def others(self, channel: Obj, besides: Obj | None = None) -> list[Part] | None:
        """Return what other workers do with a channel, or None where that is not all known."""
        users = self.users(channel)
        if users is None:
            return None
        found = []
        for user in users:
            if user is not besides:
                part = self._traffic.get(user.ident, {}).get(channel)
                if part is None or part.unknown:
                    return None
                found.append(part)
        return found

    # -- numbers that differ by path -------------------------------------------------------------------------------

    def counted(self, channel: Obj, word: str) -> Many:
        """Return how much this process has counted up on any path here."""
        values = self.counts(channel, word)
        numbers: list[Many] = [
            v.value if isinstance(v, Const) and isinstance(v.value, tuple) else (0, 0 if v is UNBOUND else None)
            for v in values
        ]
        if not numbers:
            return 0, 0
        highs = [high for _, high in numbers]
        return min(low for low, _ in numbers), None if None in highs else max(h for h in highs if h is not None)

    def counts(self, channel: Obj, word: str) -> Values:
        """Return the alternatives of what this process has counted up, each a :data:`Many`."""
        return self._count.values(channel.ident, f"{word}@{self.me()}")

    def count_up(self, channel: Obj, word: str, low: int, high: int | None) -> None:
        """Count something up on this path."""
        found: Values = ()
        for value in self.counts(channel, word) or (UNBOUND,):
            a, b = value.value if isinstance(value, Const) and isinstance(value.value, tuple) else (0, 0)
            if not isinstance(value, Const) and value is not UNBOUND:
                b = None
            found = union(found, (const((a + low, None if b is None or high is None else b + high)),))
        self._count.keep(found, channel.ident, f"{word}@{self.me()}")

    def on_failed(self, changes: Changes) -> None:
        """A worker that fails has put less than one that does not: how much there is then decides nothing."""
        loads = self._count.key(of="load@")[1]
        for key, values in changes.items():
            numbers = [v.value for v in values or () if isinstance(v, Const) and isinstance(v.value, tuple)]
            if key[1].startswith(loads) and numbers:
                self.interp.store.set(key, (const(max(numbers, key=lambda number: number[0])),))

    @only_with(*subjects.CHANNELS)
    def around_make(self, proceed: Callable[..., Obj], kind: str, node: ast.AST, **details: Any) -> Obj:
        made = proceed(kind, node, **details)
        if kind in TRACKED:
            self._made_in[made.ident] = self.interp.times
            self.ask.channel_made(made)
        return made

    def channel_made(self, channel: Obj) -> None:
        """Called for a channel that is made, perhaps once more by the same code: nothing has happened to it yet."""
        constants = self._constants.get(channel.ident, ())
        for word in ("put", "load", "owed", RELAYED, OPEN, *constants):
            if self._count.found(channel.ident, f"{word}@0") is not None:
                self._count.drop(channel.ident, f"{word}@0")
        for slot in (self._users, self._where):
            if slot.found(channel.ident) is not None:
                slot.drop(channel.ident)
        for word in constants:
            if self._constant.found(channel.ident, word) is not None:
                self._constant.drop(channel.ident, word)

    # -- workers --------------------------------------------------------------------------------------------------

    def on_constructed(self, obj: Obj, row: api.Row, arguments: Arguments) -> None:
        self._loops[obj.ident] = self.interp.times

    def around_run_child(
        self,
        proceed: Callable[..., None],
        functions: Values,
        arguments: Arguments,
        methods: frozenset[str],
        node: ast.AST,
        pickles_results: bool,
        pool: Obj | None = None,
        started: Obj | None = None,
    ) -> None:
        outer = self._now, self.interp.times, self._ran
        if self.interp.world.kind not in ("child", "thread", "import"):
            self._now, self.interp.times, self._ran = {}, (), False
        try:
            proceed(functions, arguments, methods, node, pickles_results, pool, started)
            if self.interp.world.kind in ("child", "thread", "import"):
                return
            if started is not None and self._ran:
                self._traffic[started.ident] = self._now
            if pool is not None:
                for channel in self._now:
                    self.interp.move(channel, add="elsewhere")
        finally:
            self._now, self.interp.times, self._ran = outer

    def on_child_ran(self, region: Region, result: Values, node: ast.AST) -> None:
        locks = any(obj.kind in _HELD for obj in self.interp.worker.arguments)
        for channel in [*self._now, *(o for o in self.interp.worker.arguments if o.kind in TRACKED)]:
            part = self.part(channel)
            base = self.interp.worker.parent
            is_released = self.interp.can(channel, "escaped") and (
                base is None or not self.interp.has_state_of(base, channel)
            )
            part.unknown = part.unknown or is_released or self._ran
            part.puts = self.counted(channel, "put")
            words = (RELAYED, OPEN, *self._constants.get(channel.ident, ()))
            part.lasts = {word: self.counted(channel, word) for word in words}
            put_at = {word: self.constant_put_at(channel, word) for word in words}
            part.lasts_at = {word: place for word, place in put_at.items() if place is not None}
            if part.gives and not region.paths:
                # It never ends, or not in a way that is followed.
                part.puts, part.lasts = (0, None), {RELAYED: (0, None)}
            part.load = self.counted(channel, "load")[0]
            part.ahead = self.counted(channel, "ahead")[0] if part.takes else part.load
            part.locks = locks
            part.cancelled = self.interp.can(channel, "cancelled")
            if self.interp.must(channel, "cancelled") and part.load > self.ask.room(channel):
                part.lost = self.where(channel)
        self._ran = True

    def channels_of(self, values: Values) -> list[Obj]:
        """Return the queues, ends of pipes and events that can be reached from a value."""
        found = self.interp.objects.reachable(values)
        for obj in list(found):
            if obj.kind == "Pipe":
                found += self.ask.ends_of(obj)
        return [obj for obj in found if obj.kind in TRACKED]

    def given(self, obj: Obj) -> list[Obj]:
        names = ("target", "function", "args", "kwargs", "initargs", "initializer")
        values: Values = (obj, *self.interp.given.values(obj, *names))
        functions = [function_of(v) for v in values]
        for value in functions:
            if isinstance(value, Function):
                values = (*values, *self.interp.objects.captured(value))
            elif isinstance(value, Partial):
                values = (*values, *value.functions)
        return self.channels_of(values)

    def around_run_process(
        self, proceed: Callable[..., None], obj: Obj, node: ast.AST, methods: frozenset[str]
    ) -> None:
        given = self.given(obj)
        proceed(obj, node, methods)
        self._joined_by(obj, given)

    def around_run_thread(self, proceed: Callable[..., None], obj: Obj, node: ast.AST) -> None:
        given = self.given(obj)
        followed = self.interp.world.kind not in ("child", "thread") and obj.cls is None
        outer = self._now, self.interp.times
        self._now, self.interp.times = {}, ()
        try:
            proceed(obj, node)
            targets = self.interp.given.values(obj, "target", "function")
            if followed and targets and all(isinstance(v, (Function, Method, Partial)) for v in targets):
                self._traffic[obj.ident] = self._now
        finally:
            self._now, self.interp.times = outer
        self._joined_by(obj, given)

    def _joined_by(self, obj: Obj, given: list[Obj]) -> None:
        """Note who has a channel from here on."""
        parts = self._traffic.get(obj.ident)
        nested = self.interp.world.kind in ("child", "thread")
        alternatives = _alternatives(self.interp.objects, (obj,))
        for channel in dict.fromkeys([*given, *(parts or ())]):
            if nested:
                self.part(channel).unknown = True
            if nested or parts is None:
                self.interp.move(channel, add="elsewhere")
            else:
                found = self._users.values(channel.ident)
                self._users.keep(union(found, (obj,)) if found else (obj,), channel.ident)
                parts.setdefault(channel, Part()).perhaps = channel in alternatives

    def on_workers_begin(self, obj: Obj, node: ast.AST) -> None:
        for channel in self.given(obj):
            self.interp.move(channel, add="elsewhere")

    @only_with(*subjects.CHANNELS)
    def on_touch(self, obj: Obj, node: ast.AST, attribute: str) -> None:
        if obj.kind not in TRACKED or attribute == "[]":
            return
        if attribute in _TAKING:
            part = self.part(obj)
            if not part.takes:
                part.ahead = 0
            part.takes = True
            part.unseen += 1
            self.interp.move(obj, add=own("taken", self.me()))
        elif attribute in _PUTTING:
            self.part(obj).gives = True
        elif attribute == "task_done":
            self.part(obj).done = True
            self.interp.move(obj, add="done")
        elif attribute.startswith("_") and not attribute.startswith("__"):
            self.interp.move(obj, add="elsewhere")
            self.part(obj).unknown = True

    # -- what goes in ---------------------------------------------------------------------------------------------

    def effect_put(self, call: LibraryCall) -> None:
        obj = call.obj
        assert obj is not None
        node, values = next(
            (call.bound[key] for key in ("obj", "item", "buf") if key in call.bound), (call.node, (UNBOUND,))
        )
        if obj.kind not in CHANNELS and obj.kind != "proxy Queue":
            return
        self.ask.put(obj, values, node, call.arguments, call.bound, call.name.rpartition(".")[2])

    def put(self, obj: Obj, values: Values, item: ast.AST, arguments: Arguments, bound: Bound, name: str) -> None:
        """Called for something that is put into a channel."""
        if obj.kind not in CHANNELS:
            return
        part = self.part(obj)
        part.gives = True
        inside = self._made_in.get(obj.ident, ())
        low, high = self.ask.factor(len(inside) if self.interp.times[: len(inside)] == inside else 0)
        if self.interp.again:
            low, high = 0, None if high is None else 0
        size = self.ask.weight(values) + SMALLEST
        part.largest = max(part.largest, size)
        self.count_up(obj, "put", low, high)
        self.count_up(obj, "load", low * size, None)
        if len(values) == 1 and isinstance(values[0], Const):
            word = constant_word(values[0])
            self._constants.setdefault(obj.ident, {}).setdefault(word)
            self.count_up(obj, word, low, high)
            self._constant.set(self.interp.place(arguments.node), obj.ident, word)
        else:
            words = {constant_word(v) for v in values if isinstance(v, Const)}
            self._constants.setdefault(obj.ident, {}).update(dict.fromkeys(words))
            for word in (*words, *((RELAYED,) if any(isinstance(v, Received) for v in values) else ())):
                self.count_up(obj, word, 0, None)
        if not self.interp.can(obj, own("taken", self.me())):
            self.count_up(obj, "ahead", low * size, None)
        if low:
            self._where.set(self.interp.place(arguments.node), obj.ident)

    def where(self, channel: Obj) -> Place | None:
        """Return where something was put into a channel last on this path."""
        return next((place for place in self._where.each(channel.ident)), None)

    def constant_put_at(self, channel: Obj, word: str) -> Place | None:
        """Return where the constant that is counted under a word was put into a channel last on this path."""
        return next((place for place in self._constant.each(channel.ident, word)), None)

    def loaded_channels(self) -> list[Obj]:
        """Return the channels into which the program itself has put something."""
        _, load = self._count.key(of="load@0")
        made = self.interp.made_objects
        return [made[ident] for ident, name in self.interp.store.items() if name == load and ident in made]

    def given_time(self, bound: Bound, name: str = "timeout") -> bool:
        """Return whether a call ends by itself: a time limit is given, or it does not wait at all."""
        limited = is_given(bound, name)
        return limited or ("block" in bound and self.interp.conditions.truth(bound["block"][1]) is not True)


def _alternatives(objects: Objects, values: Values, depth: int = 0) -> set[Obj]:
    """Return the channels in a value of which it has one or another."""
    channels = {v for v in values if isinstance(v, Obj) and v.kind in TRACKED}
    found = channels if len(channels) > 1 else set()
    for each in values:
        value = each.receiver if isinstance(each, Method) else each
        if isinstance(value, Obj) and value not in channels and depth < 4:
            for part in objects.parts(value):
                found |= _alternatives(objects, part, depth + 1)
    return found
