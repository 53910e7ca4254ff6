"""Defaults of parameters that stay empty, since their function only reads them."""

from __future__ import annotations

import ast
from collections.abc import Mapping

from flake8_mp.facts.tree import parents, walk

_MAKERS = frozenset({"dict", "list", "set"})
_READERS = frozenset(
    "all any bool dict enumerate frozenset isinstance len list max min print repr reversed "
    "set sorted str sum tuple zip".split()
)
"""Builtins that neither change nor keep what they are given."""
_READING = frozenset(
    "copy count difference get index intersection isdisjoint issubset issuperset items keys union values".split()
)
_Definition = ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda


def is_empty_container(node: ast.AST) -> bool:
    """Return whether an expression makes an empty list, dict or set."""
    if isinstance(node, ast.Call):
        made = isinstance(node.func, ast.Name) and node.func.id in _MAKERS
        return made and not node.args and not node.keywords
    return (isinstance(node, ast.List) and not node.elts) or (isinstance(node, ast.Dict) and not node.values)


def only_reads(function: _Definition, name: str) -> bool:
    """Return whether a function only reads what its parameter is, as long as that is empty.

    It neither changes it nor gives it to anybody who could, but where a test has found something in it.
    """
    around = parents(function)
    return all(
        _is_reading(node, around) or _is_found_filled(node, around)
        for node in walk(function)
        if isinstance(node, ast.Name) and node.id == name
    )


def _is_reading(node: ast.Name, around: Mapping[ast.AST, ast.AST]) -> bool:
    over = around.get(node)
    if not isinstance(node.ctx, ast.Load):
        return not isinstance(over, ast.AugAssign)
    if isinstance(over, ast.Attribute):
        call = around.get(over)
        return over.attr in _READING and isinstance(call, ast.Call) and call.func is over
    if isinstance(over, ast.Call):
        return isinstance(over.func, ast.Name) and over.func.id in _READERS
    if isinstance(over, ast.Subscript):
        return isinstance(over.ctx, ast.Load)
    if isinstance(over, ast.For):
        return over.iter is node
    if isinstance(over, ast.keyword):
        return over.arg is None
    if isinstance(over, ast.Dict):
        return any(key is None and value is node for key, value in zip(over.keys, over.values, strict=True))
    return isinstance(over, (ast.Compare, ast.BinOp, ast.Starred, ast.comprehension)) or _is_tested(node, around)


def _is_tested(node: ast.AST, around: Mapping[ast.AST, ast.AST]) -> bool:
    """Return whether only the truth of an expression matters, as long as that is false."""
    over = around.get(node)
    if isinstance(over, ast.BoolOp):
        return (isinstance(over.op, ast.Or) and over.values[-1] is not node) or _is_tested(over, around)
    if isinstance(over, (ast.If, ast.While, ast.IfExp)):
        return over.test is node
    return isinstance(over, ast.Assert) or (isinstance(over, ast.UnaryOp) and isinstance(over.op, ast.Not))


def _is_found_filled(node: ast.Name, around: Mapping[ast.AST, ast.AST]) -> bool:
    """Return whether a name stands where a test of it has held, or of something else beside it."""
    place: ast.AST = node
    over = around.get(node)
    while over is not None:
        if isinstance(over, ast.If) and place in over.body and _holds_by(over.test, node.id):
            return True
        if isinstance(over, ast.IfExp) and place is over.body and _holds_by(over.test, node.id):
            return True
        place, over = over, around.get(over)
    return False


def _holds_by(test: ast.AST, name: str) -> bool:
    if isinstance(test, ast.BoolOp):
        return any(_holds_by(part, name) for part in test.values)
    return isinstance(test, ast.Name) and test.id == name
