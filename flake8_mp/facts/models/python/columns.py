"""Rows that are turned into columns: ``zip(*rows)``."""

from __future__ import annotations

import ast

from flake8_mp.facts.interpreter.interpreter import Interpreter
from flake8_mp.facts.values import NOTHING, Obj, Values, union


def columns(interp: Interpreter, rows: Values, node: ast.AST) -> Values:
    """Return what ``zip(*rows)`` gives: the first things of all rows, the second ones, and so on.

    Args:
        interp: the interpreter.
        rows: what is unpacked; a pipe in it is a row with two ends.
        node: the call.
    """
    found: list[list[Values]] = []
    for row in interp.containers.elements(rows):
        items = None
        if isinstance(row, Obj) and row.kind in ("Pipe", "socketpair"):
            items = interp.binding.pair(row)
        elif isinstance(row, Obj) and row.kind in ("list", "tuple"):
            items = interp.containers.items(row)
        if not items or (found and len(items) != len(found[0])):
            interp.objects.escape(rows)
            return NOTHING
        found.append(items)
    made: list[Values] = [
        (interp.containers.container("tuple", node, more=union(*column), tag=f"column {number}"),)
        for number, column in enumerate(zip(*found, strict=True))
    ]
    return (interp.containers.container("tuple", node, made, tag="columns"),) if made else NOTHING
