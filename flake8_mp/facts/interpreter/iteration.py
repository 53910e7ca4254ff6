"""What loops and comprehensions bind, round by round."""

from __future__ import annotations

import ast
from collections.abc import Sequence

from flake8_mp.facts.interpreter.component import Component
from flake8_mp.facts.values import (
    Class,
    Each,
    Function,
    Method,
    Partial,
    Reference,
    Typed,
    Unknown,
    Values,
    union,
)

_FUNCTIONS = (Function, Class, Partial, Method, Reference)


class Iteration(Component):
    """Knows what the rounds of a loop are about."""

    def values_of(self, node: ast.AST, iterable: Values) -> Values:
        """Return what iterating over the value of an expression gives: whole numbers where that is a range."""
        values = self.interp.containers.elements(iterable)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "range":
            if len(values) == 1 and values[0].__class__ is Unknown:
                called = self.interp.expressions.eval(node.func)
                if len(called) == 1 and isinstance(called[0], Reference) and called[0].name == "range":
                    return (Typed(getattr(values[0], "stable", False), "int"),)
        return values

    def run_apart(self, node: ast.For | ast.AsyncFor, items: Sequence[Values], values: Values) -> bool:
        """Run the rounds of a loop one after the other, each for what it is about; says whether they end."""
        outer = self.interp.times, self.interp.loops, self.interp.apart
        self.interp.rounds.append(values)
        try:
            for number, item in enumerate(items, 1):
                self.interp.times, self.interp.loops, self.interp.apart = (*outer[0], (1, 1)), outer[1] - 1, number
                self.interp.binding.bind(node.target, item)
                if not self.interp.statements.run(node.body):
                    return False
            return True
        finally:
            self.interp.rounds.pop()
            self.interp.times, self.interp.loops, self.interp.apart = outer

    def bind_each(self, target: ast.AST, items: list[Values] | None, body: Sequence[ast.stmt] = ()) -> None:
        """Mark functions that a loop binds one after the other: all of them occur, which alternatives need not.

        That matters where some are found by a name of the module, and others are lambdas or nested functions.
        """
        if items is None or len(items) < 2:
            return
        if isinstance(target, (ast.Tuple, ast.List)):
            rows = [self.interp.containers.items_in_order(values) for values in items]
            for index, element in enumerate(target.elts):
                column = [row[index] for row in rows if row is not None and len(row) == len(target.elts)]
                if len(column) == len(rows) and isinstance(element, ast.Name):
                    self.bind_each(element, column, body)
        elif isinstance(target, ast.Name) and all(len(v) == 1 and isinstance(v[0], _FUNCTIONS) for v in items):
            values = union(*items)
            nameless = [v for v in values if isinstance(v, Function) and (v.is_lambda or v.local)]
            again = any(target.id in self.interp.frame.source.names_bound_in(statement) for statement in body)
            if 0 < len(nameless) < len(values) and not again:
                self.interp.binding.bind_name(target.id, (*values, Each(self.interp.choices)), target)
