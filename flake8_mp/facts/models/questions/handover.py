"""Questions about what is handed to other processes."""

from __future__ import annotations

import ast

from flake8_mp.facts.arguments import Arguments, Bound
from flake8_mp.facts.library import api
from flake8_mp.facts.values import Context, Obj, Value, Values
from flake8_mp.rule import ALL_METHODS


class HandoverQuestions:
    """Calls of the libraries, and what they hand over."""

    def call_row(self, name: str, row: api.Row, arguments: Arguments, receiver: Obj | None, context: Context) -> Values:
        """Do what a row of the library says of a call, and return what the call gives."""
        raise NotImplementedError

    def given_context(self, bound: Bound, name: str, default: Context) -> Context:
        """Return the context that an argument gives, ``default`` where there is none."""
        return default

    def is_not_sequence(self, value: Value) -> bool:
        """Return whether a value is none of the sequences that ``args`` can be: a bare value, or a str."""
        return False

    def check_called(self, node: ast.AST, values: Values) -> None:
        """Note the function of a task that is called where it is handed over, and gives nothing that can be called."""

    def check_context(self, values: Values, node: ast.AST, context: Context) -> None:
        """Note a primitive of one context that is given to a process of another."""

    def process_started(self, obj: Obj) -> None:
        """Called for a process that is started."""

    def check_process(self, obj: Obj, node: ast.AST) -> None:
        """Note what of a process cannot be pickled when it is started."""

    def hand_over(
        self, values: Values, send: api.Send, node: ast.AST, arguments: Arguments, via: str, context: Context
    ) -> None:
        """Note values that go to another process: those that cannot be pickled, and the workers that receive them."""

    def value_sent(self, values: Values, send: api.Send, node: ast.AST, via: str, context: Context) -> None:
        """Note one value that goes to another process."""

    def spread(self, values: Values, role: str, node: ast.AST) -> list[tuple[ast.AST, Values]]:
        """Return what is really sent of a parameter, each with the expression to point at."""
        return [(node, values)]

    def pickled_under(self, transport: str, context: Context) -> frozenset[str]:
        """Return the start methods under which a value that is sent so is pickled."""
        return ALL_METHODS
