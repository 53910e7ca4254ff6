"""What comes out of a queue or a pipe is a copy: of what was meant, and of when it was made."""

from __future__ import annotations

import ast
from collections.abc import Callable
from typing import Any

from flake8_mp.facts.arguments import Arguments, Bound
from flake8_mp.facts.events import Place, Unshared
from flake8_mp.facts.interpreter.interpreter import Interpreter
from flake8_mp.facts.library import api
from flake8_mp.facts.library.channels import FEEDING
from flake8_mp.facts.models.model import Model, only_with
from flake8_mp.facts.models.subjects import CHANNELS
from flake8_mp.facts.slot import Slot
from flake8_mp.facts.tree import walk
from flake8_mp.facts.values import Class, Const, Method, Obj, Received, Values
from flake8_mp.rule import ALL_METHODS, NOT_FORK

_MUTABLE = frozenset({"list", "dict", "set", "deque", "instance"})
_CHANGING = frozenset(
    {"append", "appendleft", "extend", "insert", "add", "update", "clear", "pop", "popitem", "popleft", "remove"}
    | {"discard", "sort", "reverse", "setdefault"}
)
_IDENTITY_METHODS = ("__eq__", "__new__", "__reduce__", "__reduce_ex__", "__getnewargs__", "__copy__")
"""Methods by which a class may see to its identity."""


