"""What the code calls an object that is sent to another process."""

from __future__ import annotations

import ast

from flake8_mp.facts.interpreter.interpreter import Interpreter
from flake8_mp.facts.tree import is_dotted, walk
from flake8_mp.facts.values import Method, Obj, Values


def name_of(interp: Interpreter, holder: object, values: Values, node: ast.AST) -> str:
    """Return what an object is called where it is sent, or a method of it, or something that holds it: or its class.

    Args:
        interp: the interpreter, in the frame of the expression.
        holder: the object; where it is none, the name is empty.
        values: what is sent.
        node: the expression of that.
    """
    if not isinstance(holder, Obj):
        return ""
    if isinstance(node, ast.Attribute) and any(isinstance(v, Method) and v.receiver is holder for v in values):
        node, values = node.value, (holder,)
    if any(value is holder for value in values) and is_dotted(node):
        return ast.unparse(node)
    for inner in walk(node):
        if _bound_to(interp, inner) == (holder,):
            return ast.unparse(inner)
    return holder.cls.name if holder.cls is not None else ""


def _bound_to(interp: Interpreter, node: ast.AST) -> Values | None:
    """Return what a dotted name is bound to, without running what code an attribute may have."""
    if isinstance(node, ast.Name):
        return interp.store.get((interp.frame.ident, node.id))
    if isinstance(node, ast.Attribute):
        owners = _bound_to(interp, node.value) or ()
        return (
            interp.store.get((owner.ident, node.attr))
            if len(owners) == 1 and isinstance(owner := owners[0], Obj)
            else None
        )
    return None
