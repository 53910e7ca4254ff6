"""What ``start`` and ``join`` return is None: it is of no use as a value."""

from __future__ import annotations

import ast
from collections.abc import Callable, Sequence

from flake8_mp.facts.arguments import Arguments
from flake8_mp.facts.events import Life, Place
from flake8_mp.facts.interpreter.interpreter import Interpreter
from flake8_mp.facts.models.model import Model
from flake8_mp.facts.models.subjects import PROCESSES
from flake8_mp.facts.values import (
    Const,
    Obj,
    Value,
    Values,
    is_none,
)

_CONSUMERS = frozenset(
    {"print", "len", "sum", "list", "tuple", "set", "sorted", "min", "max", "int", "float", "str", "repr"}
)
"""Builtins that are never given None on purpose."""


class NoneResults(Model):
    """Looks for uses of what ``start`` and ``join`` return.

    Problems of :class:`Life` events: ``start``, ``join``.

    Owns: None where it is from these methods.
    Emits: :class:`Life`.
    """

    _listens_for = PROCESSES

    def __init__(self, interp: Interpreter) -> None:
        super().__init__(interp)
        self._owners: list[Value] = []
        self._nothings: dict[str, tuple[str, Place]] = {}

    def before_call_plain(self, name: str, arguments: Arguments) -> None:
        for node, values in arguments.args if name in _CONSUMERS else ():
            if isinstance(node, ast.Name):
                self._consumed(values)

    def nothing_of(self, name: str, node: ast.AST) -> Values:
        """Return None, marked with where it is from."""
        place = self.interp.place(node)
        word = f"what {name} returns at {id(node)}"
        self._nothings[word] = (name, place)
        return (Const(None, word),)

    def _used(self, values: Sequence[Value], only: str = "") -> None:
        """Note None that is used as if it were something, where it is nothing else."""
        found = []
        for value in values if self._nothings else ():
            one = self._nothings.get(value.type) if isinstance(value, Const) and is_none(value) else None
            if one is None or (only and one[0] != only) or self.interp.unsure:
                return
            found.append(one)
        for name, place in found:
            if not any(r.expects or (r.narrow and r.handles) for r in self.interp.regions):
                self.interp.emit(Life(place, problem=name, words=f"{name}()"))

    def _consumed(self, values: Values) -> None:
        """Note the None of a join where a value is meant."""
        self._used(values, "join")
        value = values[0] if len(values) == 1 else None
        if isinstance(value, Obj) and value.kind in ("list", "tuple"):
            self._used(self.interp.containers.elements((value,)), "join")

    def before_attribute(self, value: Value, name: str, node: ast.AST) -> None:
        self._owners.append(value)

    def around_attribute_expression(self, proceed: Callable[..., Values], node: ast.Attribute) -> Values:
        outer, self._owners = self._owners, []
        try:
            values = proceed(node)
            owners = self._owners
        finally:
            self._owners = outer
        if len(owners) > 1:
            self.ask.one_of_several(tuple(owners))
        elif owners:
            self._used(owners)
        return values

    def before_binop(self, node: ast.BinOp) -> None:
        for side in (node.left, node.right) if self._nothings else ():
            if isinstance(side, ast.Name):
                self._used(self.interp.expressions.eval(side), "join")

    def before_compare(self, node: ast.Compare) -> None:
        sides = [node.left, *node.comparators]
        if not any(isinstance(op, (ast.Is, ast.IsNot, ast.Eq, ast.NotEq)) for op in node.ops):
            for side in sides if self._nothings else ():
                if isinstance(side, ast.Name):
                    self._used(self.interp.expressions.eval(side), "join")

    def before_parts_of_string(self, node: ast.JoinedStr) -> None:
        for part in node.values if self._nothings else ():
            if isinstance(part, ast.FormattedValue) and isinstance(part.value, ast.Name):
                self._used(self.interp.expressions.eval(part.value), "join")
