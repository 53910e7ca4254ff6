"""Which process an object stands for: a loop makes several with the same code, a container has several."""

from __future__ import annotations

import ast
from collections.abc import Callable, Sequence
from typing import Any

from flake8_mp.facts.arguments import Arguments
from flake8_mp.facts.interpreter.interpreter import Interpreter
from flake8_mp.facts.models.model import Model
from flake8_mp.facts.models.subjects import PROCESSES
from flake8_mp.facts.values import (
    Class,
    Const,
    Function,
    Obj,
    Value,
    Values,
)


class ProcessIdentity(Model):
    """Knows of which processes all of the life has been followed.

    Owns: which of several processes an object of the kind ``Process`` stands for.
    """

    _listens_for = PROCESSES
    _from_the_start = True

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

    def refine_make(self, made: Obj, kind: str, node: ast.AST, **details: Any) -> Obj:
        if kind == "Process":
            self._turn[made.ident] = tuple(self._turns)
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
            try:
                return body()
            finally:
                self._turns.pop()

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
