"""Methods that are handed over, and change a copy of their object."""

from __future__ import annotations

import ast

from flake8_mp.facts.arguments import Arguments, Bound
from flake8_mp.facts.events import Unshared
from flake8_mp.facts.interpreter.interpreter import Interpreter
from flake8_mp.facts.library import api
from flake8_mp.facts.library.kinds import CHANGES
from flake8_mp.facts.models.model import Model
from flake8_mp.facts.values import Context, Method, Obj, Values

_PLAIN = frozenset({"list", "dict", "set"})
_GIVE = frozenset({"pop", "popitem", "popleft", "setdefault"})
"""Changes that give something back, for which they may be called."""


class CopiedMethods(Model):
    """Looks for workers that are methods of plain containers, and for primitives of asyncio that are handed over.

    Owns: methods of containers that are workers.
    Emits: :class:`Unshared`.
    """

    def __init__(self, interp: Interpreter) -> None:
        super().__init__(interp)
        self._containers: set[int] = set()
        """The containers whose methods are workers."""

    def is_changed_by_method(self, container: Obj) -> bool:
        return container.ident in self._containers

    def before_task(
        self,
        obj: Obj,
        function: tuple[ast.AST, Values],
        arguments: Arguments,
        context: Context,
        bound: Bound,
    ) -> None:
        self._changes_a_copy(*function)

    def before_run_process(self, obj: Obj, node: ast.AST, methods: frozenset[str]) -> None:
        target = self.interp.given.found(obj, "target")
        if target and obj.cls is None:
            part, frame = self.interp.given.expressions[(obj.ident, "target")]
            if frame is self.interp.frame:
                self._changes_a_copy(part, target)

    def _changes_a_copy(self, node: ast.AST, values: Values) -> None:
        for value in values:
            if not isinstance(value, Method) or value.function is not None or not isinstance(value.receiver, Obj):
                return
            if value.receiver.kind not in _PLAIN or value.name not in CHANGES - _GIVE:
                return
            self._containers.add(value.receiver.ident)
        if values:
            self.interp.emit(
                Unshared(self.interp.place(node), problem="method", words=self.interp.frame.source.segment(node))
            )

    def after_value_sent(self, values: Values, send: api.Send, node: ast.AST, via: str, context: Context) -> None:
        kinds = {value.kind if isinstance(value, Obj) else "" for value in values}
        if len(kinds) == 1 and min(kinds).startswith("asyncio.") and not self.interp.unsure:
            self.interp.emit(Unshared(self.interp.place(node), problem="asyncio", words=min(kinds)))
