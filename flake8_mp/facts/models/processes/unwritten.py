"""What is in a buffer of a process when ``os._exit()`` ends it: nobody writes it any more.

Standard output and files have buffers of their own, and a ``MemoryHandler`` keeps records until there are ``capacity``
of them, or one of ``flushLevel`` comes (``Lib/logging/handlers.py``).
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable
from dataclasses import dataclass

from flake8_mp.facts.arguments import Arguments, LibraryCall
from flake8_mp.facts.events import Place
from flake8_mp.facts.interpreter.interpreter import Interpreter
from flake8_mp.facts.models.model import Model
from flake8_mp.facts.models.subjects import FORKS
from flake8_mp.facts.slot import Slot
from flake8_mp.facts.store import Key
from flake8_mp.facts.values import Const, Method, Obj, Reference, Value, Values, constant_of
from flake8_mp.rule import ALL_METHODS

_WRITES = frozenset({"write", "writelines"})
_EMPTIES = frozenset({"close", "flush", "__exit__", "detach"})
_LEVELS = {"debug": 10, "info": 20, "warning": 30, "error": 40, "exception": 40, "critical": 50}
_REDIRECTS = re.compile(r"\bdup2\b|\bsys\.stdout\s*=[^=]|\breconfigure\(|\bredirect_stdout\b")
"""What code names that gives standard output another buffer, or none."""
_FEW = 2
"""A handler that keeps fewer records than that keeps none."""


@dataclass(frozen=True)
class _Limits:
    """When a handler writes what it has kept."""

    capacity: int
    level: int


@dataclass(frozen=True)
class _Buffer:
    """A buffer, and under which key of the store it stands what was written to it."""

    problem: str
    key: Key
    words: str = ""


class Unwritten(Model):
    """Looks for what a process has written to a buffer when ``os._exit()`` ends it.

    Owns: standard output that is not flushed, files and records that are not written.
    """

    _listens_for = (*FORKS, "_exit")
    _from_the_start = True

    _printed = Slot[Place | None]("where something was printed and not flushed")
    _written = Slot[Place | None]("by the file, where something was written to it and not flushed")
    _keeps = Slot[_Limits | None]("by the handler, when it writes what it has kept")
    _handler = Slot[int]("by the name of the logger, the handler that it has got")
    _kept = Slot[Place | None]("by the handler, where the first record was made that it keeps")
    _count = Slot[int]("by the handler, how many records it keeps at most")
    _before = Slot[Place | None]("by the buffer, what was in it when the process was forked")

    def __init__(self, interp: Interpreter) -> None:
        super().__init__(interp)
        self._files: dict[Obj, str] = {}
        """The files that were written to, and what they are called."""
        self._handlers: dict[int, Obj] = {}
        """By its number, each handler that keeps records."""
        self._around = 0
        """In how many loops the last process was started: they do not go round in it."""

    # -- standard output ------------------------------------------------------------------------------------------

    def before_call_plain(self, name: str, arguments: Arguments) -> None:
        if name != "print" or arguments.more:
            return
        flushes = (
            "flush" in arguments.kwargs and self.interp.conditions.truth(arguments.kwargs["flush"][1]) is not False
        )
        if "file" not in arguments.kwargs:
            self._printed.set(None if flushes else self.interp.place(arguments.node))
            return
        node, values = arguments.kwargs["file"]
        if len(values) == 1 and isinstance(values[0], Obj) and values[0].kind == "file":
            self._writes_to(values[0], node, None if flushes else arguments.node)

    def effect_writes_out(self, call: LibraryCall) -> None:
        self._printed.set(None if call.name == "flush" else self.interp.place(call.node))

    # -- files ----------------------------------------------------------------------------------------------------

    def before_call(self, callee: Value, arguments: Arguments) -> None:
        file = callee.receiver if isinstance(callee, Method) and callee.function is None else None
        if isinstance(callee, Reference) and callee.name == "logging.shutdown":
            for handler in self._handlers:
                self._forget(handler)
        if not isinstance(file, Obj) or not isinstance(callee, Method):
            return
        if file.kind == "file" and callee.name in _WRITES:
            function = getattr(arguments.node, "func", None)
            self._writes_to(file, getattr(function, "value", arguments.node), arguments.node)
        elif callee.name in _EMPTIES and file in self._files:
            self._written.set(None, file.ident)
        elif callee.name in (*_EMPTIES, "setTarget") and file.ident in self._handlers:
            self._forget(file.ident)

    def _writes_to(self, file: Obj, name: ast.AST, node: ast.AST | None) -> None:
        self._files[file] = self.interp.frame.source.segment(name, 24)
        self._written.set(self.interp.place(node) if node is not None else None, file.ident)

    # -- records --------------------------------------------------------------------------------------------------

    def effect_keeps_records(self, call: LibraryCall) -> None:
        for values in call.arguments.all():
            self.interp.objects.escape(values)
        obj, bound = call.obj, call.bound
        if obj is None:
            return
        capacity = constant_of(bound["capacity"][1]) if "capacity" in bound else None
        level = self._number(bound["flushLevel"][1][0]) if "flushLevel" in bound else _LEVELS["error"]
        known = isinstance(capacity, int) and capacity > _FEW and level is not None and not call.arguments.more
        limits = _Limits(capacity, level) if known and isinstance(capacity, int) and level is not None else None
        self._handlers[obj.ident] = obj
        self._keeps.set(limits, obj.ident)
        self._forget(obj.ident)

    def after_effect_add_handler(self, call: LibraryCall) -> None:
        values = call.bound["hdlr"][1] if "hdlr" in call.bound else ()
        handler = values[0] if len(values) == 1 else None
        if isinstance(handler, Obj) and handler.ident in self._handlers:
            self._handler.set(handler.ident, of=self.ask.logger_name(call.obj))

    def after_effect_logs(self, call: LibraryCall) -> None:
        method = call.name.rpartition(".")[2]
        logger = self.ask.logger_name(call.obj)
        if not self._handlers or method not in _LEVELS or logger == "?":
            return
        # What is said of propagation may keep records from the handlers of the loggers above.
        names = [logger] if "propagate" in self.interp.frame.source.code else self.ask.chain(logger)
        for name in names:
            handler = self._handler.get(of=name)
            limits = self._keeps.get(handler) if handler is not None else None
            if handler is not None and limits is not None:
                self._keep(handler, limits, logger, method, call)

    def _keep(self, handler: int, limits: _Limits, logger: str, method: str, call: LibraryCall) -> None:
        if _LEVELS[method] < _LEVELS["warning"] and self.ask.takes(self.interp.store, logger, method) is not True:
            return
        most = self.ask.factor(min(self._around, len(self.interp.times)))[1]
        count = max(self._count.each(handler), default=0) + (most or 0)
        if _LEVELS[method] >= limits.level or most is None or count >= limits.capacity:
            self._forget(handler)
            return
        self._count.set(count, handler)
        if not _all_places(self._kept.values(handler)):
            self._kept.set(self.interp.place(call.node), handler)

    def _forget(self, handler: int) -> None:
        """Note that a handler has written what it has kept."""
        self._kept.set(None, handler)
        self._count.set(0, handler)

    def _number(self, value: Value) -> int | None:
        word = value.name.rpartition(".")[2] if isinstance(value, Reference) else None
        if isinstance(value, Const):
            return value.value if isinstance(value.value, int) else _LEVELS.get(str(value.value).lower())
        return _LEVELS.get(word.lower()) if word is not None else None

    # -- the end --------------------------------------------------------------------------------------------------

    def before_run_process(self, obj: Obj, node: ast.AST, methods: frozenset[str]) -> None:
        self._around = len(self.interp.times)

    def before_effect_fork(self, call: LibraryCall) -> None:
        self._around = len(self.interp.times)
        for buffer in self._buffers():
            self._before.keep(self.interp.store.get(buffer.key) or (), *buffer.key)

    def around_cleaned_up_twice(self, proceed: Callable[..., bool]) -> bool:
        return proceed() or bool(_all_places(self._before.values(*self._printed.key())))

    def before_effect_exit(self, call: LibraryCall) -> None:
        if (
            call.name != "_exit"
            or self.interp.world.kind == "import"
            or _REDIRECTS.search(self.interp.frame.source.code)
        ):
            return
        worker = self.interp.world.process is not None and self.interp.worker.parent is not None
        for buffer in self._buffers() if worker or self.ask.side_of_fork() == "child" else ():
            written = _all_places(self.interp.store.get(buffer.key) or ())
            if written and not set(written) & set(self._places_before(buffer.key)):
                words = buffer.words or "os._exit"
                self.ask.circumstance(buffer.problem, call.node, ALL_METHODS, words=words, cause=written[0])

    def _places_before(self, key: Key) -> list[Place]:
        """Return what may have been in a buffer already when the process began."""
        base = self.interp.worker.parent if self.interp.world.process is not None else None
        values = (base.get(key) or ()) if base is not None else self._before.values(*key)
        return [each.value for each in values if isinstance(each, Const) and isinstance(each.value, Place)]

    def _buffers(self) -> list[_Buffer]:
        found = [_Buffer("unwritten", self._printed.key())]
        for file, name in self._files.items():
            if not self.interp.can(file, "own buffering", "escaped", "closed"):
                found.append(_Buffer("unwritten file", self._written.key(file.ident), name))
        return found + [_Buffer("unwritten records", self._kept.key(handler)) for handler in self._handlers]


def _all_places(values: Values) -> list[Place]:
    """Return the places where something may have been written last; none where it may be that nothing was."""
    found = [each.value for each in values if isinstance(each, Const) and isinstance(each.value, Place)]
    return found if len(found) == len(values) else []
