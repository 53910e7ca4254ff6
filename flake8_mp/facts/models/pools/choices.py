"""What can be said of a program that works: how it chooses its start method, and which pool it takes."""

from __future__ import annotations

import ast
from pathlib import Path

from flake8_mp.facts.arguments import Arguments, Bound, LibraryCall
from flake8_mp.facts.events import Cost, Place
from flake8_mp.facts.interpreter.interpreter import Interpreter
from flake8_mp.facts.models.model import Model
from flake8_mp.facts.tree import last_name, walk
from flake8_mp.facts.values import DEFAULT, Context, Obj, Values, const
from flake8_mp.rule import NOT_FORK

_BLOCKS_FOREVER = frozenset(["apply", "map", "starmap", "imap", "imap_unordered"])
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


class Choices(Model):
    """Notes the choices of a program that works: its start method, and its pool.

    Owns: nothing.
    Emits: :class:`Cost`.
    """

    def __init__(self, interp: Interpreter) -> None:
        super().__init__(interp)
        self._by_default: list[Place] = []
        """Where processes are started by whatever method is the default."""

    # -- the start method -----------------------------------------------------------------------------------------

    def before_started(self, what: str, node: ast.AST, context: Context) -> None:
        if context == DEFAULT and not self.ask.explicit(context) and what != "os.fork":
            if self.interp.frame.source is self.interp.source and self.interp.world.kind in ("main", "library"):
                self._by_default.append(self.interp.place(node))

    def on_finish(self) -> None:
        text = self.interp.source.code
        if self._by_default and "set_start_method" not in text and "get_start_method" not in text:
            first = min(self._by_default, key=lambda place: place.span)
            self.interp.emit(Cost(first, NOT_FORK, problem="implicit"))

    def before_effect_get_context(self, call: LibraryCall) -> None:
        if "method" in call.bound and call.bound["method"][1] == (const("fork"),):
            if not any(map(_offers_several, self.interp.syntax.nodes_around(call.node))):
                self.ask.cost("pinned", call.node, words="get_context")

    def before_effect_set_start_method(self, call: LibraryCall) -> None:
        if "method" in call.bound and call.bound["method"][1] == (const("fork"),):
            self.ask.cost("pinned", call.node, words="set_start_method")
        if (
            call.context.method is None
            and self.interp.frame.source is self.interp.source
            and self._is_library(call.node)
        ):
            self.ask.cost("library", call.node)

    def _is_library(self, call: ast.AST) -> bool:
        """Return whether what stands here is run by each import of the file, which is not a program of its own."""
        if self.interp.world.kind not in ("import", "library") or self.interp.source.is_never_imported:
            return False
        path = Path(self.interp.source.path)
        if (
            "__name__ ==" in self.interp.source.code
            or "'__main__'" in self.interp.source.code
            or path.name == "conftest.py"
        ):
            return False
        scope = self.interp.syntax.scope(call)
        if scope is None or not all(self._only_defines(s, call) for s in self.interp.source.tree.body):
            return False
        if isinstance(scope, ast.Module):
            return True
        assert isinstance(scope, (ast.FunctionDef, ast.AsyncFunctionDef))
        packaged = (path.parent / "__init__.py").exists()
        return packaged and scope.name not in _ENTRIES and not scope.decorator_list

    def _only_defines(self, statement: ast.stmt, call: ast.AST) -> bool:
        """Return whether a statement of the top level is what libraries have there."""
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

    def on_task(
        self,
        obj: Obj,
        function: tuple[ast.AST, Values],
        arguments: Arguments,
        context: Context,
        bound: Bound,
    ) -> None:
        name = getattr(getattr(arguments.node, "func", None), "attr", "")
        if obj.kind == "Pool" and obj.cls is None and name in _BLOCKS_FOREVER and obj.source is self.interp.source:
            if not self.interp.unsure and not context.dill:
                self.interp.emit(
                    Cost(
                        Place(obj.source, obj.node), problem="pool", words=name, cause=self.interp.place(arguments.node)
                    )
                )


def _offers_several(node: ast.AST) -> bool:
    """Return whether a dict, a list or a choice has several contexts: which one is taken is decided elsewhere."""
    if not isinstance(node, (ast.Dict, ast.List, ast.Tuple, ast.Set, ast.IfExp)):
        return False
    names = [last_name(n.func) for n in walk(node) if isinstance(n, ast.Call)]
    return names.count("get_context") > 1
