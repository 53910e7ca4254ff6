"""The loops that are running, and those in which objects are made."""

from __future__ import annotations

import ast
from collections.abc import Callable
from typing import Any

from flake8_mp.facts.interpreter.interpreter import Interpreter
from flake8_mp.facts.models.model import Model
from flake8_mp.facts.values import Obj, Values


class Loops(Model):
    """Knows the loops around what is made.

    Owns: the loops that are running.
    """

    def __init__(self, interp: Interpreter) -> None:
        super().__init__(interp)
        self._running: tuple[ast.AST, ...] = ()
        self._around: dict[Obj, tuple[ast.AST, ...]] = {}

    def loops_around(self, obj: Obj) -> tuple[ast.AST, ...]:
        """Return the loops that were running when an object was made."""
        return self._around.get(obj, ())

    def running_loops(self) -> tuple[ast.AST, ...]:
        """Return the loops that are running, also those around the calls that lead here."""
        return self._running

    def around_run_loop(
        self, proceed: Callable[..., bool], node: ast.AST, body: Callable[[], bool], *rest: Any, **details: Any
    ) -> bool:
        def inside() -> bool:
            outer, self._running = self._running, (*self._running, node)
            try:
                return body()
            finally:
                self._running = outer

        return proceed(node, inside, *rest, **details)

    def around_comprehension(
        self, proceed: Callable[..., Values], node: ast.ListComp | ast.SetComp | ast.GeneratorExp | ast.DictComp
    ) -> Values:
        outer, self._running = self._running, (*self._running, node)
        try:
            return proceed(node)
        finally:
            self._running = outer

    def refine_make(self, obj: Obj, *_: Any, **details: Any) -> Obj:
        self._around.setdefault(obj, self._running)
        return obj
