"""Futures, and results of pools, that are used where their value is meant.

A ``concurrent.futures.Future`` defines no ``__await__`` (``Lib/concurrent/futures/_base.py``); asyncio takes it only as
``asyncio.wrap_future(future)``: ``ensure_future``, to which ``gather``, ``shield`` and ``wait_for`` give what they get,
raises TypeError (``Lib/asyncio/tasks.py``). Neither it nor a ``multiprocessing.pool.AsyncResult``, which is also what
``map_async`` returns, can be iterated over, indexed or calculated with.
"""

from __future__ import annotations

import ast
from collections.abc import Callable

from flake8_mp.facts.arguments import Arguments
from flake8_mp.facts.events import Place, Unshared
from flake8_mp.facts.interpreter.interpreter import Interpreter
from flake8_mp.facts.interpreter.paths import ANY_EXCEPTION
from flake8_mp.facts.models.model import Model, only_with
from flake8_mp.facts.models.subjects import POOLS
from flake8_mp.facts.tree import last_name, walk
from flake8_mp.facts.values import NOTHING, Obj, Values, constant_of

_AWAITING = frozenset(
    {"asyncio.gather", "asyncio.wait_for", "asyncio.shield", "asyncio.ensure_future", "asyncio.create_task"}
)
"""Functions that raise TypeError for what cannot be awaited."""
_COUNTING = frozenset({"len", "int", "float", "abs", "round", "reversed", "next"})
"""Builtins that neither of the kinds has a method for."""
_ITERATING = frozenset(
    {
        "list",
        "tuple",
        "set",
        "frozenset",
        "dict",
        "sorted",
        "sum",
        "min",
        "max",
        "any",
        "all",
        "iter",
        "enumerate",
        "zip",
    }
)
"""Builtins that go over their first argument."""
_CLASSES = {"AsyncResult": frozenset({"AsyncResult", "ApplyResult", "MapResult"}), "Future": frozenset({"Future"})}
_ATTRIBUTES = {
    "AsyncResult": frozenset({"get", "wait", "ready", "successful"}),
    "Future": frozenset({"result", "exception", "done", "cancel", "cancelled", "running", "add_done_callback"}),
}
"""By the kind, the attributes that it has; neither has ``__iter__``, for example."""
_REFUSALS = ANY_EXCEPTION | {"TypeError"}


