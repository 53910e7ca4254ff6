"""Notifications of a Condition that nobody gets, since nobody waits yet.

``Condition.notify`` of ``Lib/multiprocessing/synchronize.py`` wakes those that wait at that moment, and is forgotten.
The documentation of ``threading`` has ``wait`` in a loop that tests the condition first, as ``wait_for`` does.
"""

from __future__ import annotations

import ast
from collections.abc import Callable

from flake8_mp.facts.arguments import Arguments
from flake8_mp.facts.events import LockUse, Place
from flake8_mp.facts.interpreter.interpreter import Interpreter
from flake8_mp.facts.models.model import Model
from flake8_mp.facts.slot import Slot
from flake8_mp.facts.tree import is_endless, walk
from flake8_mp.facts.values import Method, Obj, Value

_NOTIFIES = frozenset({"notify", "notify_all"})
_TESTS = (ast.If, ast.IfExp, ast.Assert, ast.Match, ast.BoolOp, ast.Compare)


class Notifications(Model):
    """Looks for processes that wait for a notification which the program may have sent before.

    Owns: calls of ``wait`` and ``notify``.
    Emits: :class:`LockUse`.
    """

    _listens_for = ("Condition",)

    _since = Slot[int]("by the condition, how many calls that may take time there were when its waiter was started")

    def __init__(self, interp: Interpreter) -> None:
        super().__init__(interp)
        self._waits: dict[Obj, tuple[Place, Place | None]] = {}
        """By the condition, where a process waits for it without a test, and what in the linted file has started it."""
        self._lost: dict[Obj, None] = {}
        """Those that the program notifies as soon as it has started who waits for them."""
        self._others: set[Obj] = set()
        """Those that are notified again and again, or by another process."""

    def before_call(self, callee: Value, arguments: Arguments) -> None:
        condition = callee.receiver if isinstance(callee, Method) and callee.function is None else None
        if not isinstance(condition, Obj) or condition.kind != "Condition" or condition.cls is not None:
            return
        assert isinstance(callee, Method)
        if callee.name in _NOTIFIES:
            self._notified(condition)
        elif callee.name == "wait" and self.interp.world.kind == "child":
            waits_forever = not arguments.args and not arguments.kwargs and not arguments.more
            if waits_forever and not self._is_tested(arguments.node):
                self._waits[condition] = self.interp.place(arguments.node), self.interp.world.handed_here

    def _notified(self, condition: Obj) -> None:
        if self.interp.world.kind not in ("main", "library") or any(
            isinstance(loop, ast.While) for loop in self.ask.running_loops()
        ):
            self._others.add(condition)
        elif condition in self._waits and set(self._since.each(condition.ident)) == {self.ask.pauses()}:
            self._lost[condition] = None

    def _is_tested(self, node: ast.AST) -> bool:
        """Return whether a test decides if a worker comes to a place, or whether one stands before it."""
        function = self.interp.frame.function
        if function is None or any(
            isinstance(test, _TESTS) and test.lineno <= getattr(node, "lineno", 0) for test in walk(function.node)
        ):
            return True
        places = [self.interp.place(node), *self.interp.world.trace]
        return any(_depends(place) for place in places)

    def around_run_process(
        self, proceed: Callable[..., None], obj: Obj, node: ast.AST, methods: frozenset[str]
    ) -> None:
        before = set(self._waits)
        proceed(obj, node, methods)
        for condition in self._waits.keys() - before:
            self._since.set(self.ask.pauses(), condition.ident)

    def on_finish(self) -> None:
        for condition in self._lost:
            place, because = self._waits[condition]
            if condition not in self._others:
                self.interp.emit(LockUse(place, problem="no test", words="Condition"), because)


def _depends(place: Place) -> bool:
    """Return whether a test decides if code is reached: the loops that only count are none."""
    around = place.source.around
    over = around.get(place.node)
    while over is not None and not isinstance(over, (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)):
        if isinstance(over, _TESTS) or (isinstance(over, ast.While) and not is_endless(over)):
            return True
        over = around.get(over)
    return False
