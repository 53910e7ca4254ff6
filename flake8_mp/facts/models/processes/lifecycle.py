"""Processes: the order in which they are made, started, waited for and closed."""

from __future__ import annotations

import ast
from collections.abc import Callable

from flake8_mp.facts.arguments import Arguments, LibraryCall
from flake8_mp.facts.events import Life, Place
from flake8_mp.facts.library import api
from flake8_mp.facts.models.model import Model
from flake8_mp.facts.models.subjects import BLOCKS, CHANNELS, PROCESSES
from flake8_mp.facts.slot import Slot
from flake8_mp.facts.store import Changes
from flake8_mp.facts.values import (
    NONE,
    Method,
    Obj,
    Value,
    Values,
    const,
    is_none,
)

_ASKED = frozenset({"exitcode", "pid", "ident", "sentinel"})
"""What raises for a closed process: ``_check_closed`` in ``Lib/multiprocessing/process.py``."""
_REFUSED = frozenset({"AssertionError", "AttributeError", "ValueError"})
"""What the life of a process raises when it is out of order."""


class ProcessLifecycle(Model):
    """Follows processes from their making to their end.

    Problems of :class:`Life` events: ``twice``, ``not started``, ``closed``, ``running``, ``daemon`` (out of order);
    ``no call`` (nothing runs).

    Owns: the states of the kind ``Process``.
    Emits: :class:`Life`.
    """

    _listens_for = (*PROCESSES, *CHANNELS, *BLOCKS, "Pool", "Manager")

    _called = Slot[int]("by the process, how many calls there were when it was started")
    _refused = Slot[bool]("by the process and the problem, whether a call has failed before: nothing comes after it")

    def on_keep(self, obj: Obj) -> None:
        if obj.kind == "Process":
            self.interp.move(obj, add="kept")

    def on_out_of_order(self, paths: list[Changes]) -> None:
        for path in paths:
            for obj, _ in self.interp.changed_states(path):
                if obj.kind == "Process":
                    self.interp.move(obj, add="escaped")

    def before_yielded(self, values: Values) -> None:
        for obj in self.ask.processes_in(values):
            self.interp.move(obj, add="escaped")

    def on_constructed(self, obj: Obj, row: api.Row, arguments: Arguments) -> None:
        if obj.kind == "Process":
            # Another call of the constructor makes a new process.
            self.interp.move(obj, add="built", drop="started")
            self.interp.move(obj, drop="closed")
            for values in arguments.all():
                for other in self.ask.processes_in(values):
                    self.interp.move(other, add="escaped")

    # -- in which order -------------------------------------------------------------------------------------------

    def _life(self, problem: str, node: ast.AST, obj: Obj | None = None) -> None:
        if self.interp.ready_for(_REFUSED):
            return
        if obj is not None:
            if self._refused.get(obj.ident, of=problem):
                return
            self._refused.set(True, obj.ident, of=problem)
        words = self.interp.frame.source.segment(node, 28)
        made = Place(obj.source, obj.node) if obj is not None else None
        self.interp.emit(Life(self.interp.place(node), problem=problem, words=words, cause=made))

    def _in_life(self, obj: Obj, node: ast.AST, started: bool = True) -> None:
        """Note a call that needs a process which is not closed, and one that needs it to be started."""
        if not self.ask.knows(obj):
            return
        if self.interp.must(obj, "closed"):
            self._life("closed", node, obj)
        elif (
            started
            and not self.interp.can(obj, "started")
            and self.interp.has_been(obj, "built")
            and not self.own(obj, "start")
        ):
            if (
                self.interp.world.kind != "library"
                or obj.frame is self.interp.frame
                or not self.interp.can(obj, "kept")
            ):
                # What is made on first use and kept may be kept, and started, since an earlier call.
                self._life("not started", node, obj)

    def own(self, obj: Obj, name: str) -> bool:
        """Return whether the class of a process has a method of its own, or perhaps has."""
        return obj.cls is not None and self.interp.objects.class_attribute(obj.cls, name) is not None

    def effect_start_life(self, call: LibraryCall) -> Values:
        obj = call.obj
        assert obj is not None
        if self.ask.knows(obj):
            if self.interp.must(obj, "closed"):
                self._life("closed", call.node, obj)
            elif self.interp.must(obj, "started"):
                self._life("twice", call.node, obj)
        self.ask.launched(obj)
        self.interp.effects["start_process"](call)
        self._called.set(self.interp.call_count, obj.ident)
        return self.ask.nothing_of("start", call.node)

    def effect_join_life(self, call: LibraryCall) -> Values:
        assert call.obj is not None
        self._in_life(call.obj, call.node)
        self.interp.effects["join"](call)
        return self.ask.nothing_of("join", call.node)

    def effect_end_life(self, call: LibraryCall) -> Values:
        assert call.obj is not None
        self._in_life(call.obj, call.node)
        self.interp.effects["end"](call)
        return NONE

    def effect_close_life(self, call: LibraryCall) -> Values:
        obj = call.obj
        assert obj is not None
        at_once = self._called.found(obj.ident) == (const(self.interp.call_count - 1),)
        if at_once and self.ask.knows(obj) and self.interp.must(obj, "started") and not self.interp.can(obj, "joined"):
            self._life("running", call.node, obj)
        self.interp.effects["end"](call)
        self.interp.move(obj, add="closed")
        return NONE

    def effect_ask_life(self, call: LibraryCall) -> None:
        assert call.obj is not None
        self._in_life(call.obj, call.node, started=False)

    def on_touch(self, obj: Obj, node: ast.AST, attribute: str) -> None:
        if obj.kind != "Process" or (attribute == "start" and not self.own(obj, "start")):
            return
        if attribute == "__init__":
            # Calling the constructor again makes another process of it.
            self.interp.move(obj, add="escaped")
        elif attribute == "run":
            self.interp.move(obj, add="ran")
        if attribute in _ASKED and not (
            obj.cls is not None and self.interp.objects.class_attribute(obj.cls, attribute)
        ):
            self._in_life(obj, node, started=False)
        function = self.interp.frame.function
        owner = function.owner if function is not None else None
        if obj.cls is None or owner is None or owner not in self.interp.objects.lineage(obj.cls)[0]:
            self.interp.move(obj, add="asked")

    def before_comparison(self, node: ast.Compare, left: Values, operator: ast.AST, right: Values) -> None:
        if not all(map(is_none, left)) and not all(map(is_none, right)):
            # Which of several it is, is all that is wanted of it: whether it was made is another question.
            for obj in (*self.ask.processes_in(left), *self.ask.processes_in(right)):
                self.interp.move(obj, add="asked")

    def before_set_attributes(self, owners: Values, name: str, values: Values) -> None:
        target = self.interp.binding.target
        if name == "daemon" and len(owners) == 1 and isinstance(target, ast.Attribute):
            owner = owners[0]
            if isinstance(owner, Obj) and owner.kind == "Process" and not self.own(owner, "daemon"):
                if (
                    self.ask.knows(owner)
                    and self.interp.must(owner, "started")
                    and not self.interp.can(owner, "closed")
                ):
                    self._life("daemon", target, owner)

    def around_expression_statement(self, proceed: Callable[..., None], node: ast.Expr) -> None:
        if not isinstance(node.value, ast.Attribute):
            proceed(node)
            return
        values = self.interp.expressions.eval(node.value)
        if values and all(_is_library_method(value) for value in values) and not self.interp.unsure:
            self._life("no call", node.value)
            for value in values:
                if isinstance(value, Method) and isinstance(value.receiver, Obj):
                    self.interp.move(value.receiver, add="asked")

    def before_call_plain(self, name: str, arguments: Arguments) -> None:
        for _, values in arguments.args:
            for obj in self.ask.processes_in(values):
                self.interp.move(obj, add="escaped" if name in ("map", "filter") else "asked")


def _is_library_method(value: Value) -> bool:
    if not isinstance(value, Method) or value.function is not None or not isinstance(value.receiver, Obj):
        return False
    kind = value.receiver.kind
    return api.BASE_KINDS.get(kind, kind) in _OURS and api.method_row(kind, value.name) is not None


_OURS = frozenset({"Process", "Pool", "ProcessPoolExecutor", "Manager", "SharedMemory", "Queue", "Connection"})
