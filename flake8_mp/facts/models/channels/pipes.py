"""Pipes: which end is whose, in which direction, and who holds the other one."""

from __future__ import annotations

import ast
from collections.abc import Callable

from flake8_mp.facts.arguments import Arguments, Bound, LibraryCall
from flake8_mp.facts.interpreter.interpreter import Interpreter
from flake8_mp.facts.interpreter.paths import Region
from flake8_mp.facts.library.channels import ROOM
from flake8_mp.facts.models.model import Model
from flake8_mp.facts.models.questions.channels import Part
from flake8_mp.facts.slot import Slot, is_name
from flake8_mp.facts.states import own
from flake8_mp.facts.tree import is_endless, leaving, walk
from flake8_mp.facts.values import UNBOUND, Frame, Obj, Values, const, constant_of
from flake8_mp.rule import ALL_METHODS, FORK


class Pipes(Model):
    """Follows the ends of pipes: which is whose, in which direction, and who holds the other one.

    Owns: the kinds ``Pipe`` and ``socketpair``.
    """

    _duplex = Slot[bool | None]("by the pipe, whether it goes in both directions")

    def __init__(self, interp: Interpreter) -> None:
        super().__init__(interp)
        self._pairs: dict[int, tuple[Obj, Obj]] = {}
        """By the pipe, its ends."""
        self._ended_frames: set[int] = set()

    def ends_of(self, pipe: Obj) -> tuple[Obj, ...]:
        """Return the two ends of a pipe; nothing where they were not made yet."""
        return self._pairs.get(pipe.ident, ())

    def peer(self, end: Obj) -> Obj | None:
        """Return the other end of a pipe."""
        pair = self._pairs.get(end.parent.ident) if end.parent is not None else None
        return None if pair is None else pair[1] if pair[0] is end else pair[0]

    def one_way(self, end: Obj) -> bool:
        """Return whether an end belongs to a pipe that goes in one direction only."""
        pipe = end.parent
        return pipe is not None and self._duplex.found(pipe.ident) == (const(False),)

    def on_ended(self, frame: Frame, region: Region, result: Values) -> None:
        self._ended_frames.add(frame.ident)

    def effect_pipe(self, call: LibraryCall) -> None:
        obj = call.obj
        assert obj is not None
        duplex = (
            self.interp.conditions.truth(call.bound["duplex"][1])
            if "duplex" in call.bound
            else None
            if call.arguments.more
            else True
        )
        self._duplex.set(duplex, obj.ident)
        ends = self.interp.binding.new_pair(obj)
        first, second = (end for values in ends for end in values if isinstance(end, Obj))
        self._pairs[obj.ident] = (first, second)

    def around_pair(self, proceed: Callable[..., list[Values]], value: Obj) -> list[Values]:
        pair = self._pairs.get(value.ident)
        return [(end,) for end in pair] if pair is not None else proceed(value)

    def answer_item(self, obj: Obj, index: Values, node: ast.Subscript) -> Values | None:
        pair = self._pairs.get(obj.ident)
        if pair is not None:
            position = constant_of(index)
            return (pair[position],) if position in (0, 1, -1, -2) else pair
        return None

    def effect_poll(self, call: LibraryCall) -> None:
        obj = call.obj
        assert obj is not None
        if call.name.endswith("fileno"):
            self.interp.move(obj, add="elsewhere")
            self.ask.part(obj).unknown = True

    # -- direction and order --------------------------------------------------------------------------------------

    def _reads(self, end: Obj) -> bool:
        """Return whether an end of a pipe is the first of the two: that of a one-way pipe reads."""
        assert end.parent is not None
        return self._pairs[end.parent.ident][0] is end

    def after_put(
        self,
        obj: Obj,
        values: Values,
        item: ast.AST,
        arguments: Arguments,
        bound: Bound,
        name: str,
    ) -> None:
        if obj.kind != "Connection" or obj.parent is None or obj.parent.ident not in self._pairs:
            return
        if self.ask.one_way(obj) and self._reads(obj) and not self.ask.expected("OSError"):
            self.ask.report_use("direction", arguments.node, name)
        if self.interp.world.kind in ("main", "library") and not self.interp.again:
            self._both_send(obj, arguments.node)

    def _both_send(self, end: Obj, node: ast.AST) -> None:
        """Note that both sides of a pipe send more than it takes before they read."""
        other = self.ask.peer(end)
        if other is None or self.ask.one_way(end) or self.interp.can(end, own("taken")):
            return
        users, parts = self.ask.users(other), self.ask.others(other)
        if not users or parts is None or not self.ask.private(end) or self.ask.others(end):
            return
        if self.ask.counted(end, "load")[0] > self.ask.room(end) and all(
            part.ahead > self.ask.room(end) for part in parts
        ):
            self.ask.report_use("both send", node)

    def after_taken(self, obj: Obj, arguments: Arguments, waits: bool) -> None:
        if obj.kind != "Connection" or obj.parent is None or obj.parent.ident not in self._pairs:
            return
        if self.ask.one_way(obj) and not self._reads(obj) and not self.ask.expected("OSError"):
            self.ask.report_use("direction", arguments.node, "recv")
        elif self._until_closed(arguments.node) or self._unless_closed(obj, arguments.node):
            self._waits_for_end(obj, arguments.node)

    def after_run_process(self, process: Obj, node: ast.AST, methods: frozenset[str]) -> None:
        # Several processes may write large messages into one end of a pipe without taking turns.
        least, _ = self.ask.how_many(process)
        if process not in self.interp.many or least < 2 or self.interp.again:
            return
        loop = self.ask.loop_around(node)
        if loop is not None and any(getattr(n, "attr", "") == "join" for n in walk(loop)):
            return
        for end, part in (self.ask.parts_of(process) or {}).items():
            large = part.largest > ROOM and part.puts[0] and not part.locks and not part.unknown
            if end.kind == "Connection" and large and self.ask.private(end) and end not in self.interp.many:
                self.ask.report_use("two writers", node)

    # -- the end of the data --------------------------------------------------------------------------------------

    def _until_closed(self, node: ast.AST) -> bool:
        """Return whether something is read in a loop that ends only when the other end is closed everywhere."""
        loop = self.ask.loop_around(node)
        if not isinstance(loop, ast.While) or not is_endless(loop):
            return False
        if not any("EOFError" in region.handles for region in self.interp.regions):
            return False
        caught = {
            id(inner)
            for statement in loop.body
            for handler in walk(statement)
            if isinstance(handler, ast.ExceptHandler)
            for inner in walk(handler)
        }
        return all(id(leave) in caught for leave in leaving(loop))

    def _unless_closed(self, end: Obj, node: ast.AST) -> bool:
        """Return whether a number of things is read, and an EOFError counted on where the worker ends before.

        That is only where the worker may send less: what it sends depends on what it gets.
        """
        if isinstance(self.ask.loop_around(node), ast.While) or self.interp.world.kind == "child":
            return False
        if not any(region.handles == {"EOFError"} and region.narrow for region in self.interp.regions):
            return False
        other = self.ask.peer(end)
        parts = self.ask.others(other) if other is not None else None
        return bool(parts) and all(part.puts[0] == 0 and part.puts[1] != 0 for part in parts or ())

    def _waits_for_end(self, end: Obj, node: ast.AST) -> None:
        other = self.ask.peer(end)
        if (
            other is None
            or self.interp.again
            or self.interp.can(other, "escaped")
            or self.interp.can(other, "elsewhere")
        ):
            return
        if self.interp.world.kind in ("main", "library"):
            if self._held(other) and self.ask.private(other) and self.ask.others(other):
                self.ask.report_use("open end", node, self._called(other))
        elif self.interp.world.kind == "child" and self.interp.world.process is not None:
            if not self.interp.can(other, own("closed")):
                part = self.ask.part(end)
                part.eof = self.interp.place(node)
                part.closes = self.interp.can(other, own("closed", self.ask.me()))
                part.arrived = other in self.interp.worker.arguments and not part.closes

    def _held(self, end: Obj) -> bool:
        """Return whether this process has an end of a pipe open, and a name for it."""
        if self.interp.can(end, own("closed")) or end.frame is None:
            return False
        if end.frame.ident in self._ended_frames:
            return self._attribute(end) != ""
        return self._called(end) != "" or self.interp.must(end, "kept")

    def _attribute(self, end: Obj) -> str:
        """Return how the code that is running refers to an end that is an attribute of an object."""
        frames = [self.interp.frame, *(frame for frame, _, _ in reversed(self.interp.generators))]
        everything = self.interp.store.items()
        for (ident, name), values in everything.items():
            holder = (
                self.interp.made_objects.get(ident) if is_name(name) and self._is_or_has(values, end, name) else None
            )
            if holder is None or holder.kind != "instance" or self.interp.can(holder, "escaped"):
                continue
            for frame in (*frames, self.interp.frame.module):
                for (owner, variable), held in everything.items():
                    if owner == frame.ident and held == (holder,) and is_name(variable):
                        return "" if self._others_close(holder, name) else f"{variable}.{name}"
        return ""

    def _is_or_has(self, values: Values, end: Obj, name: str) -> bool:
        """Return whether a value is an end of a pipe, or a list of that name that has it and only ever grows."""
        one = values[0] if len(values) == 1 else None
        if not isinstance(one, Obj) or one.kind != "list" or self.interp.can(one, "escaped"):
            return one is end
        if end not in self.interp.containers.elements(values):
            return False
        nodes = walk(one.source.tree)
        named = {node for node in nodes if isinstance(node, ast.Attribute) and node.attr == name}
        grown = {node.value for node in nodes if isinstance(node, ast.Attribute) and node.attr in ("append", "extend")}
        gone_over = {node.iter for node in nodes if isinstance(node, (ast.For, ast.comprehension))}
        return all(node in grown | gone_over or isinstance(node.ctx, ast.Store) for node in named)

    def _others_close(self, holder: Obj, name: str) -> bool:
        """Return whether another method may have closed an attribute, where methods are called in any order."""
        if holder.cls is None or holder.node is not holder.cls.node:
            return False
        running = {id(inner) for function in self.interp.active for inner in walk(function.node)}
        return any(
            isinstance(node, ast.Attribute) and node.attr == "close" and getattr(node.value, "attr", "") == name
            for node in walk(holder.cls.node)
            if id(node) not in running
        )

    def _called(self, end: Obj) -> str:
        frame = end.frame.ident if end.frame is not None else 0
        if frame in self._ended_frames and (attribute := self._attribute(end)):
            return attribute
        for (ident, name), values in self.interp.store.items().items():
            if ident == frame and is_name(name) and end in values and UNBOUND not in values:
                return name
        return self._attribute(end)

    def after_waits(self, process: Obj, arguments: Arguments, bound: Bound) -> None:
        if self.interp.again or not self.interp.must(process, "started") or self.interp.can(process, "ended"):
            return
        for end, part in (self.ask.parts_of(process) or {}).items():
            other = self.ask.peer(end)
            if part.eof is not None and other is not None and not part.unknown:
                methods = self._kept_open(process, other, part)
                if methods:
                    self.ask.report_use("open end", part.eof, self._called(other), methods)

    def _kept_open(self, process: Obj, other: Obj, part: Part) -> frozenset[str]:
        """Return the start methods under which a waiting process has the end open that a reader waits for."""
        if not self.ask.private(other):
            return frozenset()
        if part.arrived or self._held(other):
            return ALL_METHODS
        if self.interp.must(other, own("closed")) and not part.closes:
            return self.ask.breaking(FORK, process.context)
        return frozenset()