class Futures(Model):
    """Looks for futures and results of pools that are awaited, iterated over, indexed or calculated with.

    Owns: results as values.
    Emits: :class:`Unshared`.
    """

    _listens_for = POOLS

    def __init__(self, interp: Interpreter) -> None:
        super().__init__(interp)
        self._in_builtin = False
        """Whether a builtin goes over its arguments."""

    def before_awaited(self, values: Values, node: ast.AST) -> None:
        if isinstance(node, ast.Await):
            self._refused("awaited", values, node.value)

    @only_with("asyncio")
    def before_call_plain(self, name: str, arguments: Arguments) -> None:
        if name in _AWAITING:
            for part, values in arguments.args:
                self._refused("awaited", values, part)
            if name == "asyncio.gather" and arguments.unpacked is not None:
                part, values = arguments.unpacked
                self._refused("awaited in it", self.interp.containers.elements(values), part)

    def before_iterated(self, values: Values, node: ast.AST) -> None:
        if isinstance(node, (ast.Tuple, ast.List)) and isinstance(node.ctx, ast.Store):
            around = self.interp.syntax.node_around(node)
            if isinstance(around, ast.Assign):
                self._refused("iterated", values, around.value)
        elif not self._in_builtin:
            self._refused("iterated", values, node)

    def around_given_to_builtin(self, proceed: Callable[..., None], name: str, arguments: Arguments) -> None:
        problem = "calculated" if name in _COUNTING else "iterated" if name in _ITERATING else ""
        for part, values in arguments.args[:1] if problem else ():
            self._refused(problem, values, part)
        outer, self._in_builtin = self._in_builtin, True
        try:
            proceed(name, arguments)
        finally:
            self._in_builtin = outer

    def before_operator_applied(self, node: ast.BinOp | ast.AugAssign, left: Values, right: Values) -> None:
        parts = (node.left, node.right) if isinstance(node, ast.BinOp) else (node.target, node.value)
        for part, values in zip(parts, (left, right), strict=True):
            self._refused("calculated", values, part)

    def before_subscripted(self, values: Values, index: Values, node: ast.Subscript) -> None:
        self._refused("indexed", values, node.value)

    def after_refine(self, test: ast.AST, holds: bool) -> None:
        name = _asked_for_type(test, "Future")[0]
        result = _result(self.interp.conditions.quiet_value(name)) if name is not None else None
        if name is not None and result is not None and _asked_for_type(test, result.kind)[1] is not holds:
            # Code that asks what it was given is there for other things as well: on this path it has one of those.
            self.interp.conditions.narrow(name, NOTHING)

    def answer_call_plain(self, name: str, arguments: Arguments) -> Values | None:
        result = _result(arguments.args[0][1]) if name == "getattr" and len(arguments.args) > 1 else None
        attribute = constant_of(arguments.args[1][1]) if result is not None else None
        if result is None or attribute not in _ATTRIBUTES[result.kind]:
            return None
        return self.interp.expressions.attribute(result, attribute, arguments.node)

    def _is_case(self, part: ast.AST) -> bool:
        """Return whether an expression stands in a ``match`` statement that asks for the type of the same thing."""
        return any(
            isinstance(over, ast.Match)
            and any(isinstance(case.pattern, ast.MatchClass) for case in over.cases)
            and ast.dump(over.subject) == ast.dump(part)
            for over in self.interp.syntax.nodes_around(part)
        )

    def _refused(self, problem: str, values: Values, part: ast.AST) -> None:
        value = _result(values)
        if value is None or self.interp.unsure or self._is_case(part):
            return
        if not self.interp.ready_for(_REFUSALS):
            words, cause = self.interp.frame.source.segment(part), Place(value.source, value.node)
            self.interp.emit(
                Unshared(
                    self.interp.place(part), problem=f"result {problem}", words=words, cause=cause, kind=value.kind
                )
            )


def _result(values: Values) -> Obj | None:
    value = values[0] if len(values) == 1 else None
    return value if isinstance(value, Obj) and value.kind in _ATTRIBUTES and value.cls is None else None


def _asked_for_type(test: ast.AST, kind: str) -> tuple[ast.AST | None, bool]:
    """Return the expression that a test asks for the type of, and whether it holds for a result of this kind."""
    if isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not):
        name, answer = _asked_for_type(test.operand, kind)
        return name, not answer
    if isinstance(test, ast.BoolOp):
        asked = [_asked_for_type(each, kind) for each in test.values]
        name = asked[0][0]
        if name is None or any(each is None or ast.dump(each) != ast.dump(name) for each, _ in asked):
            return None, False
        answers = [answer for _, answer in asked]
        return name, all(answers) if isinstance(test.op, ast.And) else any(answers)
    if isinstance(test, ast.Compare):
        called, is_equal = test.left, isinstance(test.ops[0], (ast.Is, ast.Eq, ast.In))
        called = called.value if isinstance(called, ast.Attribute) else called
        named = {last_name(n) or getattr(n, "value", None) for each in test.comparators for n in walk(each)}
        if isinstance(called, ast.Call) and last_name(called.func) == "type" and len(called.args) == 1:
            return called.args[0], named.isdisjoint(_CLASSES[kind]) is not is_equal
    if not isinstance(test, ast.Call) or not test.args:
        return None, False
    function = last_name(test.func)
    if function == "callable":
        return _asked_for_type(test.args[0], kind)
    if function in ("hasattr", "getattr") and len(test.args) > 1:
        return test.args[0], getattr(test.args[1], "value", None) in _ATTRIBUTES[kind]
    if function in ("isinstance", "issubclass") and len(test.args) == 2:
        return test.args[0], not _CLASSES[kind].isdisjoint(map(last_name, walk(test.args[1])))
    return None, False
