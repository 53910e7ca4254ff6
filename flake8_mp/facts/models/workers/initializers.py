"""Initializers: what each worker of a pool or an executor runs before its first task."""

from __future__ import annotations

import ast

from flake8_mp.facts.arguments import Arguments
from flake8_mp.facts.interpreter.interpreter import Interpreter
from flake8_mp.facts.models.model import Model
from flake8_mp.facts.values import Function, Method, Obj, Partial, Unknown


class Initializers(Model):
    """Runs the initializers of pools and executors, and says whether one is running.

    Owns: initializers and their arguments.
    """

    def __init__(self, interp: Interpreter) -> None:
        super().__init__(interp)
        self._is_running = False

    def run_initializer(self, pool: Obj | None, node: ast.AST) -> None:
        """Run the initializer of a pool, as each of its workers does before its first task."""
        if pool is None:
            return
        self._is_running = True
        try:
            for value in self.interp.given.values(pool, "initializer"):
                given = self.given_to_initializer(pool, node)
                if isinstance(value, (Function, Method, Partial)) or (isinstance(value, Obj) and value.cls is not None):
                    self.interp.calls.call(value, given)
                elif isinstance(value, Unknown):
                    # A decorated function of this module, perhaps: it may bind any name.
                    self.interp.hooks.globals_taken()
        finally:
            self._is_running = False

    def in_initializer(self) -> bool:
        """Return whether an initializer is running in a worker of a pool, and no task."""
        return self._is_running

    def given_to_initializer(self, pool: Obj, node: ast.AST) -> Arguments:
        """Return the arguments that each worker of a pool calls its initializer with."""
        given = Arguments(node)
        for value in self.interp.given.values(pool, "initargs"):
            items = self.interp.containers.items(value) if isinstance(value, Obj) else None
            given.args = [(node, item) for item in items or []]
            given.more = items is None
        return given
