"""Tests of the name of the program, and what ends a child's import of it."""

from __future__ import annotations

import ast

from flake8_mp.facts.events import ImportEnd, NameTest
from flake8_mp.facts.interpreter.interpreter import Interpreter
from flake8_mp.facts.models.model import Model
from flake8_mp.facts.tree import walk
from flake8_mp.facts.values import NOTHING, Const, Values

_ABOUT_PROCESS = frozenset({"__name__", "parent_process", "current_process"})
_TYPOS = frozenset({"main", "mian", "name"})


class Guards(Model):
    """Looks at entry guards, and at what ends the import of a child.

    Owns: tests of ``__name__``.
    Emits: :class:`ImportEnd`, :class:`NameTest`.
    """

    def __init__(self, interp: Interpreter) -> None:
        super().__init__(interp)
        self._known: dict[ast.AST, bool] = {}

    def answer_is_identity_test(self, test: ast.AST) -> bool:
        if test not in self._known:
            self._known[test] = _mentions_process(test)
        return self._known[test]

    def answer_comparison(self, node: ast.Compare, left: Values, operator: ast.AST, right: Values) -> Values | None:
        """Note a guard that is mistyped; what it protects is looked at all the same."""
        sides = [node.left, *node.comparators]
        quoted = [s.value for s in sides if isinstance(s, ast.Constant)]
        if sorted(map(str, quoted)) == ["__main__", "__name__"]:
            self.interp.emit(NameTest(self.interp.place(node), problem="__name__"))
            return NOTHING
        if not any(isinstance(side, ast.Name) and side.id == "__name__" for side in sides):
            return None
        texts = [v.value for v in (*left, *right) if isinstance(v, Const) and isinstance(v.value, str)]
        if isinstance(operator, (ast.Is, ast.IsNot)) and "__main__" in texts:
            self.interp.emit(NameTest(self.interp.place(node), problem="identity"))
        elif isinstance(operator, (ast.Eq, ast.NotEq)):
            typos = [t for t in texts if t.strip("_ ").lower() in _TYPOS and t != "__main__"]
            if typos:
                self.interp.emit(NameTest(self.interp.place(node), problem=typos[0]))
                return NOTHING
        return None

    def before_raised(self, values: Values, node: ast.Raise) -> None:
        if self.interp.frame.parent is None and self.interp.world.tests:
            self._import_ends(node)

    def on_assertion_fails(self, node: ast.Assert) -> None:
        if self.answer_is_identity_test(node.test):
            self._import_ends(node)

    def _import_ends(self, node: ast.AST) -> None:
        if self.interp.world.kind == "import" and not self.interp.world.uncertain:
            self.interp.emit(ImportEnd(self.interp.place(node)))


def _mentions_process(test: ast.AST) -> bool:
    if not isinstance(test, (ast.Compare, ast.BoolOp, ast.UnaryOp, ast.Name, ast.Call, ast.NamedExpr)):
        return False
    return any(
        (isinstance(node, ast.Name) and node.id in _ABOUT_PROCESS)
        or (isinstance(node, ast.Attribute) and node.attr in _ABOUT_PROCESS)
        for node in walk(test)
    )
