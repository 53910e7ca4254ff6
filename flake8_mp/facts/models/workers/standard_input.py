"""Standard input: who reads it in a process that has none.

``Lib/multiprocessing/process.py``: ``_bootstrap`` opens ``os.devnull`` as ``sys.stdin`` in each child.
"""

from __future__ import annotations

import ast
from collections.abc import Callable

from flake8_mp.facts.arguments import LibraryCall
from flake8_mp.facts.models.model import Model, only_with
from flake8_mp.facts.slot import Slot
from flake8_mp.facts.values import Reference, Unknown, Values

_MESSAGES_AT_END = frozenset({"EOFError", "Exception", "BaseException", ""})


class StandardInput(Model):
    """Looks for workers that read from standard input, and for imports that do.

    Owns: standard input.
    """

    _assumed = Slot[bool]("by the run, whether something of which nothing is known was taken for None")

    @only_with("stdin", "input")
    def around_split(
        self,
        proceed: Callable[..., bool],
        test: ast.AST,
        values: Values,
        yes: Callable[[], bool],
        no: Callable[[], bool],
    ) -> bool:
        is_none = self._asks_for_none(test) if self.interp.world.kind == "child" else None
        if is_none is None:
            return proceed(test, values, yes, no)

        def path(run: Callable[[], bool], assumed: bool) -> Callable[[], bool]:
            def go() -> bool:
                if assumed:
                    self._assumed.set(True, self.interp.world.number)
                return run()

            return go

        return proceed(test, values, path(yes, is_none), path(no, not is_none))

    def _asks_for_none(self, test: ast.AST) -> bool | None:
        """Return whether a test holds where something unknown is None, or None where it asks for something else."""
        if (
            not isinstance(test, ast.Compare)
            or len(test.ops) != 1
            or not isinstance(test.left, (ast.Name, ast.Attribute))
        ):
            return None
        right = test.comparators[0]
        if not isinstance(right, ast.Constant) or right.value is not None:
            return None
        known = self.interp.conditions.quiet_value(test.left)
        if not known or not all(isinstance(value, Unknown) for value in known):
            return None
        return isinstance(test.ops[0], (ast.Is, ast.Eq))

    def effect_reads_input(self, call: LibraryCall) -> None:
        self._reads_input(call.name, call.node)

    def _reads_input(self, name: str, node: ast.AST) -> None:
        if self.interp.store.get((0, "sys.stdin")) is not None:
            return
        ready = name in ("input", "getpass") and self.interp.flow.handles(_MESSAGES_AT_END)
        if self.interp.world.kind == "import":
            if not ready:
                self.ask.done_on_import("input", node, name)
        elif self.interp.world.kind == "child" and name != "getpass" and not ready:
            # Code that passes something unknown to a worker does not pass None for it to ask the user.
            if self._assumed.get(self.interp.world.number) is not True:
                self.ask.circumstance("stdin", node, self.interp.world.methods, words=name)

    @only_with("stdin")
    def before_for_statement(self, node: ast.For | ast.AsyncFor) -> None:
        if isinstance(node.iter, (ast.Name, ast.Attribute)) and self.interp.world.kind in ("import", "child"):
            values = self.interp.expressions.eval(node.iter)
            if values and all(isinstance(v, Reference) and v.name == "sys.stdin" for v in values):
                self._reads_input("stdin", node.iter)
