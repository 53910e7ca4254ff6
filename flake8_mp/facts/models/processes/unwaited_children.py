"""Forked children that nothing waits for: each of them stays a zombie when it has ended.

POSIX, ``wait()``: the system keeps the number and the status of a child that has ended until its parent asks for
them, unless the parent ignores SIGCHLD. Until then ``kill(pid, 0)`` finds it, as if it was running.
"""

from __future__ import annotations

import ast
import re

from flake8_mp.facts.arguments import LibraryCall
from flake8_mp.facts.events import Circumstance, Place
from flake8_mp.facts.interpreter.interpreter import Interpreter
from flake8_mp.facts.models.model import Model
from flake8_mp.facts.models.subjects import FORKS
from flake8_mp.facts.slot import Slot
from flake8_mp.facts.tree import is_endless
from flake8_mp.facts.values import Obj, Values, constant_of
from flake8_mp.rule import ALL_METHODS

_WAITS = re.compile(r"\b(?:wait|waitpid|wait3|wait4|waitid|waitstatus_to_exitcode|SIGCHLD|SIGCLD|pidfd_open|psutil)\b")
"""What the code of a program names that waits for its children, or has the system forget them."""


class UnwaitedChildren(Model):
    """Looks for forked children that nothing waits for.

    Owns: what is done with the numbers of forked children.
    Emits: :class:`Circumstance`.
    """

    _listens_for = FORKS

    _last = Slot[Place]("where a child was forked last")
    _parent = Slot[Place | None]("where a child was forked last of which this is the parent, none in the child")

    def __init__(self, interp: Interpreter) -> None:
        super().__init__(interp)
        self._left: dict[Place, tuple[str, Place | None]] = {}
        """By where children are forked, what is wrong with not waiting for them, and where that shows."""

    def before_effect_fork(self, call: LibraryCall) -> None:
        loops = [loop for loop in self.ask.running_loops() if isinstance(loop, ast.While) and is_endless(loop)]
        if not loops or self.interp.world.kind not in ("main", "library"):
            return
        if not self.interp.again:
            # Another round shows whether the parent comes here again.
            self.interp.done_once += 1
        elif self.interp.place(call.node) in self._parent.each():
            self._left.setdefault(self.interp.place(call.node), ("loop", None))

    def refine_effect_fork(self, pid: Values, call: LibraryCall) -> Values:
        self._last.set(self.interp.place(call.node))
        return pid

    def on_side_decided(self, side: str) -> None:
        place = self._last.get()
        self._parent.set(place if side == "parent" and isinstance(place, Place) else None)

    def before_effect_kill(self, call: LibraryCall) -> None:
        given = [values for _, values in call.arguments.args]
        if len(given) != 2 or constant_of(given[1], "") != 0 or self.interp.world.kind not in ("main", "library"):
            return
        if self.ask.side_of_fork() == "child":
            return
        for value in given[0]:
            if isinstance(value, Obj) and value.kind == "pid of a child":
                self._left[Place(value.source, value.node)] = "asked", self.interp.place(call.node)

    def on_finish(self) -> None:
        if self._left and not any(_WAITS.search(source.code) for source in self.interp.imports.sources()):
            for place, (words, shown) in self._left.items():
                event = Circumstance(place, ALL_METHODS, problem="unwaited", words=words, cause=shown)
                self.interp.emit(event)
