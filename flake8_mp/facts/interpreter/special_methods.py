"""Methods that Python calls by itself: what iterating, indexing, comparing, converting and testing an instance does.

See "Special method names" in the reference of the language. Only what classes of the code itself define is called; an
exception of such a method is for the operation that called it, as IndexError and StopIteration are.
"""

from __future__ import annotations

import ast

from flake8_mp.facts.arguments import Arguments
from flake8_mp.facts.interpreter.component import Component
from flake8_mp.facts.store import join
from flake8_mp.facts.values import NOTHING, Function, Method, Obj, Value, Values, const, union

_OPERATORS = {
    ast.Add: "add",
    ast.Sub: "sub",
    ast.Mult: "mul",
    ast.Div: "truediv",
    ast.FloorDiv: "floordiv",
    ast.Mod: "mod",
    ast.Pow: "pow",
    ast.MatMult: "matmul",
    ast.LShift: "lshift",
    ast.RShift: "rshift",
    ast.BitAnd: "and",
    ast.BitOr: "or",
    ast.BitXor: "xor",
}
_COMPARISONS = {
    ast.Eq: "__eq__",
    ast.NotEq: "__ne__",
    ast.Lt: "__lt__",
    ast.LtE: "__le__",
    ast.Gt: "__gt__",
    ast.GtE: "__ge__",
}
_UNARY = {ast.USub: "__neg__", ast.UAdd: "__pos__", ast.Invert: "__invert__"}
_TEXT = ("__format__", "__str__", "__repr__")
_BUILTINS = {
    "len": ("__len__",),
    "bool": ("__bool__", "__len__"),
    "int": ("__int__", "__index__"),
    "float": ("__float__", "__index__"),
    "str": ("__str__", "__repr__"),
    "print": ("__str__", "__repr__"),
    "repr": ("__repr__",),
    "format": _TEXT,
    "bytes": ("__bytes__",),
    "abs": ("__abs__",),
    "round": ("__round__",),
    "hash": ("__hash__",),
    "reversed": ("__reversed__",),
    "next": ("__next__",),
}
"""By the builtin, the methods that it looks for; it calls the first that is there."""
_ITERATES = frozenset(
    {"list", "tuple", "set", "frozenset", "dict", "sorted", "sum", "min", "max", "any", "all", "iter", "enumerate"}
    | {"zip", "map", "filter"}
)
"""Builtins that go over what they are given."""


class SpecialMethods(Component):
    """Calls special methods of instances."""

    def special(self, value: Value, names: tuple[str, ...], node: ast.AST, *given: Values) -> Values | None:
        """Call the first of these methods that the class of an instance defines; None where it defines none."""
        if not isinstance(value, Obj) or value.kind != "instance" or value.cls is None:
            return None
        for name in names:
            for found in self.interp.objects.class_attribute(value.cls, name) or ():
                if isinstance(found, Function):
                    return self._called(Method(value, name, found), node, given)
        return None

    def _called(self, method: Method, node: ast.AST, given: tuple[Values, ...]) -> Values:
        results: list[Values] = []

        def run() -> bool:
            results.append(self.interp.calls.call(method, Arguments(node, [(node, values) for values in given])))
            return True

        region = self.interp.region({"raise"}, run)
        join(self.interp.store, region.paths)
        return union(*results) if results else NOTHING

    def tested(self, values: Values, node: ast.AST) -> Values:
        """Note that it is asked whether values are true; return them."""
        for value in values:
            self.special(value, ("__bool__", "__len__"), node)
        return values

    def formatted(self, values: Values, node: ast.AST) -> Values:
        """Note that values are converted to a str in an f-string; return them."""
        for value in values:
            self.special(value, _TEXT, node)
        return values

    def operator_applied(self, node: ast.BinOp | ast.AugAssign, left: Values, right: Values) -> None:
        """Note that an operator is applied."""
        name = _OPERATORS.get(type(node.op))
        if name is None:
            return
        for value in left:
            self.special(value, (f"__i{name}__", f"__{name}__"), node, right)
        for value in right:
            self.special(value, (f"__r{name}__",), node, left)

    def sign_applied(self, node: ast.UnaryOp, values: Values) -> None:
        """Note that a sign or ``~`` is applied."""
        name = _UNARY.get(type(node.op))
        for value in values if name else ():
            self.special(value, (str(name),), node)

    def comparison_applied(self, node: ast.AST, left: Values, operator: ast.cmpop, right: Values) -> None:
        """Note that two values are compared, or looked for in one another."""
        if isinstance(operator, (ast.In, ast.NotIn)):
            for value in right:
                if self.special(value, ("__contains__",), node, left) is None:
                    self.iterated((value,), node)
        elif type(operator) in _COMPARISONS:
            for value in left:
                self.special(value, (_COMPARISONS[type(operator)],), node, right)

    def given_to_builtin(self, name: str, arguments: Arguments) -> None:
        """Note what a builtin does with instances; what it goes over is replaced by what that gives."""
        for index, (part, values) in enumerate(arguments.args):
            for value in values:
                self.special(value, _BUILTINS.get(name, ()), arguments.node)
            if name in _ITERATES and (index or name not in ("map", "filter")):
                arguments.args[index] = (part, self.iterated(values, arguments.node))

    def iterated(self, values: Values, node: ast.AST) -> Values:
        """Return what iterating over values goes over: for instances of the code's own classes, what they give."""
        if not any(isinstance(value, Obj) and value.kind == "instance" for value in values):
            return values
        return union(*(self._iterator_of(value, node) for value in values))

    def _iterator_of(self, value: Value, node: ast.AST) -> Values:
        iterators = self.special(value, ("__iter__", "__aiter__"), node)
        if iterators is None:
            items = self.special(value, ("__getitem__",), node, NOTHING)
            return (value,) if items is None else (self.interp.containers.container("iterator", node, more=items),)
        found: list[Values] = []
        for iterator in iterators:
            given = self.special(iterator, ("__next__", "__anext__"), node)
            more = (iterator,) if given is None else (self.interp.containers.container("iterator", node, more=given),)
            found.append(more)
        return union(*found)

    def missing_attribute(self, obj: Obj, name: str, node: ast.AST) -> Values | None:
        """Return what ``__getattr__`` gives for an attribute that is not there; None where there is no such method."""
        return self.special(obj, ("__getattr__",), node, (const(name),))
