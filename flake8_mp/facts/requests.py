"""What a method does first with the object that it belongs to: which attribute it asks for, whatever happens.

It follows the order of evaluation of the reference of the language, up to the first thing whose outcome the syntax
alone does not show: a call of other code, a look-up that may fail, a test. Tests of a parameter that is a known text
are decided.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable

from flake8_mp.facts.tree import last_name, walk, yields

STOP = ""
"""What is returned where it is not certain what comes next."""
_CATCHES_RECURSION = frozenset({"", "Exception", "BaseException", "RuntimeError", "RecursionError"})
"""Names of handlers that may handle RecursionError; one of unknown origin is taken for one of them."""
_OTHER_ERRORS = frozenset({"AttributeError", "KeyError", "IndexError", "LookupError", "TypeError", "ValueError"})
_FREE = (ast.Constant, ast.Name, ast.Lambda)

Found = str | None
"""The attribute, :data:`STOP`, or None where the code has come to its end without one."""


def first_request(function: ast.FunctionDef | ast.AsyncFunctionDef, given: str) -> str:
    """Return the attribute of its object that a method asks for before anything else.

    Args:
        function: the method; its second parameter is a text, as that of ``__getattr__`` is.
        given: that text.

    Returns:
        The name of the attribute; empty where it is not certain that the method asks for one.
    """
    parameters = [parameter.arg for parameter in (*function.args.posonlyargs, *function.args.args)]
    if len(parameters) != 2 or isinstance(function, ast.AsyncFunctionDef) or yields(*function.body):
        return STOP
    own, asked = parameters
    return _Requests(own, asked, given).in_order(function.body) or STOP


class _Requests:
    """Follows the code of a method."""

    def __init__(self, own: str, parameter: str, given: str) -> None:
        self._own = own
        self._parameter = parameter
        self._parameters = (own, parameter)
        self._given = given

    def in_order(self, statements: Iterable[ast.stmt]) -> Found:
        """Return what statements ask for."""
        for statement in statements:
            found = self._statement(statement)
            if found is not None:
                return found
        return None

    def _statement(self, node: ast.stmt) -> Found:
        if isinstance(node, ast.Expr):
            return self._asked(node.value)
        if isinstance(node, ast.Assign):
            if any(not isinstance(target, ast.Name) or target.id in self._parameters for target in node.targets):
                return self._asked(node.value) or STOP
            return self._asked(node.value)
        if isinstance(node, ast.If):
            return self._chosen(node.test, lambda: self.in_order(node.body), lambda: self.in_order(node.orelse))
        if isinstance(node, ast.Return):
            return (self._asked(node.value) if node.value is not None else None) or STOP
        if isinstance(node, ast.Try):
            return self.in_order([*node.body, *node.orelse]) if _lets_recursion_through(node) else STOP
        if isinstance(node, ast.Assert):
            return self._asked(node.test) or STOP
        if isinstance(node, ast.For):
            return self._asked(node.iter) or STOP
        return None if isinstance(node, ast.Pass | ast.Import | ast.ImportFrom) else STOP

    def _chosen(self, test: ast.expr, yes: Callable[[], Found], no: Callable[[], Found]) -> Found:
        found = self._asked(test)
        if found is not None:
            return found
        holds = self._holds(test)
        return STOP if holds is None else yes() if holds else no()

    def _asked(self, node: ast.expr) -> Found:
        if isinstance(node, _FREE):
            return None
        if isinstance(node, ast.Attribute):
            return node.attr if self._is_own(node.value) else self._asked(node.value)
        if isinstance(node, ast.Call):
            return self._called(node)
        if isinstance(node, ast.Compare):
            found = self._each(node.left, node.comparators[0])
            return found if found is not None or len(node.ops) == 1 else STOP
        if isinstance(node, ast.BoolOp):
            return self._operands(node)
        if isinstance(node, ast.UnaryOp):
            return self._asked(node.operand)
        if isinstance(node, ast.BinOp):
            return self._each(node.left, node.right)
        if isinstance(node, ast.Subscript):
            known = isinstance(node.value, ast.Name) and node.value.id == self._parameter
            return None if known else self._each(node.value, node.slice) or STOP
        if isinstance(node, ast.IfExp):
            return self._chosen(node.test, lambda: self._asked(node.body), lambda: self._asked(node.orelse))
        if isinstance(node, ast.Tuple | ast.List | ast.Set):
            return self._each(*node.elts)
        if isinstance(node, ast.JoinedStr):
            return self._each(*(part.value for part in node.values if isinstance(part, ast.FormattedValue)))
        return STOP

    def _each(self, *nodes: ast.expr) -> Found:
        for node in nodes:
            found = self._asked(node)
            if found is not None:
                return found
        return None

    def _called(self, node: ast.Call) -> Found:
        arguments = [*node.args, *(keyword.value for keyword in node.keywords)]
        name = node.func.id if isinstance(node.func, ast.Name) else ""
        if name in ("getattr", "hasattr") and len(node.args) > 1 and self._is_own(node.args[0]):
            asked = node.args[1]
            return asked.value if isinstance(asked, ast.Constant) and isinstance(asked.value, str) else STOP
        found = self._each(node.func, *arguments)
        if found is None and self._holds(node) is None:
            return STOP
        return found

    def _operands(self, node: ast.BoolOp) -> Found:
        stop = isinstance(node.op, ast.Or)
        for value in node.values:
            found = self._asked(value)
            if found is not None:
                return found
            holds = self._holds(value)
            if holds is None:
                return STOP
            if holds is stop:
                return None
        return None

    def _is_own(self, node: ast.expr) -> bool:
        return isinstance(node, ast.Name) and node.id == self._own

    # -- tests of the text ----------------------------------------------------------------------------------------

    def _holds(self, node: ast.expr) -> bool | None:
        """Return whether a test of the text holds, None where it is not known."""
        if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
            inner = self._holds(node.operand)
            return None if inner is None else not inner
        if isinstance(node, ast.BoolOp):
            stop = isinstance(node.op, ast.Or)
            parts = [self._holds(value) for value in node.values]
            return stop if stop in parts else None if None in parts else not stop
        if isinstance(node, ast.Compare) and len(node.ops) == 1:
            return self._compared(node)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and len(node.args) == 1:
            text, words = self._text(node.func.value), self._words(node.args[0])
            if text is not None and words and node.func.attr in ("startswith", "endswith") and not node.keywords:
                starts = node.func.attr == "startswith"
                return any(text.startswith(word) if starts else text.endswith(word) for word in words)
        return None

    def _compared(self, node: ast.Compare) -> bool | None:
        operator, text = node.ops[0], self._text(node.left)
        if text is None:
            return None
        if isinstance(operator, ast.Eq | ast.NotEq):
            other = self._text(node.comparators[0])
            return None if other is None else (text == other) is isinstance(operator, ast.Eq)
        if isinstance(operator, ast.In | ast.NotIn) and isinstance(node.comparators[0], ast.Tuple | ast.List | ast.Set):
            words = self._words(node.comparators[0])
            return None if words is None else (text in words) is isinstance(operator, ast.In)
        return None

    def _text(self, node: ast.expr) -> str | None:
        """Return the text that an expression is, None where that is not known."""
        if isinstance(node, ast.Name) and node.id == self._parameter:
            return self._given
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            return node.value
        if isinstance(node, ast.Subscript):
            return _part_of(self._text(node.value), node.slice)
        return None

    def _words(self, node: ast.expr) -> list[str] | None:
        """Return the texts that are listed, or the one that it is; None where one of them is not known."""
        listed = node.elts if isinstance(node, ast.Tuple | ast.List | ast.Set) else [node]
        found = [each.value for each in listed if isinstance(each, ast.Constant) and isinstance(each.value, str)]
        return found if len(found) == len(listed) else None


def _part_of(text: str | None, part: ast.expr) -> str | None:
    """Return a character of a text, or its beginning or end; None where that is not known."""
    if text is None:
        return None
    if isinstance(part, ast.Slice):
        lower, upper = _number(part.lower, 0), _number(part.upper, len(text))
        return text[lower:upper] if lower is not None and upper is not None and part.step is None else None
    index = _number(part, None)
    return text[index] if index is not None and -len(text) <= index < len(text) else None


def _number(node: ast.expr | None, default: int | None) -> int | None:
    """Return the whole number that is written; ``default`` where nothing is, None where it is something else."""
    if node is None:
        return default
    negative = isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub)
    value = getattr(node.operand if isinstance(node, ast.UnaryOp) and negative else node, "value", None)
    if not isinstance(value, int):
        return None
    return -value if negative else value


def _lets_recursion_through(node: ast.Try) -> bool:
    """Return whether no handler of a try statement can handle RecursionError."""
    for handler in node.handlers:
        types = handler.type.elts if isinstance(handler.type, ast.Tuple) else [handler.type]
        names = {last_name(each) for each in types}
        if names & _CATCHES_RECURSION or not names <= _OTHER_ERRORS:
            return False
    return not any(isinstance(each, ast.Return | ast.Break | ast.Continue) for each in walk(*node.finalbody))
