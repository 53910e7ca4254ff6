"""Pipes: which end is whose, in which direction, and who holds the other one."""

from __future__ import annotations

import ast

from flake8_mp.facts.arguments import Arguments, Bound
from flake8_mp.facts.consumers import Consumers, is_endless, leaving
from flake8_mp.facts.traffic import ROOM, Part
from flake8_mp.facts.tree import walk
from flake8_mp.facts.values import UNBOUND, Context, Obj, Values, const, constant_of
from flake8_mp.rule import ALL_METHODS, FORK


class Pipes(Consumers):
    """Pipes."""

    def effect_pipe(self, name: str, arguments: Arguments, bound: Bound, obj: Obj | None, context: Context) -> None:
        assert obj is not None
        duplex = self.truth(bound["duplex"][1]) if "duplex" in bound else None if arguments.more else True
        self.store.set((obj.ident, "#duplex"), (const(duplex),))
        ends = super()._pair(obj)
        first, second = (end for values in ends for end in values if isinstance(end, Obj))
        self.pairs[obj.ident] = (first, second)

    def _pair(self, value: Obj) -> list[Values]:
        pair = self.pairs.get(value.ident)
        return [(end,) for end in pair] if pair is not None else super()._pair(value)

    def _item(self, obj: Obj, index: Values, node: ast.Subscript) -> Values:
        pair = self.pairs.get(obj.ident)
        if pair is not None:
            position = constant_of(index)
            return (pair[position],) if position in (0, 1, -1, -2) else pair
        return super()._item(obj, index, node)

    def effect_poll(self, name: str, arguments: Arguments, bound: Bound, obj: Obj | None, context: Context) -> None:
        assert obj is not None
        if name.endswith("fileno"):
            self.move(obj, add="elsewhere")
            self.part(obj).unknown = True

    # -- direction and order --------------------------------------------------------------------------------------

    def _reads(self, end: Obj) -> bool:
        """Tell whether an end of a pipe is the first of the two: that of a one-way pipe reads."""
        assert end.parent is not None
        return self.pairs[end.parent.ident][0] is end

    def put(self, obj: Obj, values: Values, item: ast.AST, arguments: Arguments, bound: Bound, name: str) -> None:
        super().put(obj, values, item, arguments, bound, name)
        if obj.kind != "Connection" or obj.parent is None or obj.parent.ident not in self.pairs:
            return
        if self.one_way(obj) and self._reads(obj) and not self.expected("OSError"):
            self.tell("direction", arguments.node, name)
        if self.world.kind in ("main", "library") and not self.again:
            self._both_send(obj, arguments.node)

    def _both_send(self, end: Obj, node: ast.AST) -> None:
        """Note that both sides of a pipe send more than it takes before they read."""
        other = self.peer(end)
        if other is None or self.one_way(end) or self.can(end, "taken@0"):
            return
        users, parts = self.users(other), self.others(other)
        if not users or parts is None or not self.private(end) or self.others(end):
            return
        if self.counted(end, "load")[0] > self.room(end) and all(part.ahead > self.room(end) for part in parts):
            self.tell("both send", node)

    def taken(self, obj: Obj, arguments: Arguments, waits: bool) -> None:
        super().taken(obj, arguments, waits)
        if obj.kind != "Connection" or obj.parent is None or obj.parent.ident not in self.pairs:
            return
        if self.one_way(obj) and not self._reads(obj) and not self.expected("OSError"):
            self.tell("direction", arguments.node, "recv")
        elif self._until_closed(arguments.node):
            self._waits_for_end(obj, arguments.node)

    def run_process(self, obj: Obj, node: ast.AST, methods: frozenset[str]) -> None:
        if self.world.kind in ("main", "library") and not self.again and not self.expected("OSError"):
            for end in self._given(obj):
                if end.kind == "Connection" and end not in self.many and self.must(end, "closed@0"):
                    self.tell("closed first", node)
        super().run_process(obj, node, methods)
        self._interleaved(obj, node)

    def _interleaved(self, process: Obj, node: ast.AST) -> None:
        """Note that several processes write large messages into one end of a pipe without taking turns."""
        least, _ = self.crowd.get(process.ident, (1, 1))
        if process not in self.many or least < 2 or self.again:
            return
        loop = self.loop_around(node)
        if loop is not None and any(getattr(n, "attr", "") == "join" for n in walk(loop)):
            return
        for end, part in (self.doings.get(process.ident) or {}).items():
            large = part.largest > ROOM and part.puts[0] and not part.locks and not part.unknown
            if end.kind == "Connection" and large and self.private(end) and end not in self.many:
                self.tell("two writers", node)

    # -- the end of the data --------------------------------------------------------------------------------------

    def _until_closed(self, node: ast.AST) -> bool:
        """Tell whether something is read in a loop that ends only when the other end is closed everywhere."""
        loop = self.loop_around(node)
        if not isinstance(loop, ast.While) or not is_endless(loop):
            return False
        if not any("EOFError" in region.handles for region in self.regions):
            return False
        caught = {
            id(inner)
            for statement in loop.body
            for handler in walk(statement)
            if isinstance(handler, ast.ExceptHandler)
            for inner in walk(handler)
        }
        return all(id(leave) in caught for leave in leaving(loop))

    def _waits_for_end(self, end: Obj, node: ast.AST) -> None:
        other = self.peer(end)
        if other is None or self.again or self.can(other, "escaped") or self.can(other, "elsewhere"):
            return
        if self.world.kind in ("main", "library"):
            if self._held(other) and self.private(other) and self.others(other):
                self.tell("open end", node, self._called(other))
        elif self.world.kind == "child" and self.world.process is not None:
            if not self.can(other, "closed@0") and not self.can(other, f"closed@{self.me()}"):
                part = self.part(end)
                part.eof = self.place(node)
                part.arrived = other in self.arrived

    def _held(self, end: Obj) -> bool:
        """Tell whether this process has an end of a pipe open, and a name for it."""
        if self.can(end, "closed@0") or end.frame is None or end.frame.ident in self.ended_frames:
            return False
        return self._called(end) != "" or self.must(end, "kept")

    def _called(self, end: Obj) -> str:
        frame = end.frame.ident if end.frame is not None else 0
        for (ident, name), values in self.store.items().items():
            if ident == frame and name[:1] not in "#=" and end in values and UNBOUND not in values:
                return name
        return ""

    def waits(self, process: Obj, arguments: Arguments, bound: Bound) -> None:
        super().waits(process, arguments, bound)
        if self.again or not self.must(process, "started") or self.can(process, "ended"):
            return
        for end, part in (self.doings.get(process.ident) or {}).items():
            other = self.peer(end)
            if part.eof is not None and other is not None and not part.unknown:
                methods = self._kept_open(process, other, part)
                if methods:
                    self.tell("open end", part.eof, self._called(other), methods)

    def _kept_open(self, process: Obj, other: Obj, part: Part) -> frozenset[str]:
        """Return the start methods under which somebody who waits has the end open that a reader waits for."""
        if not self.private(other):
            return frozenset()
        if part.arrived or self._held(other):
            return ALL_METHODS
        if self.must(other, "closed@0"):
            return self.breaking(FORK, process.context)
        return frozenset()