class Copies(Model):
    """Looks for identities that are lost in a queue, and for changes that come too late.

    Owns: the kind ``sentinel``.
    Emits: :class:`Unshared`.
    """

    _last = Slot[tuple[int, int, Place]](
        "what was put last into a queue that pickles it later, after how many calls, and where"
    )

    def __init__(self, interp: Interpreter) -> None:
        super().__init__(interp)
        self._sent: dict[Obj, set[Obj]] = {}
        """By the queue or pipe, the sentinels that go through it."""
        self._compared_there: list[tuple[Place, Obj, Obj, str, Place | None]] = []
        """Where what comes out of a queue or pipe is compared with which sentinel, and what has led there."""

    # -- identity -------------------------------------------------------------------------------------------------

    def answer_call_plain(self, name: str, arguments: Arguments) -> Values | None:
        if name == "object" and not arguments.args and not arguments.kwargs:
            return (self.interp.make("sentinel", arguments.node),)
        if name == "iter" and len(arguments.args) == 2:
            self._until(*arguments.args)
        return None

    def _until(self, taken: tuple[ast.AST, Values], end: tuple[ast.AST, Values]) -> None:
        """Called for a loop that takes things out of a channel until one of them equals a sentinel."""
        words = self.interp.frame.source.segment(end[0])
        for value in taken[1]:
            channel = value.receiver if isinstance(value, Method) and value.name in ("get", "recv") else None
            for sentinel in end[1]:
                if isinstance(channel, Obj) and isinstance(sentinel, Obj) and self._is_sentinel(sentinel):
                    self._compared(end[0], channel, sentinel, words)

    def _compared(self, node: ast.AST, channel: Obj, sentinel: Obj, words: str) -> None:
        because = self.interp.world.handed_here
        self._compared_there.append((self.interp.place(node), _whole(channel), sentinel, words, because))

    def after_put(
        self,
        obj: Obj,
        values: Values,
        item: ast.AST,
        arguments: Arguments,
        bound: Bound,
        name: str,
    ) -> None:
        for part in self.interp.objects.reachable(values):
            if self._is_sentinel(part):
                self._sent.setdefault(_whole(obj), set()).add(part)
        mutable = [v for v in values if isinstance(v, Obj) and v.kind in _MUTABLE]
        if obj.kind in FEEDING and len(mutable) == len(values) == 1:
            last = (mutable[0].ident, self.interp.call_count, self.interp.place(item))
            self._last.set(last)

    def _is_sentinel(self, obj: Obj) -> bool:
        """Return whether an object is there to be recognised by its identity, which pickle does not keep."""
        if obj.kind == "sentinel":
            return True
        if obj.kind != "instance" or obj.cls is None or obj.frame is None or obj.frame.parent is not None:
            return False
        _, outside, complete = self.interp.objects.lineage(obj.cls)
        plain = (
            complete
            and not obj.cls.dataclass
            and set(outside) <= api.PLAIN_BASES
            and not self.interp.objects.is_enum(obj.cls)
        )
        return plain and not any(self.interp.objects.class_attribute(obj.cls, name) for name in _IDENTITY_METHODS)

    def before_comparison(self, node: ast.Compare, left: Values, operator: ast.AST, right: Values) -> None:
        if len(node.ops) != 1 or not isinstance(operator, (ast.Is, ast.IsNot, ast.Eq, ast.NotEq)):
            return
        sides = ((node.left, left), (node.comparators[0], right))
        for (shown, mine), (other, theirs) in (sides, sides[::-1]):
            for value in theirs:
                if isinstance(value, Obj) and self._is_sentinel(value):
                    self._recognised(node, shown, mine, other, value)

    def _recognised(self, node: ast.Compare, shown: ast.AST, mine: Values, other: ast.AST, sentinel: Obj) -> None:
        """Called when something is compared with a sentinel."""
        words = self.interp.frame.source.segment(other)
        for value in mine:
            if isinstance(value, Received) and value.channel is not None:
                self._compared(node, value.channel, sentinel, words)
        if sentinel in mine and sentinel in self.interp.worker.arguments and self.interp.world.kind == "child":
            if self._is_global(other) and not self._is_global(shown):
                pool = self.interp.world.pool is not None
                methods = ALL_METHODS if pool else self.ask.breaking(NOT_FORK, self.interp.worker.context)
                if methods:
                    self.interp.emit(Unshared(self.interp.place(node), methods, problem="identity", words=words))

    def _is_global(self, node: ast.AST) -> bool:
        if not isinstance(node, ast.Name):
            return False
        return self.interp.store.get((self.interp.frame.ident, node.id)) is None

    def on_finish(self) -> None:
        for place, channel, sentinel, words, because in self._compared_there:
            if sentinel in self._sent.get(channel, ()):
                self.interp.emit(Unshared(place, ALL_METHODS, problem="identity", words=words), because)

    # -- too late -------------------------------------------------------------------------------------------------

    @only_with(*CHANNELS)
    def on_changed(self, owner: Obj | Class, name: str) -> None:
        self._changes(owner, 0)

    @only_with(*CHANNELS)
    def before_call_builtin_method(self, receiver: Obj, name: str, arguments: Arguments) -> None:
        if name in _CHANGING and self._last.found() is not None:
            self._changes(receiver, sum(isinstance(node, ast.Call) for node in walk(arguments.node)))

    def _changes(self, owner: Obj | Class, calls: int) -> None:
        """Note a change of what was put a moment ago: the thread that pickles it has hardly begun."""
        values = self._last.values()
        last = values[0].value if len(values) == 1 and isinstance(values[0], Const) else None
        if isinstance(last, tuple) and last[0] == owner.ident and self.interp.call_count <= last[1] + calls:
            self.ask.report_use("changed", last[2], last[2].text)
            self._last.drop()

    @only_with(*CHANNELS)
    def around_make(self, proceed: Callable[..., Obj], kind: str, node: ast.AST, **details: Any) -> Obj:
        made = proceed(kind, node, **details)
        values = self._last.values() if kind in _MUTABLE else ()
        if any(isinstance(v, Const) and isinstance(v.value, tuple) and v.value[0] == made.ident for v in values):
            # Another round of a loop makes another one.
            self._last.drop()
        return made


def _whole(channel: Obj) -> Obj:
    """Return what both sides have of a channel: the queue, or the pipe that an end belongs to."""
    return channel.parent if channel.kind == "Connection" and channel.parent is not None else channel
