"""Walking syntax trees: as ``ast.walk`` does, without what nobody asks for, several times as fast."""

from __future__ import annotations

import ast
from collections.abc import Iterator

_TEXTS = frozenset({"arg", "asname", "attr", "conversion", "ctx", "id", "is_async", "kind", "kwd_attrs", "level"}) | {
    *("module", "n", "op", "ops", "rest", "s", "simple", "type_comment", "type_ignores")
}
"""Fields that hold no nodes, or only those of operators and contexts, which say nothing without what is around."""

_GAPPED = frozenset({"keys", "kw_defaults", "names"})
"""Fields whose lists hold other things than nodes as well: None for what is left out, the names of ``global``."""

_fields: dict[type[ast.AST], tuple[tuple[str, bool], ...]] = {ast.Constant: ()}
"""By the kind of node, the fields that hold others, each with whether its list has gaps."""


def _fields_of(kind: type[ast.AST]) -> tuple[tuple[str, bool], ...]:
    found = _fields[kind] = tuple((name, name in _GAPPED) for name in kind._fields if name not in _TEXTS)
    return found


def children(node: ast.AST) -> list[ast.AST]:
    """Return the nodes that one is made of, in their order, without operators and contexts."""
    found: list[ast.AST] = []
    kind = node.__class__
    for name, gapped in _fields[kind] if kind in _fields else _fields_of(kind):
        value = getattr(node, name, None)
        if value.__class__ is list:
            found += [inner for inner in value if isinstance(inner, ast.AST)] if gapped else value
        elif isinstance(value, ast.AST):
            found.append(value)
    return found


def walk(*roots: ast.AST) -> list[ast.AST]:
    """Return some nodes and all that is in them, from the outside to the inside, without operators and contexts."""
    found = list(roots)
    for node in found:
        found += children(node)
    return found


def parents(scope: ast.AST) -> dict[ast.AST, ast.AST]:
    """Return, by the node, the one that it is a part of, for all that is in a scope."""
    return {inner: node for node in walk(scope) for inner in children(node)}


def is_endless(loop: ast.While) -> bool:
    """Tell whether the test of a loop never ends it."""
    return isinstance(loop.test, ast.Constant) and bool(loop.test.value)


_EXITS = frozenset({"exit", "_exit", "quit", "abort"})


def leaving(loop: ast.AST) -> Iterator[ast.AST]:
    """Return the statements and calls in a loop that end it."""
    for statement in getattr(loop, "body", []):
        for node in walk(statement):
            if isinstance(node, (ast.Break, ast.Return, ast.Raise)):
                yield node
            elif isinstance(node, ast.Call) and getattr(node.func, "attr", getattr(node.func, "id", "")) in _EXITS:
                yield node
