"""Names that stand for one copy or for parts of it, and whether anything reads the copy that is changed by one of them.

A change to a copy is lost only where nothing is done with the copy but changing it. Which name it is changed by does
not matter: ``for row in rows``, ``leaf = tree["leaf"]`` and ``ys = xs`` give another name to a part of the same copy.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator

from flake8_mp.facts.interpreter.syntax import Syntax
from flake8_mp.facts.library.kinds import CHANGES
from flake8_mp.facts.tree import COMPREHENSIONS, walk

_PARTS = frozenset({"get", "setdefault", "values", "items"})
"""Methods of a dict that give what is in it."""


class CopiedNames:
    """The names of one scope: ``is_copy`` says which stand for a copy, ``changes`` are the methods that change one."""

    def __init__(
        self, syntax: Syntax, scope: ast.AST, is_copy: Callable[[str], bool], changes: frozenset[str] = CHANGES
    ) -> None:
        self.syntax = syntax
        inner = {part for node in walk(scope) if isinstance(node, COMPREHENSIONS) for part in _own_names(node)}
        self.nodes = [node for node in walk(scope) if node not in inner]
        self.is_copy = is_copy
        self.changes = changes

    def only_changed(self, name: str) -> bool:
        """Return whether a name, and the others for the same copy, are used for nothing but changing it."""
        seen, todo = {name}, [name]
        while todo:
            one = todo.pop()
            for node in self.nodes:
                if isinstance(node, ast.Name) and node.id == one:
                    others = self._others(node)
                    if others is None:
                        return False
                    todo += others - seen
                    seen |= others
        return True

    def _others(self, node: ast.Name) -> set[str] | None:
        """Return the other names that a use of a name leads to; None where the use is more than a change."""
        if not isinstance(node.ctx, ast.Load):
            value = self._bound_to(node)
            return {n.id for n in walk(value) if isinstance(n, ast.Name) and self.is_copy(n.id)} if value else set()
        if self._is_changed(node):
            return set()
        return self._new_names(node)

    def _bound_to(self, name: ast.Name) -> ast.AST | None:
        """Return what a name is bound to: the value of an assignment, or what a loop goes over."""
        for over in self.syntax.nodes_around(name):
            if isinstance(over, (ast.Assign, ast.AnnAssign, ast.NamedExpr)):
                return over.value
            if isinstance(over, (ast.For, ast.AsyncFor, ast.comprehension)):
                return over.iter
            if not isinstance(over, (ast.Tuple, ast.List, ast.Starred)):
                return None
        return None

    def _new_names(self, node: ast.AST) -> set[str] | None:
        """Return the names that an expression, or a part of it, is bound to; None where something else reads it."""
        over = self.syntax.node_around(node)
        while over is not None and self._is_part(over, node):
            node, over = over, self.syntax.node_around(over)
        if isinstance(over, ast.Assign):
            return _names(over.targets)
        if isinstance(over, (ast.For, ast.AsyncFor)) and over.iter is node:
            return _names([over.target])
        if isinstance(over, ast.NamedExpr) and self._is_changed(over):
            return _names([over.target])
        return None

    def _is_part(self, over: ast.AST, node: ast.AST) -> bool:
        """Return whether the expression around another one gives a part of it."""
        if isinstance(over, ast.Attribute):
            call = self.syntax.node_around(over)
            return not (isinstance(call, ast.Call) and call.func is over) or over.attr in _PARTS
        if isinstance(over, ast.Subscript):
            return over.value is node and isinstance(over.ctx, ast.Load)
        return isinstance(over, ast.Call) and over.func is node

    def _is_changed(self, node: ast.AST) -> bool:
        """Return whether an expression stands where something in it is changed, and nothing is read."""
        outer = self.syntax.node_around(node)
        if isinstance(outer, ast.Subscript) and outer.value is node:
            return not isinstance(outer.ctx, ast.Load) or self._is_changed(outer)
        if isinstance(outer, ast.Attribute):
            call = self.syntax.node_around(outer)
            if isinstance(outer.ctx, ast.Store):
                return True
            if isinstance(call, ast.Call) and call.func is outer:
                if outer.attr in self.changes and isinstance(self.syntax.node_around(call), ast.Expr):
                    return True
                return outer.attr in ("get", "setdefault") and self._is_changed(call)
        return False


def _own_names(comprehension: ast.AST) -> Iterator[ast.AST]:
    """Return the places where a comprehension uses the names of its own scope, which are not those around it."""
    generators: list[ast.comprehension] = getattr(comprehension, "generators", [])
    bound = {node.id for each in generators for node in walk(each.target) if isinstance(node, ast.Name)}
    outside = set(walk(generators[0].iter)) if generators else set()
    for node in walk(comprehension):
        if isinstance(node, ast.Name) and node.id in bound and node not in outside:
            yield node


def _names(targets: list[ast.expr]) -> set[str] | None:
    """Return the names that targets bind; None where they bind something else."""
    found: set[str] = set()
    for target in _flat(targets):
        if not isinstance(target, ast.Name):
            return None
        found.add(target.id)
    return found


def _flat(targets: list[ast.expr]) -> Iterator[ast.expr]:
    for target in targets:
        if isinstance(target, (ast.Tuple, ast.List)):
            yield from _flat(target.elts)
        else:
            yield target.value if isinstance(target, ast.Starred) else target
