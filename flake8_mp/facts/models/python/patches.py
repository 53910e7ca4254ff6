"""What tests replace for a while: nothing is known of it, whatever it is reached by.

``unittest.mock.patch`` and its variants, as context managers, decorators of functions or classes, and patchers that are
started (``Lib/unittest/mock.py``); ``monkeypatch`` of pytest and ``mocker`` of pytest-mock have methods of the same
names.
A name that is replaced is taken to be replaced in all modules: which of them a test means hardly matters to it.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from typing import Any

from flake8_mp.facts.arguments import Arguments
from flake8_mp.facts.interpreter.interpreter import Interpreter
from flake8_mp.facts.models.model import Model
from flake8_mp.facts.slot import Slot
from flake8_mp.facts.tree import last_name, walk
from flake8_mp.facts.values import NOTHING, UNBOUND_ONLY, Function, Reference, Value, Values

_ANY = "*"
"""Stands for any name of any library."""
_MOCKS = ("unittest.mock.", "mock.")
_REPLACES = frozenset({"setattr", "delattr"})
_SETS_UP = frozenset(
    {"setUp", "setUpClass", "setUpModule", "asyncSetUp", "setup_method", "setup_class", "setup_module"}
    | {"setup_function"}
)
"""Functions that run before the tests of their class or module."""
_NOTHING: frozenset[str] = frozenset()


class Patches(Model):
    """Follows what is replaced, and answers that it is unknown.

    Owns: ``unittest.mock.patch`` and its like.
    """

    _listens_for = ("patch", ".setattr(")

    _replaced = Slot[frozenset[str]]("the names that stand for something else on this way")

    def __init__(self, interp: Interpreter) -> None:
        super().__init__(interp)
        text = interp.source.code
        self._any = "patch" in text or ".setattr(" in text
        """Whether the file can replace anything."""
        self._replaces = False
        """Whether anything has been replaced so far, on whatever path."""
        self._always: dict[ast.AST, frozenset[str]] = {}
        """By the module or class, what is replaced before each of its tests."""

    # -- what is read -----------------------------------------------------------------------------------------------

    def refine_name(self, values: Values, node: ast.Name) -> Values:
        return NOTHING if self._replaces and self._is_replaced(node.id, values) else values

    def refine_attribute_expression(self, values: Values, node: ast.Attribute) -> Values:
        if not self._replaces or not self._is_replaced(node.attr, values):
            return values
        if isinstance(node.value, (ast.Name, ast.Attribute)):
            # What the replacement does with the object is not known either.
            self.interp.objects.escape(self.interp.expressions.eval(node.value))
        return NOTHING

    def _is_replaced(self, name: str, values: Values) -> bool:
        names = self._names()
        return name in names or (_ANY in names and any(isinstance(value, Reference) for value in values))

    def _names(self) -> frozenset[str]:
        return _NOTHING.union(*self._replaced.each())

    # -- what is replaced -------------------------------------------------------------------------------------------

    def _replace(self, names: frozenset[str]) -> None:
        if names:
            self._replaces = True
            self._replaced.set(self._names() | names)

    def before_call(self, callee: Value, arguments: Arguments) -> None:
        if self._any and isinstance(arguments.node, ast.Call):
            is_mock = isinstance(callee, Reference) and callee.name.startswith(_MOCKS)
            names = frozenset(replaced_by(arguments.node, is_mock))
            around = self.interp.syntax.node_around(arguments.node) if names else None
            if not isinstance(around, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
                self._replace(names)

    def before_call_function(self, function: Function, arguments: Arguments, receiver: Value | None = None) -> None:
        if self._any and not self.interp.hooks.follow(function):
            self._replace(_replaced_in(function.node))

    def around__with(self, proceed: Callable[..., bool], node: ast.With | ast.AsyncWith) -> bool:
        if not self._any or not any(isinstance(item.context_expr, ast.Call) for item in node.items):
            return proceed(node)
        before = self._replaced.found()
        goes = proceed(node)
        self._replaced.keep(before or UNBOUND_ONLY)
        return goes

    def around_enter(self, proceed: Callable[..., Values], function: Function, *rest: Any) -> Values:
        names = self._replaced_for(function) if self._any else _NOTHING
        if not names:
            return proceed(function, *rest)
        added = names - self._names()
        self._replace(names)
        try:
            return proceed(function, *rest)
        finally:
            self._replaced.set(self._names() - added)

    def _replaced_for(self, function: Function) -> frozenset[str]:
        """Return what is replaced while a function runs: by decorators, and by what runs before each test."""
        decorators = [] if isinstance(function.node, ast.Lambda) else list(function.node.decorator_list)
        found = [self._before_tests_in(function.source.tree)]
        for cls in self.interp.objects.lineage(function.owner)[0] if function.owner is not None else ():
            if isinstance(cls.node, ast.ClassDef):
                found.append(self._before_tests_in(cls.node))
                decorators += cls.node.decorator_list
        calls = [decorator for decorator in decorators if isinstance(decorator, ast.Call)]
        return frozenset().union(*found, *(replaced_by(call, _is_patch(call)) for call in calls))

    def _before_tests_in(self, scope: ast.Module | ast.ClassDef) -> frozenset[str]:
        """Return what is replaced before each test of a module or class: by what sets it up, and by fixtures."""
        if scope not in self._always:
            self._always[scope] = frozenset(_before_each_test(scope))
        return self._always[scope]


def replaced_by(call: ast.Call, is_mock: bool) -> Iterator[str]:
    """List the names that a call replaces: ``patch("a.b")``, ``patch.object(a, "b")``, ``monkeypatch.setattr(a, "b")``.

    ``is_mock`` says that it is known to be ``patch`` or its variants: a target that is not known can be anything then.
    """
    kind, over = _last_names(call.func)
    target = call.args[0] if call.args else next((k.value for k in call.keywords if k.arg == "target"), None)
    second = call.args[1] if len(call.args) > 1 else None
    if target is None:
        return
    if kind == "patch":
        name = _last_part(target)
        if name or is_mock:
            yield name or _ANY
    elif over == "patch" and kind == "object":
        yield _last_part(second) or _ANY
    elif over == "patch" and kind == "multiple":
        yield from (keyword.arg or _ANY for keyword in call.keywords)
    elif over == "patch" and kind == "dict":
        if isinstance(target, ast.Constant) and target.value == "sys.modules":
            yield _ANY
        elif _last_names(target)[0] == "modules":
            yield _ANY
    elif kind in _REPLACES and isinstance(call.func, ast.Attribute):
        yield _last_part(target) or _last_part(second) or _ANY
    elif kind == "setitem" and _last_names(target)[0] == "modules":
        yield _ANY


def _is_patch(call: ast.Call) -> bool:
    """Return whether a decorator is ``patch``: nothing else of this name decorates functions with a call."""
    return _last_names(call.func)[0] == "patch"


def _last_names(node: ast.AST | None) -> tuple[str, str]:
    """Return the last name of a dotted one, and the one before it."""
    if isinstance(node, ast.Attribute):
        return node.attr, last_name(node.value)
    return getattr(node, "id", ""), ""


def _last_part(node: ast.AST | None) -> str:
    """Return the last part of a dotted name in a str; nothing where it is something else."""
    if isinstance(node, ast.JoinedStr) and node.values:
        node = node.values[-1]
    text = node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""
    return text.rpartition(".")[2] if all(part.isidentifier() for part in text.strip(".").split(".")) else ""


def _before_each_test(scope: ast.Module | ast.ClassDef) -> Iterator[str]:
    for function in scope.body:
        if isinstance(function, (ast.FunctionDef, ast.AsyncFunctionDef)):
            decorators = [d.func if isinstance(d, ast.Call) else d for d in function.decorator_list]
            if function.name in _SETS_UP or any(_last_names(d)[0] == "fixture" for d in decorators):
                yield from _replaced_in(function)


def _replaced_in(function: ast.AST) -> frozenset[str]:
    """Return what a function replaces somewhere."""
    calls = [node for node in walk(function) if isinstance(node, ast.Call)]
    return frozenset(name for call in calls for name in replaced_by(call, _is_patch(call)))
