"""What is written to a file and still in its buffer when a process is forked: the child has a copy of the buffer.

``Popen`` of ``Lib/multiprocessing/popen_fork.py`` flushes the standard streams before it forks, and no other file.
"""

from __future__ import annotations

import ast
from collections.abc import Callable
from dataclasses import dataclass

from flake8_mp.facts.arguments import Arguments, LibraryCall
from flake8_mp.facts.events import Circumstance, Place
from flake8_mp.facts.interpreter.interpreter import Interpreter
from flake8_mp.facts.models.model import Model
from flake8_mp.facts.models.subjects import PROCESSES
from flake8_mp.facts.slot import Slot
from flake8_mp.facts.values import Method, Obj, Value
from flake8_mp.rule import FORK

_WRITES = frozenset({"write", "writelines"})
_CLOSES = frozenset({"close", "__exit__"})


@dataclass(frozen=True)
class _Text:
    """What was written to a file last."""

    place: Place
    name: str


class Buffers(Model):
    """Looks for text in the buffer of a file that a forked process writes once more.

    Owns: buffers of files.
    Emits: :class:`Circumstance`.
    """

    _listens_for = PROCESSES

    _pending = Slot[_Text | None]("by the file, what was written to it and not flushed")

    def __init__(self, interp: Interpreter) -> None:
        super().__init__(interp)
        self._written_by_child: dict[Obj, tuple[_Text, frozenset[str]]] = {}
        """By the file, what the worker that is running writes once more, and under which start methods."""

    def after_effect_open_file(self, call: LibraryCall) -> None:
        obj = call.obj
        if obj is not None and self._pending.found(obj.ident) is not None:
            self._pending.drop(obj.ident)
        if obj is not None and "buffering" in call.bound:
            # It may write each line at once.
            self.interp.move(obj, add="own buffering")

    def before_call(self, callee: Value, arguments: Arguments) -> None:
        file = callee.receiver if isinstance(callee, Method) and callee.function is None else None
        if not isinstance(file, Obj) or file.kind != "file":
            return
        assert isinstance(callee, Method)
        if callee.name in _WRITES:
            function = getattr(arguments.node, "func", None)
            self._written(file, arguments.node, getattr(function, "value", None))
        elif callee.name in _CLOSES:
            self._emptied(file)

    def effect_flush_file(self, call: LibraryCall) -> None:
        if call.obj is not None:
            self._emptied(call.obj)

    def before_call_plain(self, name: str, arguments: Arguments) -> None:
        if name != "print" or "file" not in arguments.kwargs:
            return
        node, values = arguments.kwargs["file"]
        file = values[0] if len(values) == 1 else None
        if isinstance(file, Obj) and file.kind == "file":
            self._written(file, arguments.node, node)
            if "flush" in arguments.kwargs:
                self._emptied(file)

    def _written(self, file: Obj, node: ast.AST, name: ast.AST | None) -> None:
        if self.interp.world.kind in ("main", "library") and name is not None:
            text = self.interp.frame.source.segment(name)
            self._pending.set(_Text(self.interp.place(node), text), file.ident)

    def _emptied(self, file: Obj) -> None:
        pending = self._pending.get(file.ident)
        if self.interp.world.kind == "child" and pending is not None and self.interp.world.process is not None:
            methods = self.interp.world.possible(FORK)
            if methods and not self.interp.can(file, "own buffering") and not self.interp.can(file, "escaped"):
                self._written_by_child[file] = pending, methods
        self._pending.set(None, file.ident)

    def around_run_process(
        self, proceed: Callable[..., None], obj: Obj, node: ast.AST, methods: frozenset[str]
    ) -> None:
        self._written_by_child = {}
        proceed(obj, node, methods)
        for text, possible in self._written_by_child.values():
            place = self.interp.place(node)
            self.interp.emit(Circumstance(place, possible, problem="buffer", words=text.name, cause=text.place))
        self._written_by_child = {}
