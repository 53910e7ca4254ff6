"""Where a process itself changes what its workers have changed copies of: it has what it needs then."""

from __future__ import annotations

import ast

from flake8_mp.facts.arguments import Arguments
from flake8_mp.facts.library.kinds import CHANGES
from flake8_mp.facts.models.model import Model
from flake8_mp.facts.values import Class, Imported, Obj, Value, Values


class OwnChanges(Model):
    """Notes what a process changes itself after its workers have changed their copies of it.

    Where one of several paths leaves the work to processes and another does it here, each of them is judged by itself.

    Owns: changes of plain objects outside of workers.
    """

    def _changes(self, ident: int, name: str) -> None:
        if self.interp.world.kind != "child" and (ident, name) in self.ask.changed_by_workers():
            self.ask.changed_here((ident, name))

    def on_bound_global(self, name: str, node: ast.AST) -> None:
        self._changes(self.interp.frame.module.ident, name)

    def before_bind_in(self, module: Imported, name: str, values: Values) -> None:
        self._changes(module.frame, name)

    def on_changed(self, owner: Obj | Class, name: str) -> None:
        self._changes(owner.ident, name)

    def before_add(self, container: Obj, values: Values) -> None:
        self._changes(container.ident, "[]")

    def before_call_builtin_method(self, receiver: Obj, name: str, arguments: Arguments) -> None:
        if name in CHANGES:
            self._changes(receiver.ident, "[]")

    def before_escape_value(self, value: Value, depth: int) -> None:
        if isinstance(value, Obj) and self.interp.world.kind != "child":
            for key in self.ask.changed_by_workers():
                if key[0] == value.ident:
                    self.ask.changed_here(key)
