"""What can be said of a program that works: how it chooses its start method, and which pool it takes."""

from __future__ import annotations

import ast
from pathlib import Path

from flake8_mp.facts.arguments import Arguments, Bound
from flake8_mp.facts.events import Cost, Place
from flake8_mp.facts.source import Source
from flake8_mp.facts.unread import Unread
from flake8_mp.facts.values import DEFAULT, Context, Obj, Values, const
from flake8_mp.rule import NOT_FORK
from flake8_mp.settings import Settings

_WAITS_FOR_EVER = frozenset(["apply", "map", "starmap", "imap", "imap_unordered"])
"""What waits for its results without a limit; a worker that is killed takes its task along."""
_HARMLESS = (
    ast.Import,
    ast.ImportFrom,
    ast.FunctionDef,
    ast.AsyncFunctionDef,
    ast.ClassDef,
    ast.Assign,
    ast.AnnAssign,
    ast.AugAssign,
)
_ENTRIES = frozenset({"main", "cli", "run", "pytest_configure"})


class Opinions(Unread):
    """Notes choices that were made, and those that were not."""

    def __init__(self, source: Source, settings: Settings) -> None:
        super().__init__(source, settings)
        self._by_default: list[Place] = []
        """Where processes are started by whatever method is the default."""

    # -- the start method -----------------------------------------------------------------------------------------

    def started(self, what: str, node: ast.AST, context: Context) -> frozenset[str]:
        if context == DEFAULT and not self.explicit(context) and what != "os.fork":
            if self.frame.source is self.source and self.world.kind in ("main", "library"):
                self._by_default.append(self.place(node))
        return super().started(what, node, context)

    def finish(self) -> None:
        super().finish()
        text = self.source.text
        if self._by_default and "set_start_method" not in text and "get_start_method" not in text:
            first = min(self._by_default, key=lambda place: place.span)
            self.emit(Cost(first, NOT_FORK, problem="implicit"))

    def effect_get_context(
        self, name: str, arguments: Arguments, bound: Bound, obj: Obj | None, context: Context
    ) -> Values:
        if "method" in bound and bound["method"][1] == (const("fork"),):
            self.cost("pinned", arguments.node, words="get_context")
        return super().effect_get_context(name, arguments, bound, obj, context)

    def effect_set_start_method(
        self, name: str, arguments: Arguments, bound: Bound, obj: Obj | None, context: Context
    ) -> Values:
        if "method" in bound and bound["method"][1] == (const("fork"),):
            self.cost("pinned", arguments.node, words="set_start_method")
        if context.method is None and self.frame.source is self.source and self._is_library(arguments.node):
            self.cost("library", arguments.node)
        return super().effect_set_start_method(name, arguments, bound, obj, context)

    def _is_library(self, call: ast.AST) -> bool:
        """Tell whether what stands here is run for whoever imports the file: it is no program of its own."""
        if self.world.kind not in ("import", "library") or self.source.is_never_imported:
            return False
        path = Path(self.source.path)
        if "__name__ ==" in self.source.text or "'__main__'" in self.source.text or path.name == "conftest.py":
            return False
        scope = self.scope(call)
        if scope is None or not all(self._only_defines(s, call) for s in self.source.tree.body):
            return False
        if isinstance(scope, ast.Module):
            return True
        assert isinstance(scope, (ast.FunctionDef, ast.AsyncFunctionDef))
        packaged = (path.parent / "__init__.py").exists()
        return packaged and scope.name not in _ENTRIES and not scope.decorator_list

    def _only_defines(self, statement: ast.stmt, call: ast.AST) -> bool:
        """Tell whether a statement of the top level is what libraries have there."""
        if isinstance(statement, _HARMLESS):
            return True
        if isinstance(statement, ast.Expr):
            return isinstance(statement.value, ast.Constant) or statement.value is call
        if isinstance(statement, (ast.If, ast.Try)):
            inner = [*statement.body, *statement.orelse, *getattr(statement, "finalbody", [])]
            inner += [s for handler in getattr(statement, "handlers", []) for s in handler.body]
            return all(isinstance(s, (ast.Pass, ast.Raise)) or self._only_defines(s, call) for s in inner)
        return False

    # -- the pool -------------------------------------------------------------------------------------------------

    def task(
        self, obj: Obj, function: tuple[ast.AST, Values], arguments: Arguments, context: Context, bound: Bound
    ) -> None:
        super().task(obj, function, arguments, context, bound)
        name = getattr(getattr(arguments.node, "func", None), "attr", "")
        if obj.kind == "Pool" and obj.cls is None and name in _WAITS_FOR_EVER and obj.source is self.source:
            if not self.unsure and not context.dill:
                self.emit(
                    Cost(Place(obj.source, obj.node), problem="pool", words=name, cause=self.place(arguments.node))
                )
