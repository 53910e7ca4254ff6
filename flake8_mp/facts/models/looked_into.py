"""Whether code looks into what an expression stands for, or only passes it on."""

from __future__ import annotations

import ast

from flake8_mp.facts.interpreter.syntax import Syntax

TESTS = (ast.If, ast.While, ast.IfExp, ast.Assert)
_READERS = frozenset(
    "print len list dict tuple set sorted sum min max any all enumerate zip str repr iter next reversed map filter "
    "dumps dump join concatenate DataFrame array mean median Counter assertEqual assertTrue assertIn pprint".split()
)
_GETTERS = frozenset("items values keys get count index copy pop popitem popleft most_common".split())
_LOOKED_INTO = (
    ast.Compare,
    ast.FormattedValue,
    ast.Return,
    ast.BinOp,
    ast.UnaryOp,
    ast.BoolOp,
    ast.ListComp,
    ast.GeneratorExp,
    ast.SetComp,
)


def is_looked_into(syntax: Syntax, node: ast.AST) -> bool:
    """Return whether what an expression stands for is looked into there."""
    outer = syntax.node_around(node)
    if isinstance(outer, (ast.keyword, ast.Starred, ast.Tuple)) and not isinstance(
        getattr(outer, "ctx", None), ast.Store
    ):
        return is_looked_into(syntax, outer)
    if isinstance(outer, ast.Call):
        name = getattr(outer.func, "id", getattr(outer.func, "attr", ""))
        return node is not outer.func and name in _READERS
    if isinstance(outer, ast.Attribute):
        return outer.attr in _GETTERS
    if isinstance(outer, ast.Subscript):
        return outer.value is node and isinstance(outer.ctx, ast.Load)
    if isinstance(outer, (ast.For, ast.AsyncFor, ast.comprehension)):
        return outer.iter is node
    if isinstance(outer, TESTS):
        return outer.test is node
    return isinstance(outer, _LOOKED_INTO)
