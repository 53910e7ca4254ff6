"""Names that the import of a child asks for, and that only the program binds."""

from __future__ import annotations

import ast

from flake8_mp.facts.events import ChildRead, Place
from flake8_mp.facts.interpreter.interpreter import Interpreter
from flake8_mp.facts.models.model import Model
from flake8_mp.facts.store import Changes
from flake8_mp.facts.tree import walk
from flake8_mp.facts.values import UNBOUND, Context
from flake8_mp.rule import NOT_FORK

_SURE = (ast.expr, ast.keyword, ast.Expr, ast.Assign, ast.AnnAssign, ast.AugAssign, ast.ClassDef)
"""What a name can stand in and is read for certain, as long as it is none of :data:`_UNSURE`."""
_UNSURE = (ast.IfExp, ast.BoolOp, ast.Lambda, ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)


class ImportReads(Model):
    """Looks for names that the top level reads on import, and that only code under the guard binds.

    Owns: names that are missing on import.
    Emits: :class:`ChildRead`.
    """

    def __init__(self, interp: Interpreter) -> None:
        super().__init__(interp)
        self._missing: ast.Name | None = None
        """The first name that is missing when a child imports the module: its import ends there."""
        self._methods: frozenset[str] = frozenset()
        self._start: Place | None = None
        self._bound: frozenset[str] = frozenset()

    def on_missing_name(self, node: ast.Name) -> None:
        if self._missing is not None or self.interp.world.kind != "import" or self.interp.world.uncertain:
            return
        if self.interp.frame.source is not self.interp.source or any(r.handles for r in self.interp.regions):
            return
        around = list(self.interp.syntax.nodes_around(node))
        if all(isinstance(over, (_SURE, ast.Module)) and not isinstance(over, _UNSURE) for over in around):
            self._missing = node

    def refine_started(self, methods: frozenset[str], what: str, node: ast.AST, context: Context) -> frozenset[str]:
        if self.interp.world.kind in ("main", "library"):
            self._methods |= self.ask.breaking(NOT_FORK, context)
            self._start = self._start or self.interp.place(node)
        return methods

    def on_library_begins(self, program: Changes, changes: Changes) -> None:
        top = self.interp.frame.module.ident
        self._bound = frozenset(
            name for (ident, name), values in program.items() if ident == top and any(v is not UNBOUND for v in values)
        )

    def on_finish(self) -> None:
        node = self._missing
        if node is None or not self._methods or node.id not in self._bound or self.interp.import_ends:
            return
        binding = self._guarded_binding(node)
        if binding is not None:
            source = self.interp.source
            self.interp.emit(
                ChildRead(
                    Place(source, node),
                    self._methods,
                    problem="missing on import",
                    name=node.id,
                    bound=Place(source, binding),
                    handed=self._start,
                )
            )

    def _guarded_binding(self, node: ast.Name) -> ast.stmt | None:
        """Return the statement under a guard that binds a name before it is read; None where others do as well."""
        source = self.interp.source
        if node.id in source.rebound or "globals(" in source.code or "exec(" in source.code:
            return None
        found = None
        for statement in source.bindings.get(node.id, ()):
            if statement.lineno >= node.lineno:
                continue
            if not isinstance(statement, ast.If):
                return None
            inner = [each for each in statement.body if node.id in _bound(each)]
            if not inner:
                return None
            found = inner[0]
        return found


def _bound(statement: ast.stmt) -> set[str]:
    """Return the names that a simple statement binds."""
    if isinstance(statement, (ast.FunctionDef, ast.ClassDef)):
        return {statement.name}
    if isinstance(statement, (ast.Import, ast.ImportFrom)):
        return {alias.asname or alias.name.partition(".")[0] for alias in statement.names}
    if not isinstance(statement, (ast.Assign, ast.AnnAssign)):
        return set()
    targets = statement.targets if isinstance(statement, ast.Assign) else [statement.target]
    return {
        n.id for target in targets for n in walk(target) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)
    }
