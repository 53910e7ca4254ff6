"""What statements do: paths that split, join and end."""

from __future__ import annotations

import ast
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from flake8_mp.facts.interpreter.component import Component
from flake8_mp.facts.interpreter.paths import DEPTH, Exhausted, PathEnded
from flake8_mp.facts.tree import walk
from flake8_mp.facts.values import NOTHING, Received, Values, const

if TYPE_CHECKING:
    from flake8_mp.facts.interpreter.interpreter import Interpreter


class Statements(Component):
    """Executes statements."""

    def __init__(self, interp: Interpreter) -> None:
        super().__init__(interp)
        self.statement: ast.stmt | None = None
        """The statement that is executed."""
        self._executors: dict[type, Callable[[Any], bool | None]] = {}

    def prepare(self) -> None:
        """Look the methods up by name, once the models have been connected."""
        self._executors = {kind: self.interp.operation(name) for kind, name in _HANDLERS.items()}

    def run(self, body: Sequence[ast.stmt]) -> bool:
        """Execute statements in order; return whether the path goes on behind them."""
        return all(map(self.execute, body))

    def execute(self, node: ast.stmt) -> bool:
        """Execute one statement; return whether the path goes on behind it."""
        execute = self._executors.get(node.__class__)
        if execute is None:
            return True
        interp = self.interp
        interp.steps += 1
        if interp.steps > interp.limit:
            raise Exhausted
        if interp.depth > DEPTH:
            return True
        outer, self.statement = self.statement, node
        interp.depth += 1
        try:
            return execute(node) is not False
        except PathEnded:
            return False
        finally:
            interp.depth -= 1
            self.statement = outer

    def expression_statement(self, node: ast.Expr) -> None:
        self.interp.hooks.dropped(self.interp.expressions.eval(node.value), node)

    def _return(self, node: ast.Return) -> bool:
        values = self.interp.expressions.eval(node.value)
        self.interp.hooks.returned(values, node)
        self.interp.calls.returns(values)
        self.interp.leave("return")
        return False

    def _raise(self, node: ast.Raise) -> bool:
        values = self.interp.expressions.eval(node.exc) if node.exc is not None else NOTHING
        if node.cause is not None:
            self.interp.expressions.eval(node.cause)
        self.raised(values, node)
        self.interp.leave("raise")
        return False

    def raised(self, values: Values, node: ast.Raise) -> None:
        """Called for an exception that is raised by a statement."""

    def _assert(self, node: ast.Assert) -> bool:
        if self.interp.conditions.truth(self.interp.conditions.judged(node.test)) is False:
            self.interp.hooks.assertion_fails(node)
            self.interp.leave("raise")
            return False
        self.interp.conditions.refine(node.test, True)
        return True

    def break_statement(self, node: ast.Break) -> bool:
        self.interp.leave("break")
        return False

    def continue_statement(self, node: ast.Continue) -> bool:
        self.interp.leave("continue")
        return False

    def _function(self, node: ast.FunctionDef | ast.AsyncFunctionDef) -> None:
        self.interp.binding.bind_name(node.name, self.interp.objects.function(node), node)

    def _class(self, node: ast.ClassDef) -> None:
        self.interp.binding.bind_name(node.name, self.interp.objects.class_of(node), node)

    def _if(self, node: ast.If) -> bool:
        values = self.interp.conditions.eval_test(node.test)
        return self.split(node.test, values, lambda: self.run(node.body), lambda: self.run(node.orelse))

    def _asks_for_data(self, test: ast.AST) -> bool:
        """Return whether a worker tests what it has received: that is not about the process that it is."""
        if self.interp.world.kind != "child":
            return False
        frame, store = self.interp.frame.ident, self.interp.store
        return any(
            isinstance(value, Received)
            for node in walk(test)
            if isinstance(node, ast.Name)
            for value in store.get((frame, node.id)) or ()
        )

    def split(self, test: ast.AST, values: Values, yes: Callable[[], bool], no: Callable[[], bool]) -> bool:
        """Go the way that a test decides, or both."""
        truth = self.interp.conditions.truth(values)
        tests = self.interp.world.tests
        if self.interp.hooks.is_identity_test(test):
            self.interp.world.tests = (*tests, self.interp.place(test))
        try:
            if truth is not None:
                self.interp.conditions.refine(test, truth)
                return yes() if truth else no()
            unsure = 0 if self.interp.conditions.stable(values) or self._asks_for_data(test) else 1
            self.interp.world.uncertain += unsure
            went: list[bool] = []

            def path(run: Callable[[], bool], holds: bool) -> Callable[[], bool]:
                def go() -> bool:
                    self.interp.conditions.refine(test, holds)
                    went.append(run())
                    return went[-1]

                return go

            goes = self.interp.branch([path(yes, True), path(no, False)])
            if len(went) == 2 and all(went):
                # Both paths meet again: what comes after does not depend on the test.
                self.interp.world.uncertain -= unsure
            return goes
        finally:
            self.interp.world.tests = tests

    def _match(self, node: ast.Match) -> bool:
        return self._cases(node, 0, self.interp.conditions.judged(node.subject))

    def _cases(self, node: ast.Match, index: int, subject: Values) -> bool:
        """Go the paths of the cases from one on."""
        if index == len(node.cases):
            return True
        this = node.cases[index]
        matches = self._pattern(this.pattern, subject)
        if this.guard is not None and matches is not False:
            matches = self.interp.conditions.truth(self.interp.expressions.eval(this.guard)) if matches else None
        verdict: Values = (const(matches),) if matches is not None else NOTHING
        return self.split(
            node.subject, verdict, lambda: self.run(this.body), lambda: self._cases(node, index + 1, subject)
        )

    def _pattern(self, pattern: ast.pattern, subject: Values) -> bool | None:
        if isinstance(pattern, ast.MatchValue):
            return self.interp.conditions.truth(
                self.interp.conditions.compared(subject, ast.Eq(), self.interp.expressions.eval(pattern.value))
            )
        if isinstance(pattern, ast.MatchOr):
            found = [self._pattern(p, subject) for p in pattern.patterns]
            return True if True in found else (None if None in found else False)
        if isinstance(pattern, ast.MatchAs) and pattern.pattern is None:
            if pattern.name:
                self.interp.binding.bind_name(pattern.name, subject, pattern)
            return True
        return None


_HANDLERS: dict[type, str] = {
    ast.Expr: "expression_statement",
    ast.Assign: "assign",
    ast.AnnAssign: "annotated_assign",
    ast.AugAssign: "augmented_assign",
    ast.Delete: "_delete",
    ast.Return: "_return",
    ast.Raise: "_raise",
    ast.Assert: "_assert",
    ast.Break: "break_statement",
    ast.Continue: "continue_statement",
    ast.Global: "_global",
    ast.Nonlocal: "_nonlocal",
    ast.Import: "_import",
    ast.ImportFrom: "_import_from",
    ast.FunctionDef: "_function",
    ast.AsyncFunctionDef: "_function",
    ast.ClassDef: "_class",
    ast.If: "_if",
    ast.Match: "_match",
    ast.While: "while_statement",
    ast.For: "for_statement",
    ast.AsyncFor: "for_statement",
    ast.Try: "_try",
    ast.TryStar: "_try",
    ast.With: "_with",
    ast.AsyncWith: "_with",
}
"""By name, so that the classes that build on this one may add to what is done for a statement."""
