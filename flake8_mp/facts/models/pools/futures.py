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
from flake8_mp.facts.values import Obj, Values

_KINDS = frozenset({"Future", "AsyncResult"})
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

    def before_item(self, obj: Obj, index: Values, node: ast.Subscript) -> None:
        self._refused("indexed", (obj,), node.value)

    def _refused(self, problem: str, values: Values, part: ast.AST) -> None:
        value = values[0] if len(values) == 1 else None
        if not isinstance(value, Obj) or value.kind not in _KINDS or value.cls is not None or self.interp.unsure:
            return
        if not self.interp.ready_for(_REFUSALS):
            words, cause = self.interp.frame.source.segment(part), Place(value.source, value.node)
            self.interp.emit(
                Unshared(
                    self.interp.place(part), problem=f"result {problem}", words=words, cause=cause, kind=value.kind
                )
            )
