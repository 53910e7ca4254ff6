"""Methods and properties that do nothing but read or write an element of what their object holds."""

from __future__ import annotations

import ast

from flake8_mp.facts.interpreter.interpreter import Interpreter
from flake8_mp.facts.values import Function, Obj

Element = tuple[Obj, ast.Attribute | ast.Subscript]
"""Whose element it is, and the expression that reads it."""


class Accessors:
    """Says which element of a shared object is behind a property, or behind two methods of an object."""

    def __init__(self, interp: Interpreter) -> None:
        self._interp = interp

    def behind_property(self, target: ast.AST, owner: Obj) -> Element | None:
        """Return the element that a property of an object reads and sets, None where it is not one that does both."""
        if not isinstance(target, ast.Attribute) or owner.cls is None:
            return None
        found = self._interp.objects.class_attribute(owner.cls, target.attr) or ()
        getter = found[0] if len(found) == 1 else None
        if not isinstance(getter, Function) or "property" not in getter.kinds or getter.setter is None:
            return None
        return self._both(owner, getter, getter.setter)

    def behind_methods(self, call: ast.Call) -> Element | None:
        """Return the element that ``counter.set(counter.get() + 1)`` reads and sets, None where it is no such call."""
        setter, read = call.func, call.args[0] if len(call.args) == 1 and not call.keywords else None
        if not isinstance(setter, ast.Attribute) or not isinstance(read, ast.BinOp):
            return None
        sides = [side for side in (read.left, read.right) if isinstance(side, ast.Call) and not side.args]
        getters = [side.func for side in sides if isinstance(side.func, ast.Attribute)]
        named = isinstance(setter.value, (ast.Name, ast.Attribute)) and len(getters) == 1
        if not named or ast.dump(getters[0].value) != ast.dump(setter.value):
            return None
        owners = self._interp.expressions.eval(setter.value)
        owner = owners[0] if len(owners) == 1 else None
        if not isinstance(owner, Obj) or owner.cls is None:
            return None
        methods = [self._interp.objects.class_attribute(owner.cls, each.attr) or () for each in (getters[0], setter)]
        functions = [found[0] for found in methods if len(found) == 1 and isinstance(found[0], Function)]
        if len(functions) != 2 or functions[0].kinds or functions[1].kinds:
            return None
        return self._both(owner, functions[0], functions[1])

    def _both(self, owner: Obj, getter: Function, setter: Function) -> Element | None:
        """Return the element that one function returns and the other one sets to its argument."""
        returned, assigned = _only_statement(getter), _only_statement(setter)
        parameters = [parameter.arg for parameter in setter.node.args.args]
        if not isinstance(returned, ast.Return) or not isinstance(assigned, ast.Assign) or len(parameters) != 2:
            return None
        element, target = returned.value, assigned.targets[0]
        if not isinstance(element, (ast.Attribute, ast.Subscript)) or len(assigned.targets) != 1:
            return None
        if ast.unparse(element) != ast.unparse(target) or getattr(assigned.value, "id", "") != parameters[1]:
            return None
        held = element.value
        if not isinstance(held, ast.Attribute) or getattr(held.value, "id", "") != parameters[0]:
            return None
        values = self._interp.store.get((owner.ident, held.attr)) or ()
        return (values[0], element) if len(values) == 1 and isinstance(values[0], Obj) else None


def _only_statement(function: Function) -> ast.stmt | None:
    """Return what a function does, where that is one statement, perhaps with a lock; None where it does more."""
    body = [] if isinstance(function.node, ast.Lambda) else function.node.body
    while body:
        if isinstance(body[0], ast.Expr) and isinstance(body[0].value, ast.Constant):
            body = body[1:]
        elif len(body) == 1 and isinstance(body[0], ast.With):
            body = body[0].body
        else:
            break
    return body[0] if len(body) == 1 else None
