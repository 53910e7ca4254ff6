"""The time that passes: what may take long enough for other processes to get anywhere, and what is over at once."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any

from flake8_mp.facts.arguments import Arguments, Bound
from flake8_mp.facts.interpreter.interpreter import Interpreter
from flake8_mp.facts.interpreter.paths import Region, World
from flake8_mp.facts.library import api, quick
from flake8_mp.facts.models.model import Model
from flake8_mp.facts.models.subjects import POOLS, PROCESSES
from flake8_mp.facts.slot import Slot
from flake8_mp.facts.store import Changes
from flake8_mp.facts.values import (
    Class,
    Const,
    Function,
    Method,
    Obj,
    Partial,
    Reference,
    Sized,
    Unknown,
    Value,
    Values,
)

_AS_QUICK = frozenset({"range", "enumerate", "zip", "list", "tuple", "dict", "set", "sorted", "reversed", "len"})


class Pauses(Model):
    """Counts what may take time, and knows how the block is left that is being left.

    Owns: nothing of the libraries.
    """

    _listens_for = (*POOLS, *PROCESSES)

    _since = Slot[int]("by the process, how many pauses there were when it was started")

    def __init__(self, interp: Interpreter) -> None:
        super().__init__(interp)
        self._pauses = 0
        """How many things were met that may take long enough for other processes to get anywhere."""
        self._entries = 0
        """How many functions were entered."""
        self._is_brief: dict[Function, bool] = {}
        """By the function, whether nothing of that was met each time that it was entered."""
        self._leaving = ""
        """How the block is left whose context manager or ``finally`` runs now."""

    def pauses(self) -> int:
        """Return how many things were met that may take long enough for other processes to get anywhere."""
        return self._pauses

    def pause(self) -> None:
        """Note something that may take long enough for other processes to get anywhere."""
        self._pauses += 1

    def before_run_process(self, obj: Obj, node: ast.AST, methods: frozenset[str]) -> None:
        self._since.set(self._pauses, obj.ident)

    def has_just_begun(self, process: Obj) -> bool:
        """Return whether a process was started a moment ago, and nothing has taken time or ended it since then."""
        if self.interp.can(process, "joined", "ended"):
            return False
        return self.interp.must(process, "started") and self._since.get(process.ident) == self._pauses

    @contextmanager
    def around_run_isolated(
        self, proceed: Callable[[World], AbstractContextManager[None]], world: World
    ) -> Iterator[None]:
        # What other processes and threads do takes no time of this one, and threads may do it later.
        pauses = self._pauses
        self._pauses += world.kind == "thread"
        try:
            with proceed(world):
                yield
        finally:
            self._pauses = pauses

    def before_call_from_outside(self, function: Function, receiver: Value | None, given: Bound) -> None:
        # Others call the next function when they like.
        self._pauses += 1

    # -- calls ----------------------------------------------------------------------------------------------------

    def on_call(self, callee: Value, arguments: Arguments) -> None:
        self._pauses += not self._is_quick(callee, arguments)

    def _is_quick(self, callee: Value, arguments: Arguments) -> bool:
        """Return whether a call is over at once, or only calls what is seen when it is run."""
        if isinstance(callee, Method) and callee.function is None:
            kind = callee.receiver.kind if isinstance(callee.receiver, Obj) else ""
            few = callee.name not in quick.PUTS or (self.ask.factor()[1] or quick.FEW + 1) <= quick.FEW
            return isinstance(callee.receiver, Const) or (few and quick.is_quick_method(kind, callee.name))
        if isinstance(callee, Reference):
            if callee.name in quick.GOING_OVER:
                return not any(_wait(values) and self._slow(node) for node, values in arguments.args)
            return quick.is_quick_function(callee.name)
        if isinstance(callee, Unknown):
            return getattr(getattr(arguments.node, "func", None), "attr", "") in quick.OF_ANYTHING
        if isinstance(callee, Class):
            bases = self.interp.objects.lineage(callee)[1]
            return all(name in api.HARMLESS_BASES or quick.is_quick_function(name) for name in bases)
        return isinstance(callee, (Function, Method, Partial))

    def around_call_function(
        self, proceed: Callable[..., Values], function: Function, arguments: Arguments, receiver: Value | None = None
    ) -> Values:
        pauses, entries = self._pauses, self._entries
        try:
            return proceed(function, arguments, receiver)
        finally:
            if self._entries > entries:
                self._is_brief[function] = self._pauses == pauses and self._is_brief.get(function, True)
            elif "contextmanager" not in function.kinds:
                # It is not followed, or does what it did before.
                self._pauses += not self._is_brief.get(function, False)

    def before_enter(self, *_: Any, **details: Any) -> None:
        self._entries += 1

    # -- statements -----------------------------------------------------------------------------------------------

    def before_awaited(self, values: Values, node: ast.AST) -> None:
        self._pauses += 1

    def before_yielded(self, values: Values) -> None:
        self._pauses += 1

    def around_manage(
        self, proceed: Callable[..., bool], managers: Values, node: ast.AST, body: Callable[[Values], bool]
    ) -> bool:
        self._pauses += not all(_is_managed_at_once(value, "__enter__") for value in managers)
        goes = proceed(managers, node, body)
        self._pauses += not all(_is_managed_at_once(value, "__exit__") for value in managers)
        return goes

    def after_while_statement(self, node: ast.While) -> None:
        # It may have gone round until another process has changed something.
        self._pauses += 1

    def refine_for_statement(self, goes: bool, node: ast.For | ast.AsyncFor) -> bool:
        # What comes to its end in its own time may wait for it.
        self._pauses += isinstance(node, ast.AsyncFor) or self._slow(node.iter)
        return goes

    def refine_comprehension(
        self, values: Values, node: ast.ListComp | ast.SetComp | ast.GeneratorExp | ast.DictComp
    ) -> Values:
        self._pauses += any(self._slow(generator.iter) for generator in node.generators)
        return values

    def _slow(self, iterable: ast.AST) -> bool:
        """Return whether iterating may wait for something: a generator, a file, a queue."""
        if isinstance(iterable, ast.Call):
            function = iterable.func
            if isinstance(function, ast.Name) and function.id in _AS_QUICK:
                return any(self._slow(argument) for argument in iterable.args)
            return not (isinstance(function, ast.Attribute) and function.attr in quick.OF_ANYTHING)
        if isinstance(iterable, (ast.Name, ast.Attribute)):
            return _wait(self.interp.conditions.quiet_value(iterable))
        if isinstance(iterable, (ast.ListComp, ast.GeneratorExp, ast.SetComp, ast.DictComp)):
            return any(self._slow(generator.iter) for generator in iterable.generators)
        return False

    # -- how a block is left --------------------------------------------------------------------------------------

    def around_run_finally(
        self, proceed: Callable[..., bool], region: Region, kind: str, ends: list[Changes], final: Callable[[], bool]
    ) -> bool:
        outer, self._leaving = self._leaving, kind
        try:
            return proceed(region, kind, ends, final)
        finally:
            self._leaving = outer

    def leaving(self) -> str:
        """Return how the block is left whose ``finally`` or context manager runs now; nothing where none does."""
        return self._leaving


def _wait(values: Values) -> bool:
    """Return whether going over values may wait for something: a generator, a file, a queue."""
    return not all(isinstance(v, (Const, Sized)) or getattr(v, "kind", "") in quick.CONTAINERS for v in values)


def _is_managed_at_once(manager: Value, method: str) -> bool:
    """Return whether a context manager is entered or left at once, or by code that is seen when it is run."""
    kind = manager.kind if isinstance(manager, Obj) else ""
    return kind in ("instance", "context manager") or quick.is_quick_method(kind, method)
