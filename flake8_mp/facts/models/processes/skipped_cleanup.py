"""Processes that are killed before they clean up: neither ``finally`` nor ``atexit`` runs after SIGTERM or SIGKILL."""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterable

from flake8_mp.facts.arguments import Arguments, LibraryCall
from flake8_mp.facts.interpreter.interpreter import Interpreter
from flake8_mp.facts.interpreter.paths import Region
from flake8_mp.facts.library.locks import MUTEXES
from flake8_mp.facts.models.model import Model, only_with
from flake8_mp.facts.models.subjects import PROCESSES
from flake8_mp.facts.tree import walk
from flake8_mp.facts.values import Method, Obj, Value, Values, function_of
from flake8_mp.rule import ALL_METHODS

_REPORTS = frozenset({"put", "put_nowait", "send", "set", "task_done"})
"""Methods that only send something to other processes: what ends the worker does not need it."""


class SkippedCleanup(Model):
    """Looks for processes that are terminated although their worker has something to do when it ends.

    Owns: what workers do when they end.
    """

    def __init__(self, interp: Interpreter) -> None:
        super().__init__(interp)
        self._cleans: dict[int, set[int]] = {}
        """The processes whose worker cleans up behind itself, and what they were given."""
        self._asked: set[int] = set()
        """The shared numbers that the program reads, perhaps to find out which workers are done."""
        self._released: dict[int, set[str]] = {}
        """By the process, the kinds of what its worker releases."""

    @only_with(*PROCESSES)
    def before_call(self, callee: Value, arguments: Arguments) -> None:
        process = self.interp.world.process if self.interp.world.kind == "child" else None
        if process is not None and isinstance(callee, Method) and callee.name == "release":
            if isinstance(callee.receiver, Obj):
                self._released.setdefault(process.ident, set()).add(callee.receiver.kind)

    def on_child_ran(self, region: Region, result: Values, node: ast.AST) -> None:
        process = self.interp.world.process
        if process is None:
            return
        for value in self.interp.given.values(process, "target"):
            function = function_of(value)
            # A lock that is still held matters to those who use it then: that is another question.
            releases = self._released.get(process.ident, set()) <= MUTEXES
            if function is not None and _cleans_up(function.node, releases):
                self._cleans[process.ident] = {one.ident for one in self.interp.worker.arguments}

    def before_effect_atexit(self, call: LibraryCall) -> None:
        if self.interp.world.kind == "child" and self.interp.world.process is not None:
            self._cleans[self.interp.world.process.ident] = {one.ident for one in self.interp.worker.arguments}

    def before_effect_end(self, call: LibraryCall) -> None:
        obj = call.obj
        if obj is not None and obj.kind == "Process" and call.name.rpartition(".")[2] in ("terminate", "kill"):
            asked = (
                self.interp.can(obj, "joined") or self.interp.can(obj, "escaped") or self.interp.world.kind == "child"
            )
            waited_for = not self._asked.isdisjoint(self._cleans.get(obj.ident, ()))
            if _gives_up(self.interp.syntax.nodes_around(call.node)):
                return
            if self.ask.installs_handler(obj, "SIGTERM") and not call.name.endswith("kill"):
                return
            if obj.ident in self._cleans and not asked and not waited_for and self.interp.must(obj, "started"):
                self.ask.circumstance("cleanup", call.node, ALL_METHODS, words=call.name.rpartition(".")[2])

    @only_with(*PROCESSES)
    def on_touch(self, obj: Obj, node: ast.AST, attribute: str) -> None:
        if attribute == "value" and self.interp.world.kind != "child":
            self._asked.add(obj.ident)


def _gives_up(around: Iterable[ast.AST]) -> bool:
    """Return whether a piece of code runs while an exception is passed on: the work has failed by then."""
    last = next((over.body[-1] for over in around if isinstance(over, ast.ExceptHandler)), None)
    return isinstance(last, ast.Raise) and last.exc is None


def _cleans_up(node: ast.AST, releases: bool) -> bool:
    """Return whether a worker has something to do when it ends.

    ``releases``: as far as that is known, all that it releases are locks, which does not count.
    """
    found = False
    given = {part.arg for part in walk(getattr(node, "args", node)) if isinstance(part, ast.arg)}
    for inner in walk(node):
        if isinstance(inner, ast.Try) and inner.finalbody:
            found = found or not all(
                _calls(each, _REPORTS) or _closes(each, given) or (releases and _calls(each, {"release"}))
                for each in inner.finalbody
            )
        name = getattr(inner, "attr", "") if isinstance(inner, ast.Attribute) else ""
        found = found or (name == "register" and isinstance(inner, ast.Attribute) and _is_atexit(inner))
    return found


def _calls(statement: ast.stmt, names: Collection[str]) -> bool:
    """Return whether a statement is nothing but a call of a method with one of these names."""
    call = statement.value if isinstance(statement, ast.Expr) else None
    return isinstance(call, ast.Call) and getattr(call.func, "attr", "") in names


def _closes(statement: ast.stmt, given: set[str]) -> bool:
    """Return whether a statement only closes what the worker was given, which its end does as well."""
    call = statement.value if isinstance(statement, ast.Expr) else None
    closed = call.func if isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute) else None
    return closed is not None and closed.attr == "close" and getattr(closed.value, "id", "") in given


def _is_atexit(node: ast.Attribute) -> bool:
    return isinstance(node.value, ast.Name) and node.value.id == "atexit"
