"""Futures that a function asks for nothing any more once a time limit is over: what is written about them."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator

from flake8_mp.facts.tree import Around, last_name, walk

_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)
_LOOPS = (ast.For, ast.AsyncFor, ast.While, ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)
_WITHOUT_WAITING = frozenset({"cancel", "cancelled", "done", "running"})
"""The methods of a future that are over at once."""
_ADDS = frozenset({"append", "add"})


def between(node: ast.AST, begins: Callable[[ast.AST], bool], around: Around) -> list[ast.AST] | None:
    """Return what is between a node and the ``with`` of its executor; None where that is not in the same function."""
    found: list[ast.AST] = []
    over = around.get(node)
    while over is not None and not isinstance(over, (*_FUNCTIONS, ast.ClassDef)):
        if begins(over):
            return found
        found.append(over)
        over = around.get(over)
    return None


def is_abandoned(call: ast.Call, begins: Callable[[ast.AST], bool], around: Around) -> bool:
    """Return whether what a ``wait()`` with a time limit has not waited for is asked for nothing after it."""
    inside = between(call, begins, around)
    if inside is None or any(isinstance(outer, _LOOPS) for outer in inside):
        return False
    statement = around.get(call)
    names = set()
    if isinstance(statement, ast.Assign) and len(statement.targets) == 1:
        target = statement.targets[0]
        if not isinstance(target, ast.Tuple) or not all(isinstance(each, ast.Name) for each in target.elts):
            return False
        names.add(last_name(target.elts[-1]))
    elif not isinstance(statement, ast.Expr):
        return False
    futures = call.args[0] if call.args else None
    if isinstance(futures, ast.Name):
        names.add(futures.id)
    elif not isinstance(futures, (ast.ListComp, ast.SetComp)):
        return False
    return not _asked(
        names | _executor_names(inside[-1] if inside else call, around), _after(statement, around), around
    )


def is_left_behind(tried: ast.Try, asked: ast.AST, begins: Callable[[ast.AST], bool], around: Around) -> bool:
    """Return whether a ``try`` is the last thing in the ``with`` of an executor, and asks for futures the last time.

    ``asked`` is the future whose result is waited for in it, or what ``as_completed()`` goes over.
    """
    if not isinstance(asked, ast.Name) or tried.finalbody:
        return False
    names = {asked.id}
    inside: ast.AST = tried
    for outer in between(tried, begins, around) or ():
        if isinstance(outer, ast.For) and asked.id in {last_name(each) for each in walk(outer.target)}:
            if any(isinstance(each, ast.Call) and last_name(each.func) == "as_completed" for each in walk(outer.iter)):
                return False
            names |= {each.id for each in walk(outer.iter) if isinstance(each, ast.Name)}
        elif isinstance(outer, (*_LOOPS, ast.Try, ast.Match)) or not _is_last(inside, outer):
            return False
        inside = outer
    block = around.get(inside)
    if block is None or not _is_last(inside, block):
        return False
    later = [*(each for handler in tried.handlers for each in walk(*handler.body)), *_after(tried, around)]
    return not _asked(names, later, around)


def replaces(handler: ast.ExceptHandler) -> bool:
    """Return whether a handler puts something in the place of a result."""
    for statement in handler.body:
        if isinstance(statement, (ast.Assign, ast.AugAssign)):
            return True
        call = statement.value if isinstance(statement, ast.Expr) else None
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute) and call.func.attr in _ADDS:
            return True
    return False


def only_binding(name: ast.Name, around: Around) -> ast.expr | None:
    """Return the only thing that a function binds a name to, if there is one."""
    made = [
        each.value
        for each in walk(_function_around(name, around))
        if isinstance(each, ast.Assign) and [last_name(target) for target in each.targets] == [name.id]
    ]
    return made[0] if len(made) == 1 else None


def _is_last(statement: ast.AST, outer: ast.AST) -> bool:
    """Return whether a statement is the last one of a block of another."""
    blocks = (getattr(outer, name, None) for name in ("body", "orelse"))
    return any(isinstance(block, list) and block and block[-1] is statement for block in blocks)


def _executor_names(statement: ast.AST, around: Around) -> set[str]:
    """Return the names that the ``with`` around a statement gives."""
    over = around.get(statement)
    while over is not None and not isinstance(over, ast.With):
        over = around.get(over)
    items = over.items if isinstance(over, ast.With) else []
    return {item.optional_vars.id for item in items if isinstance(item.optional_vars, ast.Name)}


def _function_around(node: ast.AST, around: Around) -> ast.AST:
    """Return the function that a node is in, or the module."""
    over = around.get(node)
    while over is not None and not isinstance(node, _FUNCTIONS):
        node, over = over, around.get(over)
    return node


def _after(statement: ast.AST, around: Around) -> Iterator[ast.AST]:
    """Return what is written after a statement in the same function."""
    function = _function_around(statement, around)
    end = getattr(statement, "end_lineno", 0)
    return (node for node in walk(function) if getattr(node, "lineno", 0) > end)


def _asked(names: set[str], nodes: Iterator[ast.AST] | list[ast.AST], around: Around) -> bool:
    """Return whether code does more with futures than to count, index, cancel and look at them."""
    return any(isinstance(node, ast.Name) and node.id in names and not _is_harmless(node, around) for node in nodes)


def _is_harmless(node: ast.Name, around: Around) -> bool:
    over = around.get(node)
    if isinstance(over, ast.Attribute) and over.attr in _WITHOUT_WAITING:
        return True
    if isinstance(over, ast.Subscript):
        return over.slice is node or isinstance(only_binding(node, around), (ast.DictComp, ast.Dict))
    if isinstance(over, (ast.If, ast.UnaryOp, ast.IfExp, ast.Assert)):
        return True
    if isinstance(over, ast.Call) and node in over.args:
        return isinstance(over.func, ast.Name) and over.func.id in ("len", "bool")
    if isinstance(over, ast.For) and over.iter is node and isinstance(over.target, ast.Name):
        return not _asked({over.target.id}, walk(*over.body), around)
    return False
