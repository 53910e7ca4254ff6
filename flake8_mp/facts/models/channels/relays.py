"""Workers that put a result for each item that they take: how much they put depends on how many items there are."""

from __future__ import annotations

import ast
from collections.abc import Callable
from typing import Any

from flake8_mp.facts.arguments import Arguments, Bound
from flake8_mp.facts.interpreter.interpreter import Interpreter
from flake8_mp.facts.library.channels import QUEUES
from flake8_mp.facts.models.model import Model
from flake8_mp.facts.models.questions.channels import SMALLEST
from flake8_mp.facts.models.subjects import CHANNELS
from flake8_mp.facts.slot import Kept, Slot
from flake8_mp.facts.tree import walk
from flake8_mp.facts.values import Method, Obj, Values, const


class Relays(Model):
    """Measures what a worker puts in each round of the loop that takes its items.

    Owns: the rounds of such loops.
    """

    _listens_for = CHANNELS

    _put = Slot[int]("by the channel, how many bytes the round that runs has put into it")
    _taken = Slot[int]("by the queue, how many items the round that runs has taken from it")

    def __init__(self, interp: Interpreter) -> None:
        super().__init__(interp)
        self._loop: ast.AST | None = None
        """The outermost loop of a worker that runs."""
        self._depth = 0
        self._word = ""
        """What distinguishes this loop's rounds from those of others."""
        self._rounds = 0
        self._touched: dict[Obj, None] = {}
        self._iterators: dict[ast.AST, Obj] = {}
        """By the call of ``iter`` with a sentinel, the queue that it takes from."""

    def around_run_loop(
        self, proceed: Callable[..., bool], node: ast.AST, body: Callable[[], bool], *rest: Any, **details: Any
    ) -> bool:
        if self._loop is not None or self.interp.world.kind != "child":
            return proceed(node, body, *rest, **details)
        self._loop, self._depth, first = node, len(self.interp.times) + 1, True

        def one_round() -> bool:
            nonlocal first
            if not first:
                return body()
            first = False
            self._rounds += 1
            self._touched, self._word = {}, str(self._rounds)
            ends = body()
            if ends and not any(isinstance(inner, ast.Continue) for inner in walk(node)):
                self._measure(node)
            return ends

        try:
            return proceed(node, one_round, *rest, **details)
        finally:
            self._loop = None

    def refine_call_plain(self, values: Values, name: str, arguments: Arguments) -> Values:
        if name == "iter" and len(arguments.args) == 2:
            for value in arguments.args[0][1]:
                if isinstance(value, Method) and value.name == "get" and isinstance(value.receiver, Obj):
                    self._iterators[arguments.node] = value.receiver
        return values

    def after_taken(self, obj: Obj, arguments: Arguments, waits: bool) -> None:
        if self._loop is not None and not self.interp.again:
            self._count(self._taken, obj, 1 if waits else 2)

    def after_put(self, obj: Obj, values: Values, item: ast.AST, arguments: Arguments, bound: Bound, name: str) -> None:
        if self._loop is not None and not self.interp.again:
            self._count(self._put, obj, self.ask.factor(self._depth)[0] * (self.ask.weight(values) + SMALLEST))

    def _count(self, slot: Kept[int], obj: Obj, number: int) -> None:
        """Count up what happens to a channel in this round, on this path."""
        self._touched[obj] = None
        before = slot.each(obj.ident, self._word)
        if not before or len(before) < len(slot.values(obj.ident, self._word)):
            before.append(0)
        slot.keep(tuple(dict.fromkeys(const(each + number) for each in before)), obj.ident, self._word)

    def _least(self, slot: Kept[int], obj: Obj) -> int:
        found = slot.each(obj.ident, self._word)
        return min(found, default=0) if len(found) == len(slot.values(obj.ident, self._word)) else 0

    def _measure(self, loop: ast.AST) -> None:
        """Note what is put at least in a round that takes one item of one queue."""
        iterated = self._iterators.get(loop.iter) if isinstance(loop, ast.For) else None
        sources = [iterated] if iterated is not None else []
        for obj in self._touched:
            if self._taken.found(obj.ident, self._word) is not None:
                if self._taken.each(obj.ident, self._word) != [1]:
                    return
                sources.append(obj)
        if len(sources) != 1 or sources[0].kind not in QUEUES:
            return
        for obj in self._touched:
            if obj is not sources[0] and self._least(self._put, obj):
                self.ask.part(obj).relays[sources[0]] = self._least(self._put, obj)
