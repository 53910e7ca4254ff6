"""Which process an object stands for: a loop makes several with the same code, a container has several."""

from __future__ import annotations

import ast
from collections.abc import Callable, Sequence
from typing import Any

from flake8_mp.facts.arguments import Arguments, LibraryCall
from flake8_mp.facts.interpreter.interpreter import Interpreter
from flake8_mp.facts.models.model import Model
from flake8_mp.facts.models.subjects import PROCESSES
from flake8_mp.facts.slot import Slot
from flake8_mp.facts.tree import leaving
from flake8_mp.facts.values import (
    Class,
    Const,
    Frame,
    Function,
    Obj,
    Value,
    Values,
)

_JUST_MADE = -1
"""What stands for the list where each process is started by the code that has made it."""


class ProcessIdentity(Model):
    """Knows of which processes all of the life has been followed.

    Owns: which of several processes an object of the kind ``Process`` stands for.
    """

    _listens_for = PROCESSES
    _from_the_start = True

    _started_with = Slot[int]("by the process, the list whose processes were started one after the other")

    def __init__(self, interp: Interpreter) -> None:
        super().__init__(interp)
        self._turns: list[int] = []
        """The rounds of the loops that are running."""
        self._turn: dict[int, tuple[int, ...]] = {}
        """By the process, the rounds in which it was made: in another one the same code makes another."""
        self._picked: set[Obj] = set()
        """Processes that stand for one of several."""
        self._born = 0
        """Objects up to this number were there before: what happened to them in between is not known."""
        self._constructing = 0
        self._rounds_run = 0
        self._loops: list[tuple[ast.AST, Frame]] = []
        """The loops that are running, each with the call of a function that it belongs to."""
        self._starting_loops: set[ast.AST] = set()
        """The loops that start the processes of a list one after the other."""

    def refine_make(self, made: Obj, kind: str, node: ast.AST, **details: Any) -> Obj:
        if kind == "Process":
            self._turn[made.ident] = tuple(self._turns)
            self._started_with.set(0, made.ident)
            if details.get("tag"):
                self._picked.add(made)
            else:
                self._picked.discard(made)
            if any(region.expects or (region.narrow and region.handles) for region in self.interp.regions):
                self.interp.move(made, add="asked")
        return made

    def knows(self, obj: Obj) -> bool:
        """Return whether this is one process all of whose life has been followed on this path."""
        made = self._turn.get(obj.ident)
        if made is None or obj.ident <= self._born or made != tuple(self._turns[: len(made)]):
            return False
        if (
            obj in self._picked
            or self.interp.unsure
            or self.interp.can(obj, "escaped")
            or self.interp.world.kind == "thread"
        ):
            return False
        return not (self.interp.again and any(obj in values for values in self.interp.rounds))

    def _loop_here(self) -> ast.For | None:
        """Return the innermost running loop, where it is a ``for`` of the function that runs; None where it is not."""
        loop, frame = self._loops[-1] if self._loops else (None, None)
        return loop if isinstance(loop, ast.For) and frame is self.interp.frame else None

    def _list_of(self, loop: ast.For | None) -> int:
        """Return the number of the list that a loop goes over, 0 where that is not known."""
        values = self._named(loop.iter) if loop is not None else ()
        one = values[0] if len(values) == 1 else None
        return one.ident if isinstance(one, Obj) and one.kind in ("list", "tuple") else 0

    def _named(self, node: ast.expr) -> Values:
        """Return what a name, or an attribute of one, stands for on this path."""
        if isinstance(node, ast.Attribute):
            owners = self._named(node.value)
            owner = owners[0] if len(owners) == 1 else None
            return (self.interp.store.get((owner.ident, node.attr)) or ()) if isinstance(owner, Obj) else ()
        frame: Frame | None = self.interp.frame if isinstance(node, ast.Name) else None
        while frame is not None and isinstance(node, ast.Name):
            found = self.interp.store.get((frame.ident, node.id))
            if found is not None:
                return found
            frame = frame.parent
        return ()

    def before_effect_start_process(self, call: LibraryCall) -> None:
        # It is the one that was just made, or each in turn of those that a loop goes over.
        if call.obj is None:
            return
        started_with = _JUST_MADE if self.knows(call.obj) else 0
        loop = self._loop_here()
        if loop is not None and self.interp.rounds and call.obj in self.interp.rounds[-1]:
            self._starting_loops.add(loop)
            started_with = 0 if any(leaving(loop)) else self._list_of(loop)
        self._started_with.set(started_with, call.obj.ident)

    def all_started(self, values: Values) -> bool:
        """Return whether all processes that the name of a loop stands for were started, and none was waited for."""
        processes = [value for value in values if isinstance(value, Obj) and value.kind == "Process"]
        if not processes or len(processes) < len(values) or self.interp.unsure or self.interp.world.kind == "thread":
            return False
        if not self.interp.rounds or not set(processes) <= set(self.interp.rounds[-1]):
            return False
        if not all(self.interp.must(obj, "started") and obj.ident > self._born for obj in processes):
            return False
        if any(self.interp.can(obj, "escaped", "joined", "ended") for obj in processes):
            return False
        loop = self._loop_here()
        if loop in self._starting_loops:
            return False  # what the round before has started is another one
        lists = (_JUST_MADE, self._list_of(loop) or _JUST_MADE)
        known = {obj.node for obj in processes if self._started_with.get(obj.ident) in lists}
        return all(obj.node in known for obj in processes)

    def around_run_loop(
        self,
        proceed: Callable[..., bool],
        node: ast.AST,
        body: Callable[[], bool],
        orelse: Sequence[ast.stmt],
        certain: bool,
        endless: bool = False,
    ) -> bool:
        def turn() -> bool:
            self._rounds_run += 1
            self._turns.append(self._rounds_run)
            self._loops.append((node, self.interp.frame))
            try:
                return body()
            finally:
                self._turns.pop()
                self._loops.pop()

        return proceed(node, turn, orelse, certain, endless)

    def around_comprehension(
        self, proceed: Callable[..., Values], node: ast.ListComp | ast.SetComp | ast.GeneratorExp | ast.DictComp
    ) -> Values:
        self._rounds_run += 1
        self._turns.append(self._rounds_run)
        try:
            return proceed(node)
        finally:
            self._turns.pop()

    def around_enter(
        self,
        proceed: Callable[..., Values],
        function: Function,
        arguments: Arguments,
        receiver: Value | None = None,
        on_yield: Callable[[Values], bool] | None = None,
    ) -> Values:
        outer = self._born
        if not self.interp.active and not self._constructing and self.interp.world.kind not in ("main", "import"):
            self._born = self.interp.last_id
        try:
            return proceed(function, arguments, receiver, on_yield)
        finally:
            self._born = outer

    def around_instantiate(self, proceed: Callable[..., Values], cls: Class, arguments: Arguments) -> Values:
        outer = self._born
        if not self.interp.active and self.interp.world.kind not in ("main", "import"):
            self._born = self.interp.last_id
        self._constructing += 1
        try:
            return proceed(cls, arguments)
        finally:
            self._constructing -= 1
            self._born = outer

    def refine_item(self, values: Values, obj: Obj, index: Values, node: ast.Subscript) -> Values:
        if not (len(index) == 1 and isinstance(index[0], Const)):
            self.one_of_several(values)
        return values

    def refine_call_builtin_method(self, values: Values, receiver: Obj, name: str, arguments: Arguments) -> Values:
        self.one_of_several(values)
        return values

    def one_of_several(self, values: Values) -> None:
        """Note processes of which it is not known which of several they are."""
        self._picked.update(v for v in values if isinstance(v, Obj) and v.kind == "Process")

    def processes_in(self, values: Values) -> list[Obj]:
        """Return the processes that can be reached from a value."""
        if not self._turn:  # Most code has none, and asks for them at each call.
            return []
        return [obj for obj in self.interp.objects.reachable(values) if obj.kind == "Process"]
